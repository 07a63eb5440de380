/** After a training: a part of it is given back to the source model, of its weights, of its scores, or of both. Nothing is learned. */
import type { ModelState } from '../../models/state.ts';
import type { Kinds } from '../../protocol/configuration.ts';
import type { StageResult } from '../../protocol/engine.ts';
import type { DrawnBack } from '../../protocol/yardstick.ts';
import { consulting } from '../../transfer/consulting.ts';
import { mixture } from '../../transfer/mixture.ts';
import { beginningOf } from './adaptTrials.ts';
import { bestShare } from './bestShare.ts';
import type { RunContext } from './context.ts';
import type { AdaptationMaterial } from './material.ts';

/** Of what was learned. */
const sharesKept = [1, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];

/** Of the source model in each score. */
const sharesAsked = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5];

/** What came out on most corpora where dev could tell (experiments/forgetting-first-tries.md). */
const usuallyAsked = 0.2;

/** @param asked the whole source model, and all kinds that are known. */
export async function drawnBack(
  context: RunContext,
  material: AdaptationMaterial,
  { trained, result }: { readonly trained: ModelState; readonly result: StageResult },
  asked: { readonly source: ModelState; readonly kinds: Kinds },
): Promise<DrawnBack & { readonly model: ModelState }> {
  const { mix, consult, yardstickWeight: weight } = material.adaptation;
  const judges = { dev: material.dev, measure: material.kept?.measure, weight };
  let drawn: DrawnBack & { readonly model: ModelState } = { model: trained };
  if (mix) {
    const start = await beginningOf(context, material, result);
    const label = 'Looking for the best mixture with the source model';
    const modelOf = (share: number) => mixture(start, trained, share);
    const { model, chosen } = await bestShare(context, { label, shares: sharesKept, modelOf, unknown: 1 }, judges);
    drawn = { model, mixed: chosen };
  }
  if (consult !== 0) {
    const alone = drawn.model;
    const shares = consult === 'best' ? sharesAsked : [consult];
    const label = 'Asking the source model as well';
    const modelOf = (share: number) => (share === 0 ? alone : consulting(alone, asked.source, share, asked.kinds));
    const { model, chosen } = await bestShare(context, { label, shares, modelOf, unknown: usuallyAsked }, judges);
    drawn = { ...drawn, model, consulted: chosen };
  }
  return drawn;
}

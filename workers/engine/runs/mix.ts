/** After a training: how much of it is kept, chosen on dev and on the yardstick. Nothing is learned. */
import { scoreTagger } from '../../models/scoreTagger.ts';
import type { ModelState } from '../../models/state.ts';
import type { Corpus } from '../../protocol/corpus.ts';
import type { Mixed } from '../../protocol/yardstick.ts';
import { mixture } from '../../transfer/mixture.ts';
import { type Measure, scoreYardstick } from '../../transfer/yardstick.ts';
import { type RunContext, reporting } from './context.ts';
import { withTagger } from './stage.ts';

const sharesTried = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];

interface Ends {
  readonly start: ModelState;
  readonly trained: ModelState;
}

interface Judges {
  readonly dev: Corpus;
  /** Absent without a yardstick. */
  readonly measure: Measure | undefined;
  /** Share of the yardstick in the choice. */
  readonly weight: number;
}

/** The best point of the line; of equally good ones that with most of the training. */
export async function bestMixture(
  context: RunContext,
  { start, trained }: Ends,
  { dev, measure, weight }: Judges,
): Promise<{ readonly model: ModelState; readonly mixed: Mixed }> {
  const reports = reporting(context, 'Looking for the best mixture with the source model');
  let best: { model: ModelState; mixed: Mixed; criterion: number } | null = null;
  for (const [index, share] of sharesTried.entries()) {
    const model = mixture(start, trained, share);
    const { onDev, kept } = await withTagger(model, async (tagger) => ({
      onDev: await scoreTagger(tagger, dev, () => context.control.betweenSteps()),
      kept: measure && (await scoreYardstick(tagger, measure, () => context.control.betweenSteps())).byKind,
    }));
    const criterion = kept ? (1 - weight) * onDev.overall.f1 + weight * kept.overall.f1 : onDev.overall.f1;
    if (!best || criterion > best.criterion) best = { model, mixed: { share, dev: onDev }, criterion };
    await reports((index + 1) / sharesTried.length);
  }
  const { model, mixed } = best as NonNullable<typeof best>;
  return { model, mixed };
}

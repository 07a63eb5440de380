/** After a training: how much of it is kept, chosen on dev and on the yardstick. Nothing is learned. */
import { scoreTagger } from '../../models/scoreTagger.ts';
import type { ModelState } from '../../models/state.ts';
import type { Corpus } from '../../protocol/corpus.ts';
import type { Scores } from '../../protocol/scores.ts';
import type { Mixed } from '../../protocol/yardstick.ts';
import { mixture } from '../../transfer/mixture.ts';
import { type Measure, scoreYardstick } from '../../transfer/yardstick.ts';
import { type RunContext, reporting } from './context.ts';
import { withTagger } from './stage.ts';

const sharesTried = [1, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];

/** In points of F1: the end was chosen on the same sentences, among epochs that differ by more. */
const forNothing = 0.25;

interface Ends {
  readonly start: ModelState;
  readonly trained: ModelState;
}

interface Judges {
  readonly dev: Corpus;
  /** Absent without a yardstick. */
  readonly measure: Measure | undefined;
  /** Share of the yardstick in the choice; without one, or where it has none, the target alone decides. */
  readonly weight: number;
}

interface Point {
  readonly share: number;
  readonly model: ModelState;
  readonly dev: Scores;
  readonly kept: Scores | undefined;
}

/**
 * Where the yardstick counts, the point of the best score; of equally good ones that with most of the training. Elsewhere the point
 * nearest to the start of those that are no worse on dev than the end: what can be had of the old for nothing.
 */
export async function bestMixture(
  context: RunContext,
  { start, trained }: Ends,
  { dev, measure, weight }: Judges,
): Promise<{ readonly model: ModelState; readonly mixed: Mixed }> {
  const reports = reporting(context, 'Looking for the best mixture with the source model');
  const weighed = weight > 0 ? measure : undefined;
  const isBetter = weighed
    ? (point: Point, best: Point) => scoreOf(point, weight) > scoreOf(best, weight)
    : (point: Point, _: Point, end: Point) => point.dev.overall.f1 >= end.dev.overall.f1 - forNothing;
  let end: Point | undefined;
  let best: Point | undefined;
  for (const [index, share] of sharesTried.entries()) {
    const model = mixture(start, trained, share);
    const point = await withTagger(model, async (tagger) => ({
      ...{ share, model },
      dev: await scoreTagger(tagger, dev, () => context.control.betweenSteps()),
      kept: weighed && (await scoreYardstick(tagger, weighed, () => context.control.betweenSteps())).byKind,
    }));
    end ??= point;
    if (!best || isBetter(point, best, end)) best = point;
    await reports((index + 1) / sharesTried.length);
  }
  const { model, share, dev: onDev } = best as Point;
  return { model, mixed: { share, dev: onDev } };
}

const scoreOf = ({ dev, kept }: Point, weight: number) =>
  (1 - weight) * dev.overall.f1 + weight * (kept as Scores).overall.f1;

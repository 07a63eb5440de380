/** After a training: of some shares of the source model the best, chosen on dev and on the yardstick. Nothing is learned. */
import { scoreTagger } from '../../models/scoreTagger.ts';
import type { ModelState } from '../../models/state.ts';
import type { Corpus } from '../../protocol/corpus.ts';
import type { Problem } from '../../protocol/errors.ts';
import type { Scores } from '../../protocol/scores.ts';
import type { ChosenShare } from '../../protocol/yardstick.ts';
import { type Measure, scoreYardstick } from '../../transfer/yardstick.ts';
import { type RunContext, reporting } from './context.ts';
import { withTagger } from './stage.ts';

/** In points of F1: the model of the first share was chosen on the same sentences, among epochs that differ by more. */
const forNothing = 0.25;

export interface Judges {
  readonly dev: Corpus;
  /** Absent without a yardstick. */
  readonly measure: Measure | undefined;
  /** Share of the yardstick in the choice; without one, or where it has none, the target alone decides. */
  readonly weight: number;
}

interface Choice {
  /** What is going on, for those who wait. */
  readonly label: string;
  /** From what training came to on, towards the source model; one at least. */
  readonly shares: readonly number[];
  readonly modelOf: (share: number) => ModelState;
  /** Which of them is taken where no model finds anything right on dev, so that dev tells nothing. */
  readonly unknown: number;
}

interface Point {
  readonly share: number;
  readonly model: ModelState;
  readonly dev: Scores;
  readonly kept: Scores | undefined;
}

/**
 * Where the yardstick counts, the share of the best score; of equally good ones the first. Elsewhere the last of those that are no
 * worse on dev than the first: what can be had of the old for nothing. Where dev cannot tell, since no share finds anything right
 * there, it is `unknown`, and that is said.
 */
export async function bestShare(
  context: RunContext,
  { label, shares, modelOf, unknown }: Choice,
  { dev, measure, weight }: Judges,
): Promise<{ readonly model: ModelState; readonly chosen: ChosenShare }> {
  const reports = reporting(context, label);
  const weighed = weight > 0 ? measure : undefined;
  const isBetter = weighed
    ? (point: Point, best: Point) => scoreOf(point, weight) > scoreOf(best, weight)
    : (point: Point, _: Point, first: Point) => point.dev.overall.f1 >= first.dev.overall.f1 - forNothing;
  let first: Point | undefined;
  let best: Point | undefined;
  let usual: Point | undefined;
  let tells = weighed !== undefined || shares.length === 1;
  for (const [index, share] of shares.entries()) {
    const model = modelOf(share);
    const point = await withTagger(model, async (tagger) => ({
      ...{ share, model },
      dev: await scoreTagger(tagger, dev, () => context.control.betweenSteps()),
      kept: weighed && (await scoreYardstick(tagger, weighed, () => context.control.betweenSteps())).byKind,
    }));
    first ??= point;
    if (!best || isBetter(point, best, first)) best = point;
    if (share === unknown) usual = point;
    tells ||= point.dev.overall.correct > 0;
    await reports((index + 1) / shares.length);
  }
  if (!tells) context.emit({ type: 'warning', problem: devTellsNothing(label, unknown) });
  const { model, share, dev: onDev } = (tells ? best : usual) as Point;
  return { model, chosen: { share, dev: onDev } };
}

function devTellsNothing(label: string, share: number): Problem {
  return {
    code: 'dev-tells-nothing',
    message: `${label}: with no share is anything found rightly on the dev sentences, so that they cannot tell which is best. ${Math.round(100 * share)} % was taken.`,
    remedy: 'Give dev sentences with examples of what the model is to find, or more to learn from.',
  };
}

const scoreOf = ({ dev, kept }: Point, weight: number) =>
  (1 - weight) * dev.overall.f1 + weight * (kept as Scores).overall.f1;

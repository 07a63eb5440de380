/**
 * What more annotating is worth: F1 by the number of submitted documents falls short of a limit by a power of that number (Hestness et
 * al. 2017, "Deep learning scaling is predictable, empirically", section 3), F1(n) = limit − gap · n^−power. Each point is measured on
 * few spans, and so is how sure the curve is: it is fitted again and again to points that are drawn anew as far off as chance allows.
 */
import { createRandom } from './random.ts';

/** A model that learned from so many documents, as it was measured on others. */
export interface CurvePoint {
  readonly documents: number;
  /** 0 to 100. */
  readonly f1: number;
  /** Gold spans that it was measured on. */
  readonly support: number;
}

export interface LearningCurve {
  /** At most 100. */
  readonly limit: number;
  readonly gap: number;
  readonly power: number;
}

/** In points of F1; four of five curves that chance allows lie between `low` and `high`. */
export interface Worth {
  readonly documents: number;
  readonly gain: number;
  readonly low: number;
  readonly high: number;
}

/** Of fewer any curve says anything. */
export const fewestPoints = 3;
const draws = 200;
const [lowShare, highShare] = [0.1, 0.9];
/** Powers that are tried; those of published curves lie between 0.1 and 1. */
const powers = Array.from({ length: 30 }, (_, step) => 0.05 * (step + 1));

export function f1At({ limit, gap, power }: LearningCurve, documents: number): number {
  return limit - gap * documents ** -power;
}

/** How far chance alone puts an F1 off, one standard deviation in points: as a share of so many spans. */
export function chanceOf({ f1, support }: Pick<CurvePoint, 'f1' | 'support'>): number {
  const share = Math.min(0.98, Math.max(0.02, f1 / 100));
  return 100 * Math.sqrt((share * (1 - share)) / Math.max(1, support));
}

/** Null where there are fewer than {@link fewestPoints} numbers of documents. */
export function fitCurve(points: readonly CurvePoint[]): LearningCurve | null {
  const known = points.filter(({ documents }) => documents > 0);
  if (new Set(known.map(({ documents }) => documents)).size < fewestPoints) return null;
  const tried = powers.map((power) => fitAt(known, power));
  return tried.reduce((best, each) => (each.error < best.error ? each : best)).curve;
}

/**
 * Those of models that have begun to find something. Before that F1 follows no power of the number of documents (the region of small
 * data in Hestness et al.), and may be what chance made.
 */
export const begun = (points: readonly CurvePoint[]): readonly CurvePoint[] =>
  points.filter((point) => point.f1 > 2 * chanceOf(point));

/** In points of F1, what is as good as nothing, and what is little. */
const [nothing, little] = [0.1, 2];

/** Whether the curves that chance allows say the same: that more documents are worth something, or that they are worth little. */
export const isSound = ({ low, high }: Worth): boolean => low >= nothing || high <= little;

/**
 * What so many documents more are worth, from the last point on. Null where there are fewer than {@link fewestPoints} numbers of
 * documents of which a model has {@link begun}.
 * @param seed of the draws.
 */
export function worthOf(measured: readonly CurvePoint[], documents: number, seed = 1): Worth | null {
  const points = begun(measured);
  const curve = fitCurve(points);
  if (!curve) return null;
  const now = Math.max(...points.map((point) => point.documents));
  const gainOf = (of: LearningCurve) => f1At(of, now + documents) - f1At(of, now);
  const random = createRandom(seed);
  const gains = Array.from({ length: draws }, () => {
    const drawn = points.map((point) => ({ ...point, f1: point.f1 + random.normal(0, chanceOf(point)) }));
    return gainOf(fitCurve(drawn) as LearningCurve);
  }).sort((one, other) => one - other);
  const at = (share: number) => gains[Math.round(share * (draws - 1))] as number;
  return { documents, gain: gainOf(curve), low: at(lowShare), high: at(highShare) };
}

/** Least squares in limit and gap, each point by how sure it is. F1 neither falls with more documents nor comes above 100. */
function fitAt(points: readonly CurvePoint[], power: number): { curve: LearningCurve; error: number } {
  const weighted = points.map((point) => ({
    f1: point.f1,
    less: point.documents ** -power,
    weight: 1 / chanceOf(point) ** 2,
  }));
  const mean = (of: (point: (typeof weighted)[number]) => number) =>
    weighted.reduce((sum, point) => sum + point.weight * of(point), 0) /
    weighted.reduce((sum, { weight }) => sum + weight, 0);
  const [middle, meanLess] = [mean(({ f1 }) => f1), mean(({ less }) => less)];
  const spread = mean(({ less }) => (less - meanLess) ** 2);
  const slope = mean(({ less, f1 }) => (less - meanLess) * (f1 - middle)) / spread;
  let gap = Math.max(0, -slope);
  let limit = middle + gap * meanLess;
  if (limit > 100) {
    limit = 100;
    gap = Math.max(0, mean(({ less, f1 }) => less * (100 - f1)) / mean(({ less }) => less ** 2));
  }
  const error = mean(({ less, f1 }) => (f1 - (limit - gap * less)) ** 2);
  return { curve: { limit, gap, power }, error };
}

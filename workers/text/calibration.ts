/**
 * Confidences that can be believed: of the suggestions that are said to be 80 % sure, four in five should be right. One number, the
 * temperature (Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4.2), divides the log odds of every confidence;
 * it is the one by which what is known to be right or wrong is likeliest.
 */
import type { Calibration, Reliability, ReliabilityBin } from '../protocol/suggestions.ts';

/** A span that a model found where it is known what stands there. */
export interface Outcome {
  /** 0 to 1, as the model says it. */
  readonly confidence: number;
  readonly right: boolean;
}

const bins = 10;
/** Fewer say nothing of how sure a model should be. */
export const fewestOutcomes = 20;
/** Beyond these it would only say that all of a few spans are right. */
const [lowest, highest] = [1 / 8, 8];
/** Confidences of 0 and 1 have no log odds. */
const margin = 1e-6;

/** A confidence at a temperature, 0 to 1. */
export function tempered(confidence: number, temperature: number): number {
  return 1 / (1 + Math.exp(-logOdds(confidence) / temperature));
}

function logOdds(confidence: number): number {
  const inside = Math.min(1 - margin, Math.max(margin, confidence));
  return Math.log(inside / (1 - inside));
}

/** Null where there are fewer than {@link fewestOutcomes}. */
export function calibrate(outcomes: readonly Outcome[]): Calibration | null {
  if (outcomes.length < fewestOutcomes) return null;
  const temperature = fitTemperature(outcomes);
  const after = outcomes.map(({ confidence, right }) => ({ confidence: tempered(confidence, temperature), right }));
  return { temperature, spans: outcomes.length, before: reliabilityOf(outcomes), after: reliabilityOf(after) };
}

/** By golden section over the logarithm: the loss is convex in the temperature's inverse, so that it has one valley. */
export function fitTemperature(outcomes: readonly Outcome[]): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  const loss = (logarithm: number) => {
    const temperature = Math.exp(logarithm);
    return lossOf(outcomes.map(({ confidence, right }) => ({ confidence: tempered(confidence, temperature), right })));
  };
  let [from, to] = [Math.log(lowest), Math.log(highest)];
  for (let step = 0; step < 60; step++) {
    const [left, right] = [to - ratio * (to - from), from + ratio * (to - from)];
    if (loss(left) <= loss(right)) to = right;
    else from = left;
  }
  return Math.exp((from + to) / 2);
}

/** Mean negative log likelihood, in nats. */
function lossOf(outcomes: readonly Outcome[]): number {
  const sum = outcomes.reduce((total, { confidence, right }) => {
    const inside = Math.min(1 - margin, Math.max(margin, confidence));
    return total - Math.log(right ? inside : 1 - inside);
  }, 0);
  return outcomes.length > 0 ? sum / outcomes.length : 0;
}

export function reliabilityOf(outcomes: readonly Outcome[]): Reliability {
  const held = Array.from({ length: bins }, (): Outcome[] => []);
  for (const outcome of outcomes) held[Math.min(bins - 1, Math.floor(outcome.confidence * bins))]?.push(outcome);
  const filled = held.flatMap((inside, place): ReliabilityBin[] => {
    if (inside.length === 0) return [];
    const share = (sum: number) => sum / inside.length;
    return [
      {
        ...{ from: place / bins, to: (place + 1) / bins, spans: inside.length },
        confidence: share(inside.reduce((sum, { confidence }) => sum + confidence, 0)),
        right: share(inside.filter(({ right }) => right).length),
      },
    ];
  });
  const apart = filled.reduce((sum, { spans, confidence, right }) => sum + spans * Math.abs(confidence - right), 0);
  return {
    bins: filled,
    expectedError: outcomes.length > 0 ? apart / outcomes.length : 0,
    loss: lossOf(outcomes),
  };
}

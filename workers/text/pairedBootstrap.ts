/**
 * How sure a difference in F1 between two taggers is on the same sentences: the paired bootstrap (Efron and Tibshirani 1993;
 * in this field Koehn 2004, Berg-Kirkpatrick et al. 2012). The test sentences are drawn anew with replacement many times,
 * and both taggers are scored on each draw.
 */
import type { CorpusKind } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import { type BootstrapDifference, defaultSamples, type ModelComparison } from '../protocol/evaluation.ts';
import type { Scores } from '../protocol/scores.ts';
import { overallOf, scoreAccuracy, scoreTags, type TagPair } from './conlleval.ts';
import { createRandom } from './random.ts';

type BootstrapComparison = ModelComparison['bootstrap'];

/** correct, predicted, support */
const countsEach = 3;

export interface BootstrapOptions {
  readonly samples?: number;
  readonly seed?: number;
  /** Categories over which the difference is also worked out alone. */
  readonly known?: readonly string[] | null;
  /** Told the share of the draws that is done; the next ones wait for it. */
  readonly afterDraws?: (fraction: number) => Promise<void> | void;
}

/** Draws between two words of progress. */
const drawsAtOnce = 50;

/**
 * @param first of each sentence the gold and the first tagger's tags; `second` has the same sentences in the same order.
 * @throws GraftError where the sentences are not the same, or there are none.
 */
export async function pairedBootstrap(
  kind: CorpusKind,
  first: readonly TagPair[],
  second: readonly TagPair[],
  { samples = defaultSamples, seed = 1, known = null, afterDraws }: BootstrapOptions = {},
): Promise<BootstrapComparison> {
  if (first.length !== second.length || first.some(({ gold }, n) => gold.length !== second[n]?.gold.length)) {
    throw new GraftError({
      code: 'other-sentences',
      message: 'The two taggers were not scored on the same sentences.',
      remedy: 'Compare them on one corpus.',
    });
  }
  if (first.length === 0) {
    throw new GraftError({
      code: 'no-sentences',
      message: 'There are no sentences to compare the models on.',
      remedy: 'Choose a part of the corpus that has some.',
    });
  }
  const score = kind === 'tags' ? scoreAccuracy : scoreTags;
  const scored = [first, second].map((pairs) => pairs.map((pair) => score([pair])));
  const names = [...new Set(scored.flat().flatMap(({ categories }) => Object.keys(categories)))].sort();
  const groups = [null, ...names.map((name) => [name]), ...(known ? [known] : [])];
  const counts = scored.map((sentences) => countsOf(sentences, groups)) as [Float64Array, Float64Array];
  const columns = groups.length;
  const whole = new Uint32Array(first.length).fill(1);
  const observed = differences(counts, whole, columns);
  const drawn = Array.from({ length: columns }, () => new Float64Array(samples));
  const random = createRandom(seed).fork('bootstrap');
  const times = new Uint32Array(first.length);
  for (let sample = 0; sample < samples; sample++) {
    times.fill(0);
    for (let n = 0; n < times.length; n++) {
      const sentence = random.integer(times.length);
      times[sentence] = (times[sentence] as number) + 1;
    }
    differences(counts, times, columns).forEach((value, column) => {
      (drawn[column] as Float64Array)[sample] = value;
    });
    if ((sample + 1) % drawsAtOnce === 0) await afterDraws?.((sample + 1) / samples);
  }
  const [overall, ...each] = drawn.map((values, column) => summarise(observed[column] as number, values));
  return {
    samples,
    sentences: first.length,
    overall: overall as BootstrapDifference,
    known: known ? (each[names.length] as BootstrapDifference) : null,
    categories: Object.fromEntries(names.map((name, index) => [name, each[index] as BootstrapDifference])),
  };
}

/** [sentences, groups, 3]. @param groups names that are counted together; null for all. */
function countsOf(sentences: readonly Scores[], groups: readonly (readonly string[] | null)[]): Float64Array {
  const width = groups.length * countsEach;
  const counts = new Float64Array(sentences.length * width);
  sentences.forEach((scores, sentence) => {
    groups.forEach((names, column) => {
      const { correct, predicted, support } = names ? overallOf(scores, names) : scores.overall;
      counts.set([correct, predicted, support], sentence * width + column * countsEach);
    });
  });
  return counts;
}

/** Second minus first, by group. @param times how often each sentence counts. */
function differences(
  [first, second]: readonly [Float64Array, Float64Array],
  times: Uint32Array,
  columns: number,
): number[] {
  const [one, other] = [first, second].map((counts) => f1Of(counts, times, columns)) as [number[], number[]];
  return other.map((value, column) => value - (one[column] as number));
}

function f1Of(counts: Float64Array, times: Uint32Array, columns: number): number[] {
  const width = columns * countsEach;
  const sums = new Float64Array(width);
  for (let sentence = 0; sentence < times.length; sentence++) {
    const weight = times[sentence] as number;
    if (weight === 0) continue;
    for (let n = 0; n < width; n++) sums[n] = (sums[n] as number) + weight * (counts[sentence * width + n] as number);
  }
  return Array.from({ length: columns }, (_, column) => {
    const [correct, predicted, support] = sums.subarray(column * countsEach, (column + 1) * countsEach) as unknown as [
      number,
      number,
      number,
    ];
    return predicted + support > 0 ? (200 * correct) / (predicted + support) : 0;
  });
}

function summarise(difference: number, drawn: Float64Array): BootstrapDifference {
  const sorted = drawn.slice().sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] as number;
  const otherwise = sorted.filter((value) => value * difference <= 0).length / sorted.length;
  return { difference, low: at(0.025), high: at(0.975), otherwise };
}

/**
 * How sure a difference in F1 between two taggers is on the same sentences: the paired bootstrap (Efron and Tibshirani 1993;
 * in this field Koehn 2004, Berg-Kirkpatrick et al. 2012). The test sentences are drawn anew with replacement many times,
 * and both taggers are scored on each draw.
 */
import type { CorpusKind } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import type { BootstrapDifference, ModelComparison } from '../protocol/evaluation.ts';
import type { Scores } from '../protocol/scores.ts';
import { scoreAccuracy, scoreTags, type TagPair } from './conlleval.ts';
import { createRandom } from './random.ts';

type BootstrapComparison = ModelComparison['bootstrap'];

/** correct, predicted, support */
const countsEach = 3;

/**
 * @param first of each sentence the gold and the first tagger's tags; `second` has the same sentences in the same order.
 * @throws GraftError where the sentences are not the same.
 */
export function pairedBootstrap(
  kind: CorpusKind,
  first: readonly TagPair[],
  second: readonly TagPair[],
  { samples = 1000, seed = 1 }: { readonly samples?: number; readonly seed?: number } = {},
): BootstrapComparison {
  if (first.length !== second.length || first.some(({ gold }, n) => gold.length !== second[n]?.gold.length)) {
    throw new GraftError({
      code: 'other-sentences',
      message: 'The two taggers were not scored on the same sentences.',
      remedy: 'Compare them on one corpus.',
    });
  }
  const score = kind === 'tags' ? scoreAccuracy : scoreTags;
  const scored = [first, second].map((pairs) => pairs.map((pair) => score([pair])));
  const names = [...new Set(scored.flat().flatMap(({ categories }) => Object.keys(categories)))].sort();
  const counts = scored.map((sentences) => countsOf(sentences, names)) as [Float64Array, Float64Array];
  const columns = names.length + 1;
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
  }
  const [overall, ...each] = drawn.map((values, column) => summarise(observed[column] as number, values));
  return {
    samples,
    sentences: first.length,
    overall: overall as BootstrapDifference,
    categories: Object.fromEntries(names.map((name, index) => [name, each[index] as BootstrapDifference])),
  };
}

/** [sentences, 1 + names, 3]: over all, then by name. */
function countsOf(sentences: readonly Scores[], names: readonly string[]): Float64Array {
  const width = (names.length + 1) * countsEach;
  const counts = new Float64Array(sentences.length * width);
  sentences.forEach(({ overall, categories }, sentence) => {
    [overall, ...names.map((name) => (Object.hasOwn(categories, name) ? categories[name] : undefined))].forEach(
      (each, column) => {
        if (each) counts.set([each.correct, each.predicted, each.support], sentence * width + column * countsEach);
      },
    );
  });
  return counts;
}

/** Second minus first, over all and by name. @param times how often each sentence counts. */
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

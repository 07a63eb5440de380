/** What outputs have in common that read their own labels: which label stands before each word, and which tag may follow it. */
import { allowedTransitions } from '../text/schemes.ts';
import type { OutputScheme } from '../text/tagNames.ts';
import type { SampleFeatures } from './regrouping.ts';

/** Words of a made-up sentence in which merged rows are tried on. */
const sampleLength = 8;

/** From a tag a token [batch · time] to the rows of the labels before them: that of the start, and those of the tags. */
export function labelsBefore(ids: Int32Array, time: number): Int32Array {
  return Int32Array.from(ids, (_, cell) => (cell % time === 0 ? 0 : 1 + (ids[cell - 1] as number)));
}

/** 1 where a tag may follow, [tags + 2, tags]: at the start, after each tag; last, whether it may be the end. */
export function allowedAfter(tags: readonly string[], scheme: OutputScheme): Float32Array {
  if (scheme === 'tags') return new Float32Array((tags.length + 2) * tags.length).fill(1);
  const { start, between, end } = allowedTransitions(tags, scheme);
  return Float32Array.from([start, ...between, end].flat(), Number);
}

/** A sample of words as sentences of equal length, features [batch · time · size]: what stands behind the last whole one goes. */
export async function sampleSentences(
  sample: SampleFeatures,
  size: number,
): Promise<{ values: Float32Array; batch: number; time: number }> {
  const values = await sample();
  const batch = Math.floor(values.length / (sampleLength * size));
  return { values: values.subarray(0, batch * sampleLength * size), batch, time: sampleLength };
}

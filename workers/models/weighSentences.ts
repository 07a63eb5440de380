/**
 * A tagger on sentences as an annotator needs it: what it finds, how sure it is of each, and how much it doubts a sentence as a
 * whole. The confidence of a span is the least of its tags' probabilities: its tags stand or fall together, so that their product
 * would be too small.
 */
import { outputKinds } from '../protocol/specification.ts';
import type { UncertaintyMeasure } from '../protocol/suggestions.ts';
import { type TokenSpan, tagsToSpans } from '../text/schemes.ts';
import type { TaggedWords, Tagger } from './tagger.ts';
import { type AfterBatch, inBatches } from './tagSentences.ts';

export interface WeighedSentence {
  /** Over tokens, each with a confidence from 0 to 1. */
  readonly spans: readonly (TokenSpan & { readonly confidence: number })[];
  /** In nats: the entropy of all its tokens' tags, or how unlikely the tags are that an output wrote one after another. */
  readonly uncertainty: number;
}

const none: WeighedSentence = { spans: [], uncertainty: 0 };

/** By which of the two a tagger's uncertainty is told. */
export function measureOf({ output }: Tagger): UncertaintyMeasure {
  return outputKinds[output.specification.kind].order === 'autoregressive' ? 'unlikelihood' : 'entropy';
}

/** @returns in the order of `sentences`. */
export function weighSentences(
  tagger: Tagger,
  sentences: readonly (readonly string[])[],
  afterBatch?: AfterBatch,
): Promise<WeighedSentence[]> {
  const lengths = sentences.map(({ length }) => length);
  const work = async (batch: readonly (readonly string[])[]) => {
    const { tagged, marginals } = await tagger.weigh(batch);
    return tagged.map((words, row) => weighed(words, marginals?.[row] ?? null));
  };
  return inBatches(sentences, { lengths, none }, work, afterBatch);
}

function weighed({ tags, probabilities }: TaggedWords, marginals: Float32Array | null): WeighedSentence {
  const spans = tagsToSpans(tags).map((span) => ({ ...span, confidence: least(probabilities, span) }));
  const uncertainty = marginals
    ? marginals.reduce((sum, share) => sum + (share > 0 ? -share * Math.log(share) : 0), 0)
    : probabilities.reduce((sum, share) => sum - Math.log(Math.max(share, Number.MIN_VALUE)), 0);
  return { spans, uncertainty };
}

/** Of a span's tags. */
export const least = (probabilities: readonly number[], { start, end }: TokenSpan) =>
  Math.min(...probabilities.slice(start, end));

/**
 * A document on its way between two threads: its tokens as numbers in a row, which cross as they are. As objects those of two megabytes
 * of text take a second to be written, read and cleared away. Comlink takes this for a transfer handler.
 */
import type { Document, Sentence } from '../protocol/corpus.ts';
import { putOffsets, tokensAt } from './packedTokens.ts';

interface PackedDocument {
  readonly rest: Omit<Document, 'sentences'>;
  /** Start and end of each token by turns. */
  readonly offsets: Int32Array;
  /** How many tokens each sentence has. */
  readonly counts: Int32Array;
  /** Of the sentences, where they have any. */
  readonly tags: readonly (Sentence['tags'] | null)[] | null;
}

export const documentHandler = {
  canHandle: (value: unknown): value is Document =>
    typeof value === 'object' && value !== null && 'sentences' in value && 'annotated' in value && 'text' in value,

  serialize({ sentences, ...rest }: Document): [PackedDocument, Transferable[]] {
    const counts = Int32Array.from(sentences, ({ tokens }) => tokens.length);
    const offsets = new Int32Array(2 * counts.reduce((sum, count) => sum + count, 0));
    let at = 0;
    for (const { tokens } of sentences) at = putOffsets(tokens, offsets, at);
    const hasTags = sentences.some(({ tags }) => tags !== undefined);
    const tags = hasTags ? sentences.map((sentence) => sentence.tags ?? null) : null;
    return [{ rest, offsets, counts, tags }, [offsets.buffer, counts.buffer]];
  },

  deserialize({ rest, offsets, counts, tags }: PackedDocument): Document {
    let at = 0;
    const sentences = Array.from(counts, (count, index): Sentence => {
      const first = at;
      at += 2 * count;
      const tokens = tokensAt(offsets.subarray(first, at));
      const ofSentence = tags?.[index];
      return ofSentence ? { tokens, tags: ofSentence } : { tokens };
    });
    return { ...rest, sentences };
  },
};

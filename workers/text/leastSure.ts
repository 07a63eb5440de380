/** Of which place of a text a model was least sure: spans that it found, and words that it left outside of all. */
import type { ReviewedDocument } from '../protocol/batch.ts';
import { type PartName, partNames } from '../protocol/corpus.ts';
import type { ModelDoubt, ModelDoubts } from '../protocol/deidentify.ts';
import type { TaggedText } from '../protocol/evaluation.ts';

type Sureness = Pick<TaggedText, 'spans' | 'unsure'>;

/** Those of which it was less sure than that, in order. */
export function doubtsBelow({ spans, unsure }: Sureness, below: number): ModelDoubt[] {
  const doubts: ModelDoubt[] = [...spans, ...unsure.map((word) => ({ ...word, category: null }))];
  return doubts.filter(({ confidence }) => confidence < below).sort((one, other) => one.start - other.start);
}

export interface DocumentDoubts {
  readonly part: PartName;
  readonly id: string;
  readonly doubts: readonly ModelDoubt[];
}

/** @param found of all documents in their order, those without doubts too: documents may share an id. */
export function doubtsByDocument(found: readonly DocumentDoubts[]): ModelDoubts {
  const ofPart = (name: PartName) => {
    const byId = new Map<string, (readonly ModelDoubt[])[]>();
    for (const { part, id, doubts } of found) if (part === name) byId.set(id, [...(byId.get(id) ?? []), doubts]);
    return Object.fromEntries([...byId].filter(([, all]) => all.some((doubts) => doubts.length > 0)));
  };
  return Object.fromEntries(partNames.map((name) => [name, ofPart(name)]));
}

/** Null where it was sure enough of everything. */
export function reviewOf(documentId: string, tagged: TaggedText, below: number): ReviewedDocument | null {
  const doubts = doubtsBelow(tagged, below);
  const [first] = doubts;
  if (!first) return null;
  const least = doubts.reduce((one, other) => (other.confidence < one.confidence ? other : one), first);
  const { start, end, category, confidence } = least;
  return { documentId, confidence, category, start, end, words: tagged.text.slice(start, end) };
}

/** The least sure first. */
export const inReviewOrder = (review: readonly ReviewedDocument[]) =>
  [...review].sort((one, other) => one.confidence - other.confidence);

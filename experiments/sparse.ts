/**
 * Training sentences of which a few spans are annotated, spread over many documents, and as many spans in documents that are
 * annotated whole (Effland and Collins 2021; which spans, by their own lists).
 */
import type { Corpus, Document } from '../workers/protocol/corpus.ts';
import { GraftError } from '../workers/protocol/errors.ts';
import { selectSentences } from '../workers/text/sentenceSelection.ts';
import { withSpans } from '../workers/text/spans.ts';

/** Sentence of the training set counted from 0, first token, token after the last, category. */
type KeptSpan = readonly [number, number, number, string];
export type KeptSpans = readonly KeptSpan[];
type KeptLists = Readonly<Record<string, KeptSpans>>;

/** @throws GraftError where the file does not hold lists of spans. */
export function readLists(json: unknown): KeptLists {
  const isSpan = (each: unknown) =>
    Array.isArray(each) && each.slice(0, 3).every(Number.isInteger) && typeof each[3] === 'string';
  const lists = typeof json === 'object' && json !== null ? Object.values(json) : [];
  if (lists.length > 0 && lists.every((list) => Array.isArray(list) && list.every(isSpan))) return json as KeptLists;
  throw new GraftError({
    code: 'kept-spans',
    file: 'conll2003_sparse/kept.json',
    message: 'The file does not hold lists of spans ([sentence, first token, token after the last, category]).',
    remedy: 'Give the file of Effland and Collins’s lists as it was published.',
  });
}

/** @param whole whether documents are annotated whole, or sparsely. */
export const listName = (spans: number, whole: boolean, seed: number) =>
  `P-${spans}_${whole ? 'linear_' : ''}rs${seed}`;

/**
 * All sentences of the documents that hold a kept span, with these spans alone. Nobody looked for anything: what stands
 * outside them is unknown. A sentence that the corpus does not have, as in a sample of it, is passed over.
 */
export function sparselyAnnotated(train: Corpus, kept: KeptSpans): Corpus {
  const at = spansByDocument(train, kept);
  const documents = train.documents.flatMap((document, index) => {
    const spans = at.get(index)?.map(({ span }) => span);
    return spans ? [withSpans({ ...document, annotated: [] }, spans)] : [];
  });
  return { ...train, documents };
}

/**
 * The documents that the spans were taken from one after the other, with all that is annotated there. Of the one at which the
 * list ends, the sentences up to its last kept span; that sentence is taken whole, so that
 * it may be some spans more, up to 6 in CoNLL-2003.
 */
export function annotatedWhole(train: Corpus, kept: KeptSpans): Corpus {
  const at = spansByDocument(train, kept);
  const chosen = selectSentences(train, (document, sentence) => {
    const found = at.get(document);
    if (!found) return false;
    const isWhole = found.length === train.documents[document]?.spans.length;
    return isWhole || sentence <= Math.max(...found.map((each) => each.sentence));
  });
  return { ...chosen, documents: chosen.documents.map((document): Document => ({ ...document, annotated: 'all' })) };
}

/** The same sentences and spans, all else being taken as O. */
export function restIsO(corpus: Corpus): Corpus {
  return { ...corpus, documents: corpus.documents.map((document): Document => ({ ...document, annotated: 'all' })) };
}

function spansByDocument({ documents }: Corpus, kept: KeptSpans) {
  const places = documents.flatMap(({ sentences }, document) =>
    sentences.map((_, sentence) => ({ document, sentence })),
  );
  const at = new Map<number, { sentence: number; span: Document['spans'][number] }[]>();
  for (const [number, first, after, category] of kept) {
    const place = places[number];
    const tokens = place && documents[place.document]?.sentences[place.sentence]?.tokens;
    const [start, end] = [tokens?.[first]?.start, tokens?.[after - 1]?.end];
    if (!place || start === undefined || end === undefined) continue;
    const found = at.get(place.document) ?? [];
    found.push({ sentence: place.sentence, span: { start, end, category } });
    at.set(place.document, found);
  }
  return at;
}

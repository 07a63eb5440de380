/** What the tests here share: documents written with their spans, `[Person|Ada Lovelace]`, and a project that has given out nothing. */
import type { Corpus, Document, Span, Splits } from '../../protocol/corpus.ts';
import type { DeidentifyOptions, Ledger } from '../../protocol/deidentify.ts';
import { documentFromText } from '../documents.ts';
import { selectSentences } from '../sentenceSelection.ts';
import { allSpans } from '../spans.ts';
import { deidentify } from './deidentify.ts';

export const freshLedger: Ledger = {
  secret: '00112233445566778899aabbccddeeff',
  ...{ days: null, words: {}, entities: {}, numbers: {} },
};

export function marked(id: string, written: string): Document {
  let text = '';
  const spans: Span[] = [];
  for (const piece of written.split(/(\[\w+\|[^\]]*\])/)) {
    const [, category, words = piece] = /^\[(\w+)\|([^\]]*)\]$/.exec(piece) ?? [];
    if (category) spans.push({ start: text.length, end: text.length + words.length, category });
    text += words;
  }
  return documentFromText({ id, text, spans, annotated: 'all' }, () => {});
}

export function corpusOf(...documents: readonly (Document | string)[]): Corpus {
  const read = documents.map((document, place) =>
    typeof document === 'string' ? marked(`${place}`, document) : document,
  );
  const categories = [...new Set(read.flatMap((document) => allSpans(document).map(({ category }) => category)))];
  return { name: 'letters', kind: 'spans', categories, documents: read };
}

/** A letter of three sentences, of which each part has one. */
export function dividedLetter(written: string): Splits {
  const part = (place: number) =>
    selectSentences(corpusOf(marked('letter', written)), (_, sentence) => sentence === place);
  return { train: part(0), dev: part(1), test: part(2) };
}

/** All categories of it replaced. */
export function replacedIn(corpus: Corpus, options: Partial<DeidentifyOptions> = {}, ledger = freshLedger) {
  const all: DeidentifyOptions = { categories: corpus.categories, replacement: 'surrogate', numbering: 'project' };
  const result = deidentify(corpus, { ...all, ...options }, ledger);
  return { ...result, texts: result.corpus.documents.map(({ text }) => text) };
}

/** Texts of the spans of each document. */
export const namesIn = ({ documents }: Corpus) =>
  documents.map((document) => allSpans(document).map(({ start, end }) => document.text.slice(start, end)));

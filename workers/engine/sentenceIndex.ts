/**
 * The sentences of one part in a row, each with what it is searched by, so that a page of them can be shown without
 * going through all spans of all documents again.
 */
import type { Corpus, Document } from '../protocol/corpus.ts';
import type { PartSummary, SentencePage, SentenceQuery } from '../protocol/engine.ts';
import { viewSentence } from '../text/sentenceView.ts';

interface Entry {
  readonly document: Document;
  /** Of the sentence in its document. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** One entry a span or tag. */
  readonly categories: readonly string[];
}

export class SentenceIndex {
  private readonly entries: readonly Entry[];
  private readonly documents: number;

  constructor(private readonly corpus: Corpus) {
    this.documents = corpus.documents.length;
    this.entries = corpus.documents.flatMap((document) => entriesOf(document));
  }

  summary(): PartSummary {
    const counts = new Map(this.corpus.categories.map((category) => [category, 0]));
    let tokens = 0;
    for (const { document, index, categories } of this.entries) {
      tokens += document.sentences[index]?.tokens.length ?? 0;
      for (const category of categories) counts.set(category, (counts.get(category) ?? 0) + 1);
    }
    return {
      documents: this.documents,
      sentences: this.entries.length,
      tokens,
      categories: Object.fromEntries(counts),
      furtherSpans: this.corpus.documents.reduce((sum, { furtherSpans = [] }) => sum + furtherSpans.length, 0),
    };
  }

  page({ category, text, offset, limit }: SentenceQuery): SentencePage {
    const wanted = text?.toLowerCase();
    const found = this.entries.filter(
      ({ document, start, end, categories }) =>
        (category === undefined || categories.includes(category)) &&
        (!wanted || document.text.slice(start, end).toLowerCase().includes(wanted)),
    );
    const shown = found.slice(offset, offset + limit);
    return { total: found.length, sentences: shown.map(({ document, index }) => viewSentence(document, index)) };
  }
}

/** Sentences and spans are both in order of start, so one pass over both does. */
function entriesOf(document: Document): Entry[] {
  let next = 0;
  return document.sentences.map((sentence, index) => {
    const start = sentence.tokens[0]?.start ?? 0;
    const end = sentence.tokens.at(-1)?.end ?? start;
    const categories: string[] = [...(sentence.tags ?? [])];
    for (let span = document.spans[next]; span && span.start < end; span = document.spans[++next]) {
      if (span.start >= start) categories.push(span.category);
    }
    return { document, index, start, end, categories };
  });
}

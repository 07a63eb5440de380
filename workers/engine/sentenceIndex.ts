/**
 * The sentences of one part in a row, each with what it is searched by, so that a page of them can be shown without
 * going through all spans of all documents again. Kept by document: where one is replaced, the others' entries stay.
 */
import type { Corpus, Document } from '../protocol/corpus.ts';
import type { PartSummary } from '../protocol/engine.ts';
import type { SentencePage, SentenceQuery } from '../protocol/sentences.ts';
import { viewSentence } from '../text/sentenceView.ts';

interface Entry {
  readonly document: Document;
  /** Of the sentence in its document. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
  /** One entry a span or tag. */
  readonly categories: readonly string[];
}

interface DocumentEntries {
  readonly sentences: readonly Entry[];
  readonly furtherSpans: number;
}

export class SentenceIndex {
  private readonly documents: ReadonlyMap<Document, DocumentEntries>;

  /** @param before lends its entries of documents that are the same. */
  constructor(
    private readonly corpus: Corpus,
    before?: SentenceIndex,
  ) {
    this.documents = new Map(
      corpus.documents.map((document) => [document, before?.documents.get(document) ?? entriesOf(document)]),
    );
  }

  summary(): PartSummary {
    const counts = new Map(this.corpus.categories.map((category) => [category, 0]));
    let [sentenceCount, tokenCount, furtherCount] = [0, 0, 0];
    for (const { sentences, furtherSpans } of this.documents.values()) {
      sentenceCount += sentences.length;
      furtherCount += furtherSpans;
      for (const { tokens, categories } of sentences) {
        tokenCount += tokens;
        for (const category of categories) counts.set(category, (counts.get(category) ?? 0) + 1);
      }
    }
    return {
      documents: this.documents.size,
      sentences: sentenceCount,
      tokens: tokenCount,
      categories: Object.fromEntries(counts),
      furtherSpans: furtherCount,
    };
  }

  page({ category, text, offset, limit }: SentenceQuery): SentencePage {
    const wanted = text?.toLowerCase();
    const isFound = ({ document, start, end, categories }: Entry) =>
      (category === undefined || categories.includes(category)) &&
      (!wanted || document.text.slice(start, end).toLowerCase().includes(wanted));
    const found = [...this.documents.values()].flatMap(({ sentences }) => sentences.filter(isFound));
    const shown = found.slice(offset, offset + limit);
    return { total: found.length, sentences: shown.map(({ document, index }) => viewSentence(document, index)) };
  }
}

/** Sentences and spans are both in order of start, so one pass over both does. */
function entriesOf(document: Document): DocumentEntries {
  let next = 0;
  const sentences = document.sentences.map((sentence, index): Entry => {
    const start = sentence.tokens[0]?.start ?? 0;
    const end = sentence.tokens.at(-1)?.end ?? start;
    const categories: string[] = [...(sentence.tags ?? [])];
    for (let span = document.spans[next]; span && span.start < end; span = document.spans[++next]) {
      if (span.start >= start) categories.push(span.category);
    }
    return { document, index, start, end, tokens: sentence.tokens.length, categories };
  });
  return { sentences, furtherSpans: document.furtherSpans?.length ?? 0 };
}

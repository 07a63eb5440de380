/**
 * Gives the names of one category another form, by a seed: each of their words becomes a handle, as `Anna Rossi` →
 * `anna_52 rossi_17`. It stands for paper 1's task (ii), a category whose form has changed, on a corpus where none has.
 */
import type { Corpus, Document } from '../workers/protocol/corpus.ts';
import { documentFromWords, type WordSentence } from '../workers/text/documents.ts';
import { createRandom, type Random } from '../workers/text/random.ts';
import { sentenceSpans } from '../workers/text/schemes.ts';

/** @param corpus of spans. Texts are made anew from the words, since the new ones are longer. */
export function withHandles(corpus: Corpus, category: string, seed: number): Corpus {
  const random = createRandom(seed).fork(`handles for ${category}`);
  return { ...corpus, documents: corpus.documents.map((document) => rewritten(document, category, random)) };
}

function rewritten(document: Document, category: string, random: Random): Document {
  const { id, annotated, group, text } = document;
  const sentences = document.sentences.map((sentence): WordSentence => {
    const spans = sentenceSpans(document, sentence);
    const changed = spans.filter((span) => span.category === category);
    const words = sentence.tokens.map(({ start, end }, index) => {
      const word = text.slice(start, end);
      const isPart = changed.some((span) => span.start <= index && index < span.end);
      return isPart ? `${word.toLowerCase()}_${10 + random.integer(90)}` : word;
    });
    return { words, spans };
  });
  return documentFromWords({ id, annotated, ...(group !== undefined && { group }) }, sentences);
}

/** A corpus of some of its sentences. Documents keep id, text and offsets, so that annotations stay where they are. */
import type { Corpus, Sentence, Span } from '../protocol/corpus.ts';
import { allSpans, withSpans } from './spans.ts';

/**
 * The sentences that `keep` chooses, by index of document and of sentence in it, with the spans inside them. Documents
 * keep id, text and offsets; those without a chosen sentence are left out.
 */
export function selectSentences(corpus: Corpus, keep: (document: number, sentence: number) => boolean): Corpus {
  const documents = corpus.documents.flatMap((document, index) => {
    const sentences = document.sentences.filter((_, sentence) => keep(index, sentence));
    if (sentences.length === document.sentences.length && sentences.length > 0) return [document];
    return sentences.length > 0
      ? [withSpans({ ...document, sentences }, spansInside(allSpans(document), sentences))]
      : [];
  });
  return { ...corpus, documents };
}

/** Both lists are in order of start, so one pass does. */
function spansInside(spans: readonly Span[], sentences: readonly Sentence[]): Span[] {
  let index = 0;
  return spans.filter(({ start }) => {
    while (index < sentences.length && (sentences[index]?.tokens.at(-1)?.end ?? 0) <= start) index++;
    const first = sentences[index]?.tokens[0];
    return first !== undefined && first.start <= start;
  });
}

/** The first `count` sentences, in the corpus's order. */
export function takeSentences(corpus: Corpus, count: number): Corpus {
  let taken = 0;
  return selectSentences(corpus, () => taken++ < count);
}

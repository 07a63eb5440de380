/** A corpus of which only a share of the sentences is labelled (paper 3, section 4.1): the others are discarded. */
import type { Corpus } from '../protocol/corpus.ts';
import type { Random } from './random.ts';
import { selectSentences } from './sentenceSelection.ts';

/**
 * A random share of the sentences, rounded up to a whole one. Of the same stream a smaller share is part of a larger one, so
 * that curves over the rate show more data, not other data.
 *
 * @param rate 0 to 1.
 */
export function atLabellingRate(corpus: Corpus, rate: number, random: Random): Corpus {
  if (rate >= 1) return corpus;
  const places = corpus.documents.flatMap(({ sentences }, document) =>
    sentences.map((_, sentence) => `${document} ${sentence}`),
  );
  const chosen = new Set(random.shuffle(places).slice(0, Math.ceil(rate * places.length)));
  return selectSentences(corpus, (document, sentence) => chosen.has(`${document} ${sentence}`));
}

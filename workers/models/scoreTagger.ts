/**
 * A tagger against gold annotation, by conlleval's rules. Where a document does not say that a category was looked for,
 * predictions of that category are neither right nor wrong and are not counted.
 */
import type { Corpus, Document } from '../protocol/corpus.ts';
import type { Scores } from '../protocol/scores.ts';
import { scoreAccuracy, scoreTags, type TagPair } from '../text/conlleval.ts';
import { wordsOf } from '../text/examples.ts';
import { sentenceTags, tagParts } from '../text/schemes.ts';
import type { TaggedWords, Tagger } from './tagger.ts';
import { tagSentences } from './tagSentences.ts';

export interface TaggedSentence extends TagPair {
  readonly document: Document;
  /** Index in the document. */
  readonly sentence: number;
  readonly probabilities: readonly number[];
}

/** Every sentence of a corpus with its gold tags and the tagger's. Scheme as the tagger's own. */
export async function tagForScoring(
  tagger: Tagger,
  corpus: Corpus,
  afterBatch?: (fraction: number) => Promise<void> | void,
): Promise<TaggedSentence[]> {
  const places = corpus.documents.flatMap((document) =>
    document.sentences.map((sentence, index) => ({ document, sentence, index })),
  );
  const words = places.map(({ document, sentence }) => wordsOf(document, sentence));
  const tagged = await tagSentences(tagger, words, afterBatch);
  const { scheme } = tagger.description;
  return places.map(({ document, sentence, index }, place) => {
    const { tags, probabilities } = tagged[place] as TaggedWords;
    const gold = scheme === 'tags' ? [...(sentence.tags ?? [])] : sentenceTags(document, sentence, scheme);
    return { document, sentence: index, gold, predicted: countable(document, tags), probabilities };
  });
}

/** What is not known to be wrong is not counted: predictions of categories that nobody looked for read as O. */
function countable(document: Document, tags: readonly string[]): readonly string[] {
  if (document.annotated === 'all') return tags;
  const annotated = new Set(document.annotated);
  return tags.map((tag) => (tag === 'O' || annotated.has(tagParts(tag).category) ? tag : 'O'));
}

export async function scoreTagger(
  tagger: Tagger,
  corpus: Corpus,
  afterBatch?: (fraction: number) => Promise<void> | void,
): Promise<Scores> {
  return scoreOf(tagger, await tagForScoring(tagger, corpus, afterBatch));
}

/** Span scores, or accuracy where the tagger gives one tag a token. */
export function scoreOf(tagger: Tagger, sentences: readonly TagPair[]): Scores {
  return tagger.description.scheme === 'tags' ? scoreAccuracy(sentences) : scoreTags(sentences);
}

/**
 * A tagger against gold annotation, by conlleval's rules. Where a document does not say that a category was looked for,
 * predictions of that category are neither right nor wrong and are not counted, but where a span of it stands.
 */
import type { Kinds } from '../protocol/configuration.ts';
import type { Corpus, Document } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import type { Scores } from '../protocol/scores.ts';
import { scoreAccuracy, scoreTags, type TagPair } from '../text/conlleval.ts';
import { examplesOf, wordsOf } from '../text/examples.ts';
import { sentenceTags, tagParts, tagsToSpans } from '../text/schemes.ts';
import type { TaggedWords, Tagger } from './tagger.ts';
import { type AfterBatch, tagExamples, tagSentences } from './tagSentences.ts';

export interface TaggedSentence extends TagPair {
  readonly document: Document;
  /** Index in the document. */
  readonly sentence: number;
  readonly probabilities: readonly number[];
}

/**
 * Every sentence of a corpus with its gold tags and the tagger's, in the tagger's scheme.
 * @throws GraftError where the corpus is of another kind.
 */
export async function tagForScoring(
  tagger: Tagger,
  corpus: Corpus,
  afterBatch?: AfterBatch,
): Promise<TaggedSentence[]> {
  requireKind(tagger, corpus);
  const words = placesIn(corpus).map(({ document, sentence }) => wordsOf(document, sentence));
  return paired(tagger, corpus, await tagSentences(tagger, words, afterBatch));
}

/** Scores alone. @throws as `tagForScoring`. */
export async function scoreTagger(tagger: Tagger, corpus: Corpus, afterBatch?: AfterBatch): Promise<Scores> {
  return scoreOf(tagger, await tagForScoring(tagger, corpus, afterBatch));
}

/**
 * Scores, and the mean loss by what is known of the sentences. The corpus may hold no category that the tagger lacks.
 * @throws GraftError where it does, or is of another kind.
 */
export async function measureTagger(
  tagger: Tagger,
  corpus: Corpus,
  afterBatch?: AfterBatch,
): Promise<{ scores: Scores; loss: number }> {
  requireKind(tagger, corpus);
  const index = { tags: tagger.output.tags, scheme: tagger.scheme, categories: tagger.categories };
  const { tagged, loss } = await tagExamples(tagger, examplesOf(corpus, index, 'open'), afterBatch);
  return { scores: scoreOf(tagger, paired(tagger, corpus, tagged)), loss };
}

/**
 * Scores on a corpus that knows no kinds: with each kind counted as what it is a kind of, and by names alone.
 * @throws as `tagForScoring`.
 */
export async function scoreByKind(
  tagger: Tagger,
  corpus: Corpus,
  kinds: Kinds,
  afterBatch?: AfterBatch,
): Promise<{ byKind: Scores; strict: Scores }> {
  requireKind(tagger, corpus);
  const words = placesIn(corpus).map(({ document, sentence }) => wordsOf(document, sentence));
  const tagged = await tagSentences(tagger, words, afterBatch);
  const counted = tagged.map(({ tags, probabilities }) => ({
    tags: tags.map((tag) => countedAs(tag, kinds)),
    probabilities,
  }));
  return {
    byKind: scoreOf(tagger, paired(tagger, corpus, counted)),
    strict: scoreOf(tagger, paired(tagger, corpus, tagged)),
  };
}

function countedAs(tag: string, kinds: Kinds): string {
  if (tag === 'O') return tag;
  const { prefix, category } = tagParts(tag);
  return Object.hasOwn(kinds, category) ? `${prefix}-${kinds[category]}` : tag;
}

/** Span scores, or accuracy where the tagger gives one tag a token. */
export function scoreOf(tagger: Tagger, sentences: readonly TagPair[]): Scores {
  return tagger.kind === 'tags' ? scoreAccuracy(sentences) : scoreTags(sentences);
}

/** @throws GraftError where a tagger of spans meets a corpus of one tag a token, or the other way round. */
export function requireKind(tagger: Tagger, corpus: Corpus): void {
  if (tagger.kind === corpus.kind) return;
  const says = { spans: 'spans (such as names)', tags: 'one tag a token (such as POS)' };
  throw new GraftError({
    code: 'corpus-kind',
    message: `The model gives ${says[tagger.kind]}, but the corpus ${corpus.name} holds ${says[corpus.kind]}.`,
    remedy: 'Give a corpus of the model’s kind, or choose another tag column.',
  });
}

function placesIn(corpus: Corpus) {
  return corpus.documents.flatMap((document) =>
    document.sentences.flatMap((sentence, index) =>
      sentence.tokens.length > 0 ? [{ document, sentence, index }] : [],
    ),
  );
}

function paired(tagger: Tagger, corpus: Corpus, tagged: readonly TaggedWords[]): TaggedSentence[] {
  const { scheme } = tagger;
  return placesIn(corpus).map(({ document, sentence, index }, place) => {
    const { tags, probabilities } = tagged[place] as TaggedWords;
    const gold = scheme === 'tags' ? [...(sentence.tags ?? [])] : sentenceTags(document, sentence, scheme);
    return { document, sentence: index, gold, predicted: countable(document, gold, tags), probabilities };
  });
}

/**
 * What is not known to be wrong is not counted: predictions of categories that nobody looked for read as O. Where such a category
 * is annotated all the same, sparsely, it is known what stands there: a prediction that meets the span is counted.
 */
function countable(document: Document, gold: readonly string[], tags: readonly string[]): readonly string[] {
  if (document.annotated === 'all') return tags;
  const annotated = new Set(document.annotated);
  const isOpen = (tag: string) => tag !== 'O' && !annotated.has(tagParts(tag).category);
  const counted = tags.map((tag) => (isOpen(tag) ? 'O' : tag));
  if (!gold.some(isOpen)) return counted;
  for (const { start, end } of tagsToSpans(tags)) {
    if (!gold.slice(start, end).some(isOpen)) continue;
    for (let token = start; token < end; token++) counted[token] = tags[token] as string;
  }
  return counted;
}

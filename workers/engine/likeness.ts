/** Suggestions by likeness: words as an encoder at hand, or word vectors, see them, beside those that are annotated. */
import type { Tagger } from '../models/tagger.ts';
import { inBatches } from '../models/tagSentences.ts';
import type { Corpus, Document } from '../protocol/corpus.ts';
import type { Suggestion, SuggestionRequest } from '../protocol/suggestions.ts';
import { sentencesOf, wordsOf } from '../text/examples.ts';
import { likenessSuggestions, NearestTokens, type WordFeatures } from '../text/nearestTokens.ts';
import { vectorFeatureSize, vectorFeatures } from '../text/vectorFeatures.ts';
import { readVectors } from '../text/vectors.ts';

/** Words as numbers, of which each sentence has `size` a word. */
export interface WordSpace {
  readonly size: number;
  features(sentences: readonly (readonly string[])[]): Promise<readonly WordFeatures[]>;
}

type Use = <Result>(modelId: string, work: (tagger: Tagger) => Promise<Result>) => Promise<Result>;

/** The space of the model's encoder, or of the vectors' words that the corpus has; null where neither is given. */
export async function spaceOf(
  { modelId, vectors }: Pick<SuggestionRequest, 'modelId' | 'vectors'>,
  corpora: readonly Corpus[],
  use: Use,
): Promise<WordSpace | null> {
  if (modelId !== undefined) {
    const none = new Float32Array();
    return {
      size: await use(modelId, async ({ encoder }) => encoder.featureSize),
      features: (sentences) =>
        use(modelId, (tagger) => {
          const lengths = sentences.map(({ length }) => length);
          return inBatches(sentences, { lengths, none }, (batch) => tagger.features(batch));
        }),
    };
  }
  if (!vectors) return null;
  const words = new Set(corpora.flatMap((corpus) => sentencesOf(corpus).flat()).flatMap(spellings));
  const wanted = (word: string) => words.has(word);
  const read = await readVectors(vectors.blob.stream(), { fileName: vectors.name, wanted });
  return {
    size: vectorFeatureSize(read),
    features: async (sentences) => sentences.map((sentence) => vectorFeatures(sentence, read)),
  };
}

const spellings = (word: string) => [word, word.toLowerCase()];

/** What suggests by likeness to documents that are annotated; null where they hold no span of a category that is not known. */
export async function likenessTo(
  corpus: Corpus,
  known: readonly string[],
  space: WordSpace,
): Promise<((documents: readonly Document[]) => Promise<Suggestion[][]>) | null> {
  const documents = corpus.documents.filter(({ spans }) => spans.length > 0);
  const wanted = corpus.categories.filter((category) => !known.includes(category));
  if (wanted.length === 0 || documents.length === 0) return null;
  const annotated = { ...corpus, documents };
  const nearest = new NearestTokens(annotated, await space.features(sentencesOf(annotated)), space.size, wanted);
  if (nearest.isEmpty) return null;
  return async (asked) => {
    const sentences = asked.flatMap((document) => document.sentences.map((each) => wordsOf(document, each)));
    const features = await space.features(sentences);
    let place = 0;
    return asked.map((document) =>
      likenessSuggestions(
        document,
        document.sentences.map(() => nearest.spansIn(features[place++] as WordFeatures)),
      ),
    );
  };
}

/** Suggestions by likeness: words as an encoder at hand, or word vectors, see them, beside those that are annotated. */
import type { Tagger } from '../models/tagger.ts';
import { type AfterBatch, inBatches } from '../models/tagSentences.ts';
import type { Corpus, Document } from '../protocol/corpus.ts';
import type { Suggestion, SuggestionRequest } from '../protocol/suggestions.ts';
import { sentencesOf } from '../text/examples.ts';
import {
  likenessSuggestions,
  NearestTokens,
  type Neighbour,
  neighboursOf,
  type WordFeatures,
} from '../text/nearestTokens.ts';
import { vectorFeatureSize, vectorFeatures } from '../text/vectorFeatures.ts';
import { readVectors } from '../text/vectors.ts';

type Sentences = readonly (readonly string[])[];

/** Words as numbers, of which each sentence has `size` a word. */
export interface WordSpace {
  readonly size: number;
  features(sentences: Sentences, afterBatch: AfterBatch): Promise<readonly WordFeatures[]>;
}

type Use = <Result>(modelId: string, work: (tagger: Tagger) => Promise<Result>) => Promise<Result>;

/**
 * The space of the model's encoder, or of the vectors' words that the corpus has; null where neither is given.
 * @param afterChunk of the vectors' file.
 */
export async function spaceOf(
  { modelId, vectors }: Pick<SuggestionRequest, 'modelId' | 'vectors'>,
  corpora: readonly Corpus[],
  use: Use,
  afterChunk: AfterBatch,
): Promise<WordSpace | null> {
  const inAll = (
    sentences: Sentences,
    work: (batch: Sentences) => Promise<readonly WordFeatures[]>,
    afterBatch: AfterBatch,
  ) =>
    inBatches(
      sentences,
      { lengths: sentences.map(({ length }) => length), none: new Float32Array() },
      work,
      afterBatch,
    );
  if (modelId !== undefined) {
    return {
      size: await use(modelId, async ({ encoder }) => encoder.featureSize),
      features: (sentences, afterBatch) =>
        use(modelId, (tagger) => inAll(sentences, (batch) => tagger.features(batch), afterBatch)),
    };
  }
  if (!vectors) return null;
  const words = new Set(corpora.flatMap((corpus) => sentencesOf(corpus).flat()).flatMap(spellings));
  const wanted = (word: string) => words.has(word);
  const read = await readVectors(watched(vectors.blob, afterChunk), { fileName: vectors.name, wanted });
  return {
    size: vectorFeatureSize(read),
    features: (sentences, afterBatch) =>
      inAll(sentences, async (batch) => batch.map((sentence) => vectorFeatures(sentence, read)), afterBatch),
  };
}

const spellings = (word: string) => [word, word.toLowerCase()];

/** What is read of a file, told as it goes. */
function watched(file: Blob, afterChunk: AfterBatch): ReadableStream<Uint8Array> {
  let read = 0;
  return file.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array>({
      async transform(chunk, controller) {
        read += chunk.length;
        controller.enqueue(chunk);
        await afterChunk(read / file.size);
      },
    }),
  );
}

type LikenessIn = (documents: readonly Document[], afterEach: AfterBatch) => Promise<Suggestion[][]>;

export class Likeness {
  /** The numbers of the words that were compared with last: most of them are asked again as more is annotated. */
  private known: ReadonlyMap<string, Float32Array> = new Map();

  constructor(private readonly space: WordSpace) {}

  /** What suggests by likeness to documents that are annotated; null where they hold no span of a category that is not known. */
  async to(corpus: Corpus, known: readonly string[], afterBatch: AfterBatch): Promise<LikenessIn | null> {
    const { space } = this;
    const annotated = { ...corpus, documents: corpus.documents.filter(({ spans }) => spans.length > 0) };
    const wanted = corpus.categories.filter((category) => !known.includes(category));
    const chosen = neighboursOf(annotated, wanted);
    if (![...chosen.keys()].some((category) => category !== null)) return null;
    const sentences = sentencesOf(annotated);
    const keyOf = ({ sentence, token }: Neighbour) => JSON.stringify([token, sentences[sentence]]);
    const numbers = await this.numbersOf([...chosen.values()].flat(), sentences, keyOf, afterBatch);
    const numbersIn = (neighbours: readonly Neighbour[]) =>
      neighbours.map((neighbour) => numbers.get(keyOf(neighbour)) as Float32Array);
    const nearest = new NearestTokens(
      new Map([...chosen].map(([category, neighbours]) => [category, numbersIn(neighbours)])),
      space.size,
    );
    return async (asked, afterEach) => {
      const features = await space.features(sentencesOf({ documents: asked }), afterEach);
      const found: Suggestion[][] = [];
      let place = 0;
      for (const document of asked) {
        const spans = document.sentences.map(() => nearest.spansIn(features[place++] as WordFeatures));
        found.push(likenessSuggestions(document, spans));
        await afterEach(found.length / asked.length);
      }
      return found;
    };
  }

  /** By their keys. Only sentences are read of which something is not known. */
  private async numbersOf(
    neighbours: readonly Neighbour[],
    sentences: Sentences,
    keyOf: (neighbour: Neighbour) => string,
    afterBatch: AfterBatch,
  ): Promise<ReadonlyMap<string, Float32Array>> {
    const { known, space } = this;
    const unknown = new Set(neighbours.filter((each) => !known.has(keyOf(each))).map(({ sentence }) => sentence));
    const words = [...unknown].map((sentence) => sentences[sentence] as readonly string[]);
    const read = await space.features(words, afterBatch);
    const features = new Map([...unknown].map((sentence, place) => [sentence, read[place] as WordFeatures]));
    const numbers = new Map<string, Float32Array>();
    for (const neighbour of neighbours) {
      const key = keyOf(neighbour);
      const from = neighbour.token * space.size;
      const fresh = features.get(neighbour.sentence)?.slice(from, from + space.size);
      numbers.set(key, fresh ?? (known.get(key) as Float32Array));
    }
    this.known = numbers;
    return numbers;
  }
}

/** What the tests share that need a tagger: a small one that knows its sentences. */
import type { GivenEncoder } from '../encoders/encoder.ts';
import { wordPieceFiles } from '../encoders/testing.ts';
import type { Written } from '../kernels/testing.ts';
import type { Weight } from '../layers/parameters.ts';
import { findArchitecture } from '../protocol/architectures.ts';
import { defaultsOf } from '../protocol/fields.ts';
import type { RunEntry } from '../protocol/history.ts';
import { softmaxOutput } from '../protocol/outputs/softmax.ts';
import { commonSettings } from '../protocol/settings.ts';
import type { EncoderSpecifications, ModelSpecification } from '../protocol/specification.ts';
import { type Example, TagSets } from '../text/examples.ts';
import { createRandom } from '../text/random.ts';
import type { ModelState, TaggerDescription } from './state.ts';
import { Tagger } from './tagger.ts';

interface SmallTagger {
  readonly sentences: readonly (readonly string[])[];
  readonly categories?: readonly string[];
  readonly sizes?: Readonly<Record<string, number>>;
  readonly seed?: number;
}

/** The named architecture's specification in small. */
export function smallSpecification(name: string, sizes: Readonly<Record<string, number>> = {}): ModelSpecification {
  const specification = findArchitecture(name)?.specification;
  if (!specification) throw new Error(`There is no architecture ${name}.`);
  const known = {
    ...{ characterEmbedding: 6, characterHidden: 5, characterFilters: 7, wordEmbedding: 8, wordHidden: 12 },
    ...{ embeddingSize: 12, hiddenSize: 16, heads: 2, layers: 2, intermediateSize: 20, maximumLength: 40 },
  };
  const { encoder, output } = specification;
  const own = Object.entries(known).filter(([key]) => Object.hasOwn(encoder, key));
  const small = { ...Object.fromEntries(own), ...sizes };
  const ofOutput = { decoderHidden: 24, attentionSize: 10, labelEmbedding: 6 };
  return {
    encoder: { ...encoder, ...small },
    output: {
      ...output,
      ...Object.fromEntries(Object.entries(ofOutput).filter(([key]) => Object.hasOwn(output, key))),
    },
  };
}

export function smallDescription(
  name: string,
  { categories = ['Person', 'Place'], sizes }: Partial<SmallTagger> = {},
): TaggerDescription {
  return { name: 'small', architecture: name, specification: smallSpecification(name, sizes), categories };
}

/** For a transformer that begins from nothing: its pieces are the letters and digits, at the beginning of a word and within. */
export function letterPieces({ specification }: TaggerDescription): GivenEncoder | undefined {
  if (specification.encoder.kind !== 'transformer') return undefined;
  const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.?'];
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  const pieces = [...special, ...letters, ...letters.map((letter) => `##${letter}`)];
  return { texts: { 'tokenizer.files': wordPieceFiles(pieces) }, weights: {} };
}

/** Every word of the sentences has a row, which learns. */
export function smallTagger(name: string, { seed = 1, ...given }: SmallTagger): Tagger {
  const description = smallDescription(name, given);
  const text = { sentences: [...given.sentences, ...given.sentences], vectors: null, given: letterPieces(description) };
  const tagger = Tagger.create(description, text, createRandom(seed));
  tagger.learnRows(given.sentences);
  return tagger;
}

/** The runs of a model's history. */
export function runsOf({ history }: Pick<ModelState, 'history'>): RunEntry[] {
  return history.flatMap((entry) => (entry.task === 'edit' ? [] : entry));
}

/** The tag of an entity of one word. */
export const singleTag = ({ scheme }: Tagger, category: string) => `${scheme === 'iob2' ? 'B' : 'S'}-${category}`;

/** Sentences of which every tag is known, in the order of the tagger's tags. */
export function knownExamples(
  { output }: Tagger,
  sentences: readonly (readonly string[])[],
  tagOf: (word: string, sentence: number, token: number) => string,
): Example[] {
  const sets = new TagSets(output.tags.length);
  return sentences.map((words, sentence) => ({
    words,
    known: Int32Array.from(words, (word, token) => output.tags.indexOf(tagOf(word, sentence, token))),
    sets,
  }));
}

/** A small transformer with a softmax above it, as test/parity/make_transformers.py wrote it. */
export interface TransformerFixture {
  readonly specification: EncoderSpecifications['transformer'];
  readonly vocabulary: readonly string[];
  readonly sentences: readonly (readonly string[])[];
  readonly weights: Readonly<Record<string, Written>>;
  readonly states: Written;
  readonly tags: readonly number[];
  readonly loss: number;
  readonly gradients: Readonly<Record<string, Written>>;
}

export function taggerOfFixture({ specification, vocabulary, weights }: TransformerFixture): Tagger {
  const tags = Array.from({ length: weights['outputLayer.bias']?.shape[0] ?? 0 }, (_, tag) => `${tag}`);
  const output = { kind: 'softmax', ...defaultsOf(softmaxOutput.fields), scheme: 'tags' } as const;
  return Tagger.fromState({
    name: 'fixture',
    architecture: 'bert-tagger',
    specification: { encoder: specification, output },
    categories: tags,
    tags,
    settings: commonSettings,
    texts: { 'tokenizer.files': wordPieceFiles(vocabulary) },
    weights: weightsOf(weights),
    history: [],
  });
}

/** The fixture's tags stand one after another. */
export function fixtureExamples(tagger: Tagger, { sentences, tags }: TransformerFixture): Example[] {
  let word = 0;
  return knownExamples(tagger, sentences, () => `${tags[word++]}`);
}

export function weightsOf(written: Readonly<Record<string, Written>>): Record<string, Weight> {
  const entries = Object.entries(written).map(([name, { shape, values }]) => [
    name,
    { shape, values: Float32Array.from(values) },
  ]);
  return Object.fromEntries(entries);
}

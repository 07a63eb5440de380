/**
 * The first half of a tagger: sentences into features, one vector a word. An encoder owns its text: how words become
 * numbers, how sentences become a batch, and how text that it has not seen is learned. Any encoder goes with any output.
 */
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Dropout } from '../layers/dropout.ts';
import type { AdapterChoice } from '../layers/lowRank.ts';
import type { ParameterSource, Parameters, Weight } from '../layers/parameters.ts';
import type { Layered, PartSource, Texts } from '../layers/part.ts';
import type { ModelFact } from '../protocol/model.ts';
import type { EncoderSpecification } from '../protocol/specification.ts';
import type { VectorCoverage } from '../protocol/vectorCoverage.ts';
import type { GazetteerEntry } from '../text/gazetteers.ts';
import type { Random } from '../text/random.ts';
import type { WordVectors } from '../text/vectors.ts';

export type Sentences = readonly (readonly string[])[];

/** Text to learn: sentences of words, and vectors of their words where there are any. */
export interface NewText {
  readonly sentences: Sentences;
  readonly vectors: WordVectors | null;
  /** A new encoder's lists of names; it keeps them for its life. */
  readonly gazetteers?: readonly GazetteerEntry[];
  /** What a new encoder begins with. */
  readonly given?: GivenEncoder | undefined;
}

/**
 * What a new encoder begins with, such as a checkpoint's: texts, and numbers by the parameters' names. What is not among
 * them is drawn: a transformer that is given its tokenizer alone begins from nothing.
 */
export interface GivenEncoder {
  readonly texts: Texts;
  readonly weights: Readonly<Record<string, Weight>>;
}

/** What to read of a file of word vectors. */
export interface VectorsWanted {
  readonly wanted: (word: string) => boolean;
  /** The dimension that they must have; absent where any will do. */
  readonly dimension?: number;
  /** How many of the words have a vector, once the file was read. */
  readonly coverage: (vectors: WordVectors) => Omit<VectorCoverage, 'file'>;
}

export interface Encoder extends Layered {
  /** With the sizes that it came to have. */
  readonly specification: EncoderSpecification;
  /** Numbers in one word's feature vector. */
  readonly featureSize: number;
  /** How many of them, at the end, belong to neither of its directions; mostly none. */
  readonly sharedFeatures: number;
  readonly facts: readonly ModelFact[];
  /** Words that it knows as they are: what it can be tried on without a text. */
  readonly knownWords: readonly string[];
  /** The lists of names that it looks words up in; mostly none. */
  readonly gazetteers: readonly GazetteerEntry[];
  /** → [batch, time, features] over words; `time` is at least the longest sentence's length. */
  encode(sentences: Sentences, mode: Dropout | null): Tensor3D;
  /**
   * From here on the rows of its tables that these sentences use learn, beside those that did: for a table of which a text uses
   * few rows. To be called when it is frozen or adapted as it is to learn, and before its parameters are asked for. Absent where all
   * rows can always learn.
   */
  learnRows?(sentences: Sentences): void;
  /**
   * From here on its lowest layers, so many of them, and the tables below stay as they are, until it is called again: they
   * have no dropout, and what they make of a sentence is kept. 0 lets go of that. Absent where nothing is kept.
   */
  freeze?(layers: number): void;
  /**
   * From here on low-rank adapters learn in its layers that are not frozen, and nothing else of it, until they are merged. Absent
   * where an encoder takes none.
   */
  adapt?(choice: AdapterChoice, source: ParameterSource): void;
  /** What learns of it while it has adapters; null where it has none. */
  readonly adapterParameters?: Parameters | null;
  /** Its weights take in what the adapters have learned. */
  merge?(): void;
  /** Null where it has no use for vectors. */
  vectorsWanted(sentences: Sentences): VectorsWanted | null;
  /** How many words `learnText` would take in. */
  countNewWords(sentences: Sentences): number;
  /** Takes in what it does not know; what it knows stays as it is. @returns how many words it took in. */
  learnText(text: NewText, random: Random): Promise<number>;
}

/** How encoders of one kind come about. */
export interface EncoderKind<Specification extends EncoderSpecification> {
  vectorsWanted(specification: Specification, sentences: Sentences): VectorsWanted | null;
  /** A new one, which knows the text that it is given. */
  create(specification: Specification, text: NewText, parts: PartSource): Encoder;
  /** One that was stored. @throws GraftError where its texts are missing. */
  restore(specification: Specification, texts: Texts, parts: PartSource): Encoder;
}

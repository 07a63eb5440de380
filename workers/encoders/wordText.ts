/**
 * What encoders over words and their spellings have in common: a table of words, a table of characters, how sentences are
 * read by them, how new text is learned, and lists of names. Each such encoder adds the layers above the tables.
 */
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { concat, tensor, tidy } from '@tensorflow/tfjs-core';
import { lookUp } from '../kernels/embedding/lookups.ts';
import type { Dropout } from '../layers/dropout.ts';
import { EmbeddingLayer } from '../layers/embedding.ts';
import { uniform } from '../layers/parameters.ts';
import { type Part, type PartSource, textOf } from '../layers/part.ts';
import type { ModelFact } from '../protocol/model.ts';
import type { EncoderSpecification } from '../protocol/specification.ts';
import { type GazetteerEntry, listsOf } from '../text/gazetteers.ts';
import type { Random } from '../text/random.ts';
import { type SentenceBatch, sentenceBatch } from '../text/sentenceBatch.ts';
import { vectorCoverage } from '../text/statistics.ts';
import {
  characterEntries,
  initialWordRows,
  newCharacters,
  newWords,
  spellingsOf,
  WordReader,
  wordEntries,
} from '../text/vocabulary.ts';
import type { Encoder, EncoderKind, NewText, Sentences, VectorsWanted } from './encoder.ts';
import { GazetteerFeatures } from './gazetteerFeatures.ts';

/** The specifications of encoders that have such a text. */
type WordSpecification = Extract<EncoderSpecification, Record<'wordEmbedding' | 'characterEmbedding', number>>;

/** A batch as the tables read it. */
export interface ReadWords {
  readonly sentences: Sentences;
  readonly batch: SentenceBatch;
  readonly words: Tensor3D; // [batch, time, word embedding]
  readonly lengths: Tensor1D; // int32 [batch]
  /** Each different word once, [spellings, longest, character embedding]. */
  readonly characters: Tensor3D;
  readonly characterLengths: Tensor1D; // int32 [spellings]
  /** Rows of the character table → [rows, character embedding]. */
  charactersAt(rows: Int32Array): Tensor2D;
  /** What was made of each spelling [spellings, n], handed to all tokens that spell so → [batch, time, n]. */
  ofTokens(spelled: Tensor2D): Tensor3D;
}

/** The layers above the tables. */
export interface WordNetwork {
  /** Further tables, beside those of words and characters. */
  readonly tables?: readonly Part[];
  /** From the lowest up, each a layer by itself. */
  readonly layers: readonly Part[];
  readonly featureSize: number;
  /** → [batch, time, featureSize]; called within a `tidy`. */
  encode(read: ReadWords, mode: Dropout | null): Tensor3D;
}

/** A kind of encoder, by its layers above the tables. */
export function wordEncoderKind<Specification extends WordSpecification>(
  network: (specification: Specification, parts: PartSource) => WordNetwork,
): EncoderKind<Specification> {
  return {
    vectorsWanted: ({ digitsToZero }, sentences) => wantedOf(sentences, digitsToZero),
    create(specification, { sentences, vectors, gazetteers = [] }, parts) {
      const { digitsToZero, unknownWords } = specification;
      const wordEmbedding = vectors?.dimension ?? specification.wordEmbedding;
      const sized = { ...specification, wordEmbedding };
      const words = wordEntries(sentences, vectors, { unknown: unknownWords, digitsToZero });
      const characters = characterEntries(sentences, digitsToZero);
      const rows = (random: Random) => initialWordRows(words, 0, vectors, wordEmbedding, random);
      const tables = new Tables(sized, { words, characters }, gazetteers, parts, rows);
      return new WordEncoder(sized, tables, network(sized, parts));
    },
    restore(specification, texts, parts) {
      const words = textOf(texts, 'wordTable.words');
      const characters = textOf(texts, 'characterTable.characters');
      const gazetteers = GazetteerFeatures.stored(texts, 'gazetteers');
      const tables = new Tables(specification, { words, characters }, gazetteers, parts);
      return new WordEncoder(specification, tables, network(specification, parts));
    },
  };
}

/** What the rows of the two tables stand for. */
interface Entries {
  readonly words: readonly string[];
  readonly characters: readonly string[];
}

class Tables {
  readonly words: EmbeddingLayer;
  readonly characters: EmbeddingLayer;
  readonly gazetteers: GazetteerFeatures;

  constructor(
    { wordEmbedding, characterEmbedding }: WordSpecification,
    { words, characters }: Entries,
    gazetteers: readonly GazetteerEntry[],
    parts: PartSource,
    wordRows = (random: Random) => randomRows(words.length, wordEmbedding, random),
  ) {
    this.words = parts.part(
      'wordTable',
      (path, source) => new EmbeddingLayer(path, 'words', words, wordEmbedding, source, wordRows),
    );
    this.characters = parts.part(
      'characterTable',
      (path, source) =>
        new EmbeddingLayer(path, 'characters', characters, characterEmbedding, source, (random) =>
          randomRows(characters.length, characterEmbedding, random),
        ),
    );
    this.gazetteers = parts.part('gazetteers', (path) => new GazetteerFeatures(path, gazetteers));
  }
}

class WordEncoder implements Encoder {
  private reader: WordReader;

  constructor(
    readonly specification: WordSpecification,
    private readonly tables: Tables,
    private readonly network: WordNetwork,
  ) {
    this.reader = this.newReader();
  }

  get parts(): readonly Part[] {
    const { words, characters, gazetteers } = this.tables;
    const { tables = [], layers } = this.network;
    return [words, characters, ...tables, ...layers, gazetteers];
  }

  get layers(): readonly (readonly Part[])[] {
    const { words, characters } = this.tables;
    const { tables = [], layers } = this.network;
    return [...layers.map((layer) => [layer]).reverse(), [words, characters, ...tables]];
  }

  get featureSize(): number {
    return this.network.featureSize + this.sharedFeatures;
  }

  get sharedFeatures(): number {
    return this.tables.gazetteers.size;
  }

  get facts(): readonly ModelFact[] {
    const names = listsOf(this.gazetteers).reduce((sum, list) => sum + list.names, 0);
    return [
      { label: 'words', value: this.tables.words.vocabulary.entries.length },
      { label: 'characters', value: this.tables.characters.vocabulary.entries.length },
      ...(names > 0 ? [{ label: 'names in gazetteers', value: names }] : []),
    ];
  }

  get gazetteers(): readonly GazetteerEntry[] {
    return this.tables.gazetteers.entries;
  }

  get knownWords(): readonly string[] {
    const { entries, rows } = this.tables.words.vocabulary;
    const named = entries.filter((word) => rows.has(word));
    return named.length > 0 ? named : entries;
  }

  private newReader(): WordReader {
    const { words, characters } = this.tables;
    return new WordReader(words.vocabulary, characters.vocabulary, this.specification.digitsToZero);
  }

  encode(sentences: Sentences, mode: Dropout | null): Tensor3D {
    const { words, characters } = this.tables;
    // Another model that shares the tables may have taken in text since.
    if (!this.reader.reads(words.vocabulary, characters.vocabulary)) this.reader = this.newReader();
    const batch = sentenceBatch(sentences, this.reader);
    return tidy(() => {
      const features = this.network.encode(this.read(sentences, batch), mode);
      const { gazetteers } = this.tables;
      return gazetteers.size > 0 ? concat([features, gazetteers.apply(sentences, batch.time)], 2) : features;
    });
  }

  private read(sentences: Sentences, batch: SentenceBatch): ReadWords {
    const { size, time, longest } = batch;
    const spellings = batch.characterLengths.length;
    const table = this.tables.characters;
    return {
      sentences,
      batch,
      words: this.tables.words.apply(batch.words, [size, time]) as Tensor3D,
      lengths: tensor(batch.lengths, [size], 'int32') as Tensor1D,
      // Not every network asks for it.
      get characters() {
        return table.apply(batch.characters, [spellings, longest]) as Tensor3D;
      },
      charactersAt: (rows) => table.apply(rows, [rows.length]) as Tensor2D,
      characterLengths: tensor(batch.characterLengths, [spellings], 'int32') as Tensor1D,
      ofTokens: (spelled) => lookUp(spelled, batch.spellings, [size, time]) as Tensor3D,
    };
  }

  vectorsWanted(sentences: Sentences): VectorsWanted {
    const { digitsToZero, wordEmbedding } = this.specification;
    return { ...wantedOf(sentences, digitsToZero), dimension: wordEmbedding };
  }

  countNewWords(sentences: Sentences): number {
    return newWords(this.tables.words.vocabulary, sentences, null, this.specification.digitsToZero).length;
  }

  async learnText({ sentences, vectors }: NewText, random: Random): Promise<number> {
    const { digitsToZero, wordEmbedding, characterEmbedding } = this.specification;
    const { words: wordTable, characters: characterTable } = this.tables;
    const words = newWords(wordTable.vocabulary, sentences, vectors, digitsToZero);
    const characters = newCharacters(characterTable.vocabulary, sentences, digitsToZero);
    const known = wordTable.vocabulary.entries.length;
    const wordRows = initialWordRows(words, known, vectors, wordEmbedding, random.fork('new words'));
    const characterRows = randomRows(characters.length, characterEmbedding, random.fork('new characters'));
    await wordTable.append(words, wordRows);
    await characterTable.append(characters, characterRows);
    return words.length;
  }
}

function wantedOf(sentences: Sentences, digitsToZero: boolean): VectorsWanted {
  const spellings = spellingsOf(sentences, digitsToZero);
  return {
    wanted: (word) => spellings.has(word),
    coverage: (vectors) => vectorCoverage(sentences, vectors, digitsToZero),
  };
}

/** New rows of an embedding: U[−0.25, 0.25] (paper 0, for words without a vector). */
export function randomRows(rows: number, dimension: number, random: Random): Float32Array {
  return uniform(random, rows * dimension, 0.25);
}

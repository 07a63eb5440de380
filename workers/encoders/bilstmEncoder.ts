/**
 * The encoder of papers 0 and 1: word embedding ⊕ character BLSTM (last forward and last backward state) → word BLSTM.
 */
import type { Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import { lookUp } from '../kernels/embedding/lookups.ts';
import { type Dropout, dropout } from '../layers/dropout.ts';
import { EmbeddingLayer } from '../layers/embedding.ts';
import { LstmLayer } from '../layers/lstm.ts';
import { uniform } from '../layers/parameters.ts';
import { type Part, type PartSource, textOf } from '../layers/part.ts';
import type { ModelFact } from '../protocol/engine.ts';
import type { EncoderSpecifications } from '../protocol/specification.ts';
import type { Random } from '../text/random.ts';
import { sentenceBatch } from '../text/sentenceBatch.ts';
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

type Specification = EncoderSpecifications['bilstm'];

/** What the rows of its two tables stand for. */
interface Entries {
  readonly words: readonly string[];
  readonly characters: readonly string[];
}

export const bilstmEncoder: EncoderKind<Specification> = {
  vectorsWanted: ({ digitsToZero }, sentences) => wantedOf(sentences, digitsToZero),
  create(specification, { sentences, vectors }, parts) {
    const { digitsToZero, unknownWords } = specification;
    const words = wordEntries(sentences, vectors, { unknown: unknownWords, digitsToZero });
    const characters = characterEntries(sentences, digitsToZero);
    const wordEmbedding = vectors?.dimension ?? specification.wordEmbedding;
    const rows = (random: Random) => initialWordRows(words, 0, vectors, wordEmbedding, random);
    return new BilstmEncoder({ ...specification, wordEmbedding }, { words, characters }, parts, rows);
  },
  restore: (specification, texts, parts) =>
    new BilstmEncoder(
      specification,
      { words: textOf(texts, 'wordTable.words'), characters: textOf(texts, 'characterTable.characters') },
      parts,
    ),
};

class BilstmEncoder implements Encoder {
  private readonly wordTable: EmbeddingLayer;
  private readonly characterTable: EmbeddingLayer;
  private readonly characterLayer: LstmLayer;
  private readonly wordLayer: LstmLayer;
  private reader: WordReader;

  constructor(
    readonly specification: Specification,
    { words, characters }: Entries,
    parts: PartSource,
    wordRows = (random: Random) => randomRows(words.length, specification.wordEmbedding, random),
  ) {
    const { characterEmbedding, characterHidden, wordEmbedding, wordHidden } = specification;
    this.wordTable = parts.part(
      'wordTable',
      (path, source) => new EmbeddingLayer(path, 'words', words, wordEmbedding, source, wordRows),
    );
    this.characterTable = parts.part(
      'characterTable',
      (path, source) =>
        new EmbeddingLayer(path, 'characters', characters, characterEmbedding, source, (random) =>
          randomRows(characters.length, characterEmbedding, random),
        ),
    );
    this.characterLayer = parts.part(
      'characterLayer',
      (path, source) => new LstmLayer(path, characterEmbedding, characterHidden, source),
    );
    this.wordLayer = parts.part(
      'wordLayer',
      (path, source) => new LstmLayer(path, wordEmbedding + 2 * characterHidden, wordHidden, source),
    );
    this.reader = this.newReader();
  }

  get parts(): readonly Part[] {
    return [this.wordTable, this.characterTable, this.characterLayer, this.wordLayer];
  }

  get featureSize(): number {
    return this.wordLayer.outputSize;
  }

  get facts(): readonly ModelFact[] {
    return [
      { label: 'words', value: this.wordTable.vocabulary.entries.length },
      { label: 'characters', value: this.characterTable.vocabulary.entries.length },
    ];
  }

  get knownWords(): readonly string[] {
    const { entries, rows } = this.wordTable.vocabulary;
    const named = entries.filter((word) => rows.has(word));
    return named.length > 0 ? named : entries;
  }

  private newReader(): WordReader {
    const { wordTable, characterTable, specification } = this;
    return new WordReader(wordTable.vocabulary, characterTable.vocabulary, specification.digitsToZero);
  }

  encode(sentences: Sentences, mode: Dropout | null): Tensor3D {
    // Another model that shares the tables may have taken in text since.
    if (!this.reader.reads(this.wordTable.vocabulary, this.characterTable.vocabulary)) this.reader = this.newReader();
    const batch = sentenceBatch(sentences, this.reader);
    return tidy(() => {
      const { size, time, longest } = batch;
      const spellings = batch.characterLengths.length;
      const spelled = this.characterLayer.final(
        this.characterTable.apply(batch.characters, [spellings, longest]) as Tensor3D, // [spellings, longest, c]
        tensor(batch.characterLengths, [spellings], 'int32') as Tensor1D,
      ); // [spellings, 2·character hidden]
      const ofTokens = lookUp(spelled, batch.spellings, [size, time]) as Tensor3D; // [batch, time, 2·c]
      const words = this.wordTable.apply(batch.words, [size, time]) as Tensor3D; // [batch, time, w]
      const lengths = tensor(batch.lengths, [size], 'int32') as Tensor1D;
      const states = this.wordLayer.states(dropout(mode, words, ofTokens), lengths);
      return dropout(mode, states); // [batch, time, 2·word hidden]
    });
  }

  vectorsWanted(sentences: Sentences): VectorsWanted {
    const { digitsToZero, wordEmbedding } = this.specification;
    return { ...wantedOf(sentences, digitsToZero), dimension: wordEmbedding };
  }

  countNewWords(sentences: Sentences): number {
    return newWords(this.wordTable.vocabulary, sentences, null, this.specification.digitsToZero).length;
  }

  async learnText({ sentences, vectors }: NewText, random: Random): Promise<number> {
    const { digitsToZero, wordEmbedding, characterEmbedding } = this.specification;
    const { entries } = this.wordTable.vocabulary;
    const words = newWords(this.wordTable.vocabulary, sentences, vectors, digitsToZero);
    const characters = newCharacters(this.characterTable.vocabulary, sentences, digitsToZero);
    const wordRows = initialWordRows(words, entries.length, vectors, wordEmbedding, random.fork('new words'));
    const characterRows = randomRows(characters.length, characterEmbedding, random.fork('new characters'));
    await this.wordTable.append(words, wordRows);
    await this.characterTable.append(characters, characterRows);
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
function randomRows(rows: number, dimension: number, random: Random): Float32Array {
  return uniform(random, rows * dimension, 0.25);
}

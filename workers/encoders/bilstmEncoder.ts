/**
 * The encoder of papers 0 and 1: word embedding ⊕ character BLSTM (last forward and last backward state) → word BLSTM.
 */
import type { Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import { lookUp } from '../kernels/embedding/lookups.ts';
import { type Dropout, dropout } from '../layers/dropout.ts';
import { EmbeddingLayer } from '../layers/embedding.ts';
import { LstmLayer } from '../layers/lstm.ts';
import { type Parameters, uniform } from '../layers/parameters.ts';
import type { Random } from '../text/random.ts';
import type { SentenceBatch } from '../text/sentenceBatch.ts';
import type { Encoder } from './encoder.ts';

export interface BilstmEncoderSizes {
  readonly characterEmbedding: number;
  readonly characterHidden: number;
  readonly wordHidden: number;
}

export class BilstmEncoder implements Encoder {
  private readonly wordEmbedding: EmbeddingLayer;
  private readonly characterEmbedding: EmbeddingLayer;
  private readonly characterLayer: LstmLayer;
  private readonly wordLayer: LstmLayer;

  /** @param wordRows word embedding, rows × dimension; `characters` the number of entries, padding included. */
  constructor(
    sizes: BilstmEncoderSizes,
    wordRows: Float32Array,
    wordDimension: number,
    characters: number,
    random: Random,
  ) {
    const { characterEmbedding, characterHidden, wordHidden } = sizes;
    this.wordEmbedding = new EmbeddingLayer('word', wordDimension, wordRows);
    const characterRows = randomRows(characters, characterEmbedding, random.fork('character embedding'));
    this.characterEmbedding = new EmbeddingLayer('character', characterEmbedding, characterRows);
    this.characterLayer = new LstmLayer(
      'character',
      characterEmbedding,
      characterHidden,
      random.fork('character layer'),
    );
    this.wordLayer = new LstmLayer('word', wordDimension + 2 * characterHidden, wordHidden, random.fork('word layer'));
  }

  get featureSize(): number {
    return this.wordLayer.outputSize;
  }

  get parameters(): Parameters {
    return {
      ...this.wordEmbedding.parameters,
      ...this.characterEmbedding.parameters,
      ...this.characterLayer.parameters,
      ...this.wordLayer.parameters,
    };
  }

  get wordDimension(): number {
    return this.wordEmbedding.dimension;
  }

  async appendWords(rows: Float32Array): Promise<void> {
    if (rows.length > 0) await this.wordEmbedding.append(rows);
  }

  async appendCharacters(count: number, random: Random): Promise<void> {
    if (count > 0) await this.characterEmbedding.append(randomRows(count, this.characterEmbedding.dimension, random));
  }

  encode(batch: SentenceBatch, mode: Dropout | null): Tensor3D {
    return tidy(() => {
      const { size, time, longest } = batch;
      const spellings = batch.characterLengths.length;
      const spelled = this.characterLayer.final(
        this.characterEmbedding.apply(batch.characters, [spellings, longest]) as Tensor3D, // [spellings, longest, c]
        tensor(batch.characterLengths, [spellings], 'int32') as Tensor1D,
      ); // [spellings, 2·character hidden]
      const ofTokens = lookUp(spelled, batch.spellings, [size, time]) as Tensor3D; // [batch, time, 2·c]
      const words = this.wordEmbedding.apply(batch.words, [size, time]) as Tensor3D; // [batch, time, w]
      const lengths = tensor(batch.lengths, [size], 'int32') as Tensor1D;
      const states = this.wordLayer.states(dropout(mode, words, ofTokens), lengths);
      return dropout(mode, states); // [batch, time, 2·word hidden]
    });
  }
}

/** New rows of an embedding: U[−0.25, 0.25] (paper 0, for words without a vector). */
function randomRows(rows: number, dimension: number, random: Random): Float32Array {
  return uniform(random, rows * dimension, 0.25);
}

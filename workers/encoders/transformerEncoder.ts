/**
 * A transformer over the pieces of words (Devlin et al. 2019): tables of pieces, places and types → layers. A word's features
 * are the state of its first piece. Its text is its tokenizer, which takes in no word: everything can be written in pieces.
 */
import {
  add,
  concat,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor1d,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';
import { lookUp, ofStates } from '../kernels/embedding/lookups.ts';
import { DenseLayer } from '../layers/dense.ts';
import { type Dropout, dropout } from '../layers/dropout.ts';
import { HostTable } from '../layers/hostTable.ts';
import type { AdapterChoice } from '../layers/lowRank.ts';
import { NormLayer } from '../layers/norm.ts';
import type { ParameterSource, Parameters } from '../layers/parameters.ts';
import { type Part, type PartSource, textOf } from '../layers/part.ts';
import { recomputed } from '../layers/recomputed.ts';
import { TableLayer } from '../layers/table.ts';
import { HeadLayer, normRule, type PackedPlaces, TransformerLayer } from '../layers/transformer.ts';
import { GraftError } from '../protocol/errors.ts';
import type { ModelFact } from '../protocol/model.ts';
import type { EncoderSpecifications } from '../protocol/specification.ts';
import type { GazetteerEntry } from '../text/gazetteers.ts';
import { type PackedPieces, packPieces } from '../text/packedPieces.ts';
import type { PieceTokenizer } from '../text/pieces/pieceTokenizer.ts';
import { createRandom } from '../text/random.ts';
import { mostBytesForBackward } from '../text/trainingMemory.ts';
import type { Encoder, EncoderKind, GivenEncoder, Sentences } from './encoder.ts';
import { FrozenStates } from './frozenStates.ts';
import { GazetteerFeatures } from './gazetteerFeatures.ts';
import { TokenizerPart } from './tokenizerPart.ts';

type Specification = EncoderSpecifications['transformer'];

export const transformerEncoder: EncoderKind<Specification> = {
  vectorsWanted: () => null,
  create(specification, { given, gazetteers = [] }, parts) {
    if (!given) throw tokenizerMissing();
    return createTransformer(specification, given, parts, gazetteers);
  },
  restore(specification, texts, parts) {
    const tokenizer = tokenizerPart(parts, textOf(texts, TokenizerPart.textName));
    return new TransformerEncoder(specification, tokenizer, GazetteerFeatures.stored(texts, 'gazetteers'), parts);
  },
};

/** A new one over a tokenizer that is given; its numbers come from `parts`. @throws GraftError where the tokenizer is missing. */
export function createTransformer(
  specification: Specification,
  given: GivenEncoder,
  parts: PartSource,
  gazetteers: readonly GazetteerEntry[] = [],
): TransformerEncoder {
  const tokenizer = tokenizerPart(parts, textOf(given.texts, TokenizerPart.textName));
  // A table that comes with the tokenizer may have more rows than it has pieces; a new one has no use for them.
  const stored = Object.hasOwn(given.weights, 'pieceTable.rows');
  const sized = stored ? specification : { ...specification, vocabularySize: tokenizer.pieces.size };
  return new TransformerEncoder(sized, tokenizer, gazetteers, parts);
}

const tokenizerPart = (parts: PartSource, files: readonly string[]) =>
  parts.part('tokenizer', (path) => new TokenizerPart(path, files));

export class TransformerEncoder implements Encoder {
  private readonly tables: {
    readonly pieces: HostTable;
    readonly positions?: TableLayer;
    readonly types?: TableLayer;
  };
  private readonly embeddingNorm: NormLayer;
  /** Where pieces are not as wide as the states, as in ELECTRA. */
  private readonly embeddingProjection: DenseLayer | null;
  private readonly blocks: readonly TransformerLayer[];
  /** Where the layers' norms come first. */
  private readonly finalNorm: NormLayer | null;
  /** What words go through before the output. */
  private readonly headLayer: HeadLayer | null;
  private readonly names: GazetteerFeatures;
  /** The lowest layers that are frozen, with the tables below them. */
  private frozen: { readonly blocks: number; readonly states: FrozenStates } | null = null;

  private adapted = false;

  /** @param mostForBackward bytes. */
  constructor(
    readonly specification: Specification,
    private readonly text: TokenizerPart,
    gazetteers: readonly GazetteerEntry[],
    parts: PartSource,
    private readonly mostForBackward = mostBytesForBackward,
  ) {
    checkSizes(specification, text);
    const { embeddingSize, hiddenSize, vocabularySize, maximumLength, tokenTypes, positions } = specification;
    const table = (name: string, rows: number) =>
      parts.part(name, (path, source) => new TableLayer(path, rows, embeddingSize, source));
    const norm = (name: string, size: number) =>
      parts.part(name, (path, source) => new NormLayer(path, size, normRule(specification), source));
    this.tables = {
      // Of tens of thousands of pieces a corpus has some thousands, and a batch hundreds: a step updates these alone.
      pieces: parts.part('pieceTable', (path, source) => new HostTable(path, vocabularySize, embeddingSize, source)),
      ...(positions === 'learned' && { positions: table('positionTable', maximumLength) }),
      ...(tokenTypes > 0 && { types: table('typeTable', tokenTypes) }),
    };
    this.embeddingNorm = norm('embeddingNorm', embeddingSize);
    this.embeddingProjection =
      embeddingSize === hiddenSize
        ? null
        : parts.part(
            'embeddingProjection',
            (path, source) => new DenseLayer(path, embeddingSize, hiddenSize, true, source),
          );
    this.blocks = Array.from({ length: specification.layers }, (_, number) =>
      parts.part(`layers.${number}`, (path, source) => new TransformerLayer(path, specification, number, source)),
    );
    this.finalNorm = specification.norms === 'before' ? norm('finalNorm', hiddenSize) : null;
    this.headLayer = specification.headLayer
      ? parts.part('headLayer', (path, source) => new HeadLayer(path, specification, source))
      : null;
    this.names = parts.part('gazetteers', (path) => new GazetteerFeatures(path, gazetteers));
  }

  /** What stands below the lowest layer, and learns with each other. */
  private get embeddings(): readonly Part[] {
    const { pieces, positions, types } = this.tables;
    return [pieces, positions, types, this.embeddingNorm, this.embeddingProjection].filter((part) => part != null);
  }

  /** The different pieces of the sentences, special ones among them. */
  piecesOf(sentences: Sentences): ReadonlySet<number> {
    const pieces = new Set<number>();
    for (const sentence of sentences) {
      const { ids, starts } = packPieces([sentence], this.tokenizer, this.specification.maximumLength);
      for (const id of ids.subarray(0, starts.at(-1))) pieces.add(id);
    }
    return pieces;
  }

  /** How words are cut into pieces. */
  get tokenizer(): PieceTokenizer {
    return this.text.pieces;
  }

  get parts(): readonly Part[] {
    const { text, embeddings, blocks, finalNorm, headLayer, names } = this;
    const above = [finalNorm, headLayer].filter((part) => part !== null);
    return [text, ...embeddings, ...blocks, ...above, names];
  }

  get layers(): readonly (readonly Part[])[] {
    const { finalNorm, headLayer, blocks, embeddings } = this;
    const [uppermost, ...below] = [...blocks].reverse() as [TransformerLayer, ...TransformerLayer[]];
    return [
      ...(headLayer ? [[headLayer]] : []),
      [...(finalNorm ? [finalNorm] : []), uppermost],
      ...below.map((block) => [block]),
      embeddings,
    ];
  }

  get featureSize(): number {
    return this.specification.hiddenSize + this.sharedFeatures;
  }

  get sharedFeatures(): number {
    return this.names.size;
  }

  get facts(): readonly ModelFact[] {
    const names = this.gazetteers.length;
    return [
      { label: 'pieces', value: this.specification.vocabularySize },
      { label: 'layers', value: this.specification.layers },
      ...(names > 0 ? [{ label: 'names in gazetteers', value: names }] : []),
    ];
  }

  get gazetteers(): readonly GazetteerEntry[] {
    return this.names.entries;
  }

  get knownWords(): readonly string[] {
    return this.text.wholeWords;
  }

  encode(sentences: Sentences, mode: Dropout | null): Tensor3D {
    const packed = packPieces(sentences, this.tokenizer, this.specification.maximumLength);
    return tidy(() => {
      const states = this.states(packed, mode);
      const words = lookUp(states, packed.firstRows, [sentences.length, packed.time], ofStates) as Tensor3D;
      const features = dropout(mode, this.headLayer?.apply(words) ?? words); // [batch, time, hidden]
      return this.names.size > 0 ? concat([features, this.names.apply(sentences, packed.time)], 2) : features;
    });
  }

  /**
   * The states of all pieces, the frozen layers' without a gradient; called within a `tidy`. Rows that belong to no
   * sentence hold anything.
   * @returns [rows, hidden]
   */
  states(packed: PackedPieces, mode: Dropout | null): Tensor2D {
    const { frozen, finalNorm } = this;
    const below = frozen?.states.of(packed) ?? this.embedded(packed, mode);
    const states = this.through(below, packed, mode, { from: frozen?.blocks ?? 0 });
    return finalNorm?.apply(states) ?? states;
  }

  /** What the lowest layer reads [rows, hidden]. */
  private embedded({ ids, positions }: PackedPieces, mode: Dropout | null): Tensor2D {
    const { pieces, positions: positionTable, types } = this.tables;
    const looked = [
      pieces.apply(ids),
      ...(positionTable ? [positionTable.apply(positions)] : []),
      ...(types ? [types.apply(new Int32Array(ids.length))] : []),
    ]; // each [rows, embedding]
    const embedded = dropout(mode, this.embeddingNorm.apply(looked.reduce((sum, each) => add(sum, each))));
    return this.embeddingProjection?.apply(embedded) ?? embedded;
  }

  /** Through the layers `from` to `to` (exclusive), counted from the lowest. */
  private through(
    states: Tensor2D,
    { starts, positions }: PackedPieces,
    mode: Dropout | null,
    { from = 0, to }: { readonly from?: number; readonly to?: number },
  ): Tensor2D {
    const blocks = this.blocks.slice(from, to);
    const held = blocks.reduce((sum, block) => sum + 4 * block.heldInStep(positions.length), 0);
    const again = mode !== null && held > this.mostForBackward;
    return blocks.reduce((below, block) => {
      // The same dropout each time that it is computed.
      const seed = mode?.random.integer(0xffffffff) ?? 0;
      const apply = (read: Tensor2D) => {
        const places: PackedPlaces = {
          starts: tensor1d(starts, 'int32') as Tensor1D,
          positions: tensor1d(positions, 'int32') as Tensor1D,
        };
        return block.apply(read, places, mode && { ...mode, random: createRandom(seed) });
      };
      // In use nothing of a layer is needed once it was computed but what it gives.
      const learning = Object.values(block.adapterParameters ?? block.parameters);
      return again ? recomputed(below, learning, apply) : tidy(() => apply(below));
    }, states);
  }

  learnRows(sentences: Sentences): void {
    if (!this.frozen && !this.adapted) this.tables.pieces.learn(this.piecesOf(sentences));
  }

  /** From here on every piece learns at every step. @returns the table of pieces [pieces, embedding], to tie an output to. */
  learnWholeTable(): Variable {
    return this.tables.pieces.learnWhole();
  }

  freeze(count: number): void {
    this.frozen?.states.dispose();
    const blocks = Math.min(count, this.blocks.length);
    const compute = (packed: PackedPieces) => this.through(this.embedded(packed, null), packed, null, { to: blocks });
    this.frozen = count > 0 ? { blocks, states: new FrozenStates(compute) } : null;
  }

  adapt(choice: AdapterChoice, source: ParameterSource): void {
    for (const block of this.blocks.slice(this.frozen?.blocks ?? 0)) block.adapt(choice, source);
    this.adapted = true;
  }

  get adapterParameters(): Parameters | null {
    return this.adapted ? Object.assign({}, ...this.blocks.map((block) => block.adapterParameters)) : null;
  }

  merge(): void {
    for (const block of this.blocks) block.merge();
    this.adapted = false;
  }

  vectorsWanted(): null {
    return null;
  }

  countNewWords(): number {
    return 0;
  }

  async learnText(): Promise<number> {
    return 0;
  }
}

function checkSizes(specification: Specification, { pieces }: TokenizerPart): void {
  const { hiddenSize, heads, positions, vocabularySize } = specification;
  if (hiddenSize % heads !== 0 || (positions === 'rotary' && (hiddenSize / heads) % 2 !== 0)) {
    const what = positions === 'rotary' ? 'an even number for each' : 'equal shares for all';
    throw new GraftError({
      code: 'transformer-heads',
      message: `A hidden size of ${hiddenSize} does not give ${heads} attention heads ${what}.`,
      remedy: 'Choose a hidden size that is a multiple of the number of heads.',
    });
  }
  if (pieces.size > vocabularySize) {
    throw new GraftError({
      code: 'transformer-vocabulary',
      message: `The tokenizer knows ${pieces.size} pieces, but the table of pieces has ${vocabularySize} rows.`,
      remedy: 'Take the tokenizer and the weights from the same model.',
    });
  }
}

const tokenizerMissing = () =>
  new GraftError({
    code: 'transformer-tokenizer',
    message: 'A transformer reads pieces of words, and there is no tokenizer that says how words are cut into them.',
    remedy: 'Give a checkpoint, which brings its tokenizer.',
  });

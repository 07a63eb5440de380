/**
 * Our tagger over a transformer, and its sentences as pieces, which PyTorch reads (transformerPeer.py). Its sizes and weights are
 * those of the small checkpoint beside the corpora.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpoint } from '../workers/checkpoint/readCheckpoint.ts';
import { Tagger } from '../workers/models/tagger.ts';
import { bertTagger } from '../workers/protocol/architectures/bertTagger.ts';
import { packPieces } from '../workers/text/packedPieces.ts';
import { createPieceTokenizer, type PieceTokenizer } from '../workers/text/pieces/pieceTokenizer.ts';
import { createRandom } from '../workers/text/random.ts';
import { OurTagger } from './ours.ts';
import { categories, dataFolder, type TaggedSentence, tags, type Workload } from './workload.ts';

/** MiniLM's: 6 layers, 384 wide, 12 heads, 1536 inside. */
export const encoderFolder = join(dataFolder, 'minilm_l6');

type Checkpoint = ReturnType<typeof readCheckpoint>;
type Sizes = Partial<Checkpoint['specification']>;

export type BenchEncoder = Checkpoint & { readonly tokenizer: PieceTokenizer };

/** The checkpoint, or why it is not there. */
export function loadEncoder(): BenchEncoder | string {
  try {
    const files = readdirSync(encoderFolder).map((path) => ({
      path,
      bytes: new Uint8Array(readFileSync(join(encoderFolder, path))),
    }));
    const checkpoint = readCheckpoint(files);
    return { ...checkpoint, tokenizer: createPieceTokenizer(checkpoint.texts['tokenizer.files'] ?? []) };
  } catch (thrown) {
    return `There is no encoder to measure: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  }
}

/** @param sizes other sizes than the checkpoint's, for which weights are drawn. */
export function transformerTagger({ specification, texts, weights }: Checkpoint, sizes?: Sizes): Tagger {
  const output = { ...bertTagger.specification.output, scheme: 'bioes' as const };
  const encoder = { ...specification, ...sizes };
  const facts = { name: 'bench', architecture: bertTagger.name, specification: { encoder, output }, categories };
  const given = { texts, weights: sizes ? {} : weights };
  return Tagger.create(facts, { sentences: [], vectors: null, given }, createRandom(1).fork('weights'));
}

/** @param frozen how many of the lowest layers stay as they are; what they make of a sentence is kept. */
export function ourTransformer(checkpoint: Checkpoint, { frozen = 0, sizes }: { frozen?: number; sizes?: Sizes } = {}) {
  const tagger = transformerTagger(checkpoint, sizes);
  tagger.freeze(frozen);
  return new OurTagger(tagger, bertTagger.settings);
}

/** `batch` sentences of exactly `pieces` pieces, the two special ones included: words of one piece each. */
export function fullRows(
  { training }: Workload,
  { piecesOf }: Pick<PieceTokenizer, 'piecesOf'>,
  batch: number,
  pieces: number,
): TaggedSentence[] {
  const whole = training.flatMap(({ words }) => words).filter((word) => piecesOf(word).ids.length === 1);
  const length = pieces - 2;
  if (whole.length < batch * length) throw new Error(`There are only ${whole.length} words of one piece.`);
  return Array.from({ length: batch }, (_, row) => ({
    words: whole.slice(row * length, (row + 1) * length),
    tags: new Array<string>(length).fill('O'),
  }));
}

/** A batch as a padded one reads it. */
export interface PieceBatch {
  /** A sentence a row, as long as it is. */
  readonly ids: readonly (readonly number[])[];
  /** Each word's first piece, and its tag's number. */
  readonly firsts: readonly (readonly number[])[];
  readonly gold: readonly (readonly number[])[];
}

/** @throws Error where a sentence is longer than the model, which would stand there several times. */
export function pieceBatch(
  sentences: readonly TaggedSentence[],
  tokenizer: PieceTokenizer,
  longest: number,
): PieceBatch {
  const words = sentences.map((sentence) => sentence.words);
  const { ids, starts, time, firstRows } = packPieces(words, tokenizer, longest);
  if (starts.length - 1 !== sentences.length) throw new Error('A sentence is longer than the model.');
  const start = (row: number) => starts[row] as number;
  return {
    ids: words.map((_, row) => [...ids.subarray(start(row), start(row + 1))]),
    firsts: words.map(({ length }, row) =>
      [...firstRows.subarray(row * time, row * time + length)].map((at) => at - start(row)),
    ),
    gold: sentences.map((sentence) => sentence.tags.map((tag) => Math.max(0, tags.indexOf(tag)))),
  };
}

/** The share of a padded batch's rows that are pieces. */
export function shareOfPieces(batches: readonly PieceBatch[]): number {
  let [pieces, padded] = [0, 0];
  for (const { ids } of batches) {
    pieces += ids.reduce((sum, { length }) => sum + length, 0);
    padded += ids.length * Math.max(...ids.map(({ length }) => length));
  }
  return pieces / padded;
}

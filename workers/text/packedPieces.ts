/**
 * Sentences of a batch as pieces, all of them one after another without padding: what a transformer reads. Each sentence stands
 * between the two special pieces; one that is too long stands there several times, in windows.
 */
import type { PieceTokenizer } from './pieces/pieceTokenizer.ts';
import { roundedUp } from './sentenceBatch.ts';
import { windowsOf } from './windows.ts';

export interface PackedPieces {
  /** [rows]; −1 in the rows at the end, which belong to no sentence. */
  readonly ids: Int32Array;
  /** The place of each row in its sentence, [rows]; −1 in those that belong to none. */
  readonly positions: Int32Array;
  /** The first row of each sentence or window, and at the end the number of rows that belong to one. */
  readonly starts: Int32Array;
  /** Words of the longest sentence, rounded up. */
  readonly time: number;
  /** The row of each word's first piece, [sentences · time]; −1 on padding. */
  readonly firstRows: Int32Array;
}

/** Up to the next of sixteen sizes between a power of two and its double: buffers of a few sizes, at most 6 % more rows. */
function roundedRows(rows: number): number {
  const step = Math.max(16, 2 ** Math.floor(Math.log2(Math.max(1, rows))) / 16);
  return Math.ceil(rows / step) * step;
}

/** @param longest pieces that the model reads at once, special ones included. */
export function packPieces(
  sentences: readonly (readonly string[])[],
  tokenizer: Pick<PieceTokenizer, 'special' | 'piecesOf'>,
  longest: number,
): PackedPieces {
  const time = roundedUp(Math.max(1, ...sentences.map(({ length }) => length)));
  const firstRows = new Int32Array(sentences.length * time).fill(-1);
  const ids: number[] = [];
  const positions: number[] = [];
  const starts: number[] = [0];
  const most = longest - 2;
  sentences.forEach((words, sentence) => {
    // Of a word that is longer than the model reads at once only the beginning is read.
    const pieces = words.map((word) => tokenizer.piecesOf(word).ids.slice(0, most));
    const sizes = pieces.map(({ length }) => length);
    for (const { first, end, from, to } of windowsOf(sizes, most)) {
      const begins = ids.length;
      const push = (id: number) => {
        positions.push(ids.length - begins);
        ids.push(id);
      };
      push(tokenizer.special.start);
      for (let word = first; word < end; word++) {
        if (word >= from && word < to) firstRows[sentence * time + word] = ids.length;
        for (const id of pieces[word] as readonly number[]) push(id);
      }
      push(tokenizer.special.end);
      starts.push(ids.length);
    }
  });
  return { ...packedRows(ids, positions), starts: Int32Array.from(starts), time, firstRows };
}

/** Rounded up by rows that belong to no sentence. */
export function packedRows(
  ids: readonly number[],
  positions: readonly number[],
): Pick<PackedPieces, 'ids' | 'positions'> {
  return { ids: filledRows(ids), positions: filledRows(positions) };
}

/** With −1 behind them, up to a size that comes round again. */
export function filledRows(values: readonly number[]): Int32Array {
  const array = new Int32Array(roundedRows(values.length)).fill(-1);
  array.set(values);
  return array;
}

/** Some of the sentences alone, or of the windows, by their numbers. Of words it knows nothing. */
export function sentencesOf(packed: PackedPieces, numbers: readonly number[]): PackedPieces {
  const chosen = numbers.map((n) => [packed.starts[n] as number, packed.starts[n + 1] as number] as const);
  const ids = chosen.flatMap(([first, end]) => [...packed.ids.subarray(first, end)]);
  const positions = chosen.flatMap(([first, end]) => [...packed.positions.subarray(first, end)]);
  const starts = [0];
  for (const [first, end] of chosen) starts.push((starts.at(-1) as number) + end - first);
  return { ...packedRows(ids, positions), starts: Int32Array.from(starts), time: 0, firstRows: new Int32Array(0) };
}

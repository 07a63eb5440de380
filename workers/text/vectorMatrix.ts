/**
 * Word vectors as a list of words and a matrix: `words.txt`, a word a line, and a NumPy array with a row for each, together
 * in one archive, in this order. Between them may stand the rows' scales, where the matrix holds small whole numbers.
 */

import { zipSync } from 'fflate';
import { GraftError, type Problem } from '../protocol/errors.ts';
import { clip } from './clip.ts';
import { counted } from './counted.ts';
import { type NumberArray, readNumpy } from './numpy.ts';
import { VectorFaults } from './vectorFaults.ts';
import { isNumber } from './vectorStart.ts';

export const wordsEntry = 'words.txt';
const scalesEntry = /(^|\/)scales[^/]*\.npy$/;
const arrayEntry = /\.npy$/;

/** Whether the first line is no line of vectors in text form, which ends in a number. */
export function isWordList(text: Uint8Array): boolean {
  const [line = ''] = new TextDecoder().decode(text.subarray(0, 1 << 16)).split('\n');
  const [, ...others] = line.trim().split(/[ \t]+/);
  return others.length === 0 || !isNumber(others.at(-1) as string);
}

/**
 * An archive of both for a reader of vectors. The list is packed; numbers would hardly become smaller.
 *
 * @param scales what each row's numbers are multiplied with, [words]; without them they stand as they are.
 */
export function packVectors(files: {
  words: Uint8Array;
  scales?: Uint8Array;
  matrix: Uint8Array;
}): Uint8Array<ArrayBuffer> {
  return zipSync({
    [wordsEntry]: [files.words, { level: 9 }],
    ...(files.scales && { 'scales.npy': [files.scales, { level: 0 }] }),
    'vectors.npy': [files.matrix, { level: 0 }],
  });
}

export class VectorMatrix {
  readonly words: string[] = [];
  dimension: number | undefined;
  private listed: readonly string[] | undefined;
  private scales: NumberArray | undefined;
  private kept = new Float32Array(0); // [words, dimension]
  private readonly faults = new VectorFaults();

  constructor(
    private readonly file: string,
    private readonly wanted: (word: string) => boolean,
  ) {}

  /** Whether the entry is one of a matrix's own files. The list of words is given by `takeWords`. */
  readonly takes = (entry: string): boolean => arrayEntry.test(entry);

  takeWords(text: Uint8Array): void {
    const lines = new TextDecoder().decode(text).split('\n');
    if (lines.at(-1) === '') lines.pop();
    this.listed = lines.map((line) => line.replace(/\r$/, ''));
  }

  /** @returns whether this was the matrix itself, with which everything is there. */
  takeArray(entry: string, bytes: Uint8Array): boolean {
    const array = readNumpy(bytes, `${this.file}/${entry}`);
    if (scalesEntry.test(entry)) {
      this.scales = array;
      return false;
    }
    this.readRows(array, `${this.file}/${entry}`);
    return true;
  }

  /** Row by row; [words, dimension]. */
  values(): Float32Array {
    return this.kept;
  }

  problems(): Problem[] {
    const problems = this.faults.problems(`${this.file}/${wordsEntry}`, this.dimension ?? 0);
    if (this.words.length > 0) return problems;
    return [
      ...problems,
      {
        code: 'no-wanted-vectors',
        file: this.file,
        message: `None of the file's ${this.listed?.length ?? 0} words stands in the text at hand.`,
        remedy: 'Check that the vectors are for the language of your corpus.',
      },
    ];
  }

  private readRows(matrix: NumberArray, file: string): void {
    const { listed, scales } = this;
    const [rows = 0, dimension = 0] = matrix.shape;
    if (!listed) throw unfit(file, `No ${wordsEntry} stands before it, so that nobody knows whose vectors these are.`);
    if (matrix.shape.length !== 2 || dimension === 0 || rows !== listed.length) {
      throw unfit(
        file,
        `It has the shape [${matrix.shape.join(', ')}], and ${wordsEntry} holds ${counted(listed.length, 'word')}.`,
      );
    }
    if (scales && (scales.shape.length !== 1 || scales.shape[0] !== rows)) {
      throw unfit(file, `It has ${rows} rows, and there are scales of the shape [${scales.shape.join(', ')}].`);
    }
    this.dimension = dimension;
    const places = listed.flatMap((word, row) => (this.isKept(word, row) ? [row] : []));
    this.kept = new Float32Array(places.length * dimension);
    for (const row of places) {
      const scale = scales?.at(row) ?? 1;
      const begin = this.words.length * dimension;
      let finite = true;
      for (let n = 0; n < dimension; n++) {
        const number = scale * matrix.at(row * dimension + n);
        finite &&= Number.isFinite(number);
        this.kept[begin + n] = number;
      }
      // The next row takes the place of one that cannot be used.
      if (finite) this.words.push(listed[row] as string);
      else this.faults.add({ kind: 'no-number', detail: `in the vector of “${clip(listed[row] as string)}”` }, row + 1);
    }
    this.kept = this.kept.slice(0, this.words.length * dimension);
  }

  private readonly met = new Set<string>();

  private isKept(word: string, row: number): boolean {
    if (word === '') this.faults.add({ kind: 'no-word', detail: '' }, row + 1);
    if (word === '' || !this.wanted(word)) return false;
    if (this.met.has(word)) this.faults.add({ kind: 'repeated', detail: `“${clip(word)}”` }, row + 1);
    else {
      this.met.add(word);
      return true;
    }
    return false;
  }
}

function unfit(file: string, message: string): GraftError {
  return new GraftError({
    code: 'vector-matrix',
    file,
    message: `The words and their vectors do not go together. ${message}`,
    remedy: `Give ${wordsEntry} with a word a line, and an array of NumPy with a row for each of them, in this order.`,
  });
}

/**
 * What the first bytes of a word vector file tell: that it is text, what its first line announces, and how many numbers a
 * vector has. That is the dimension of most lines, for any one of them can be broken, the first and the header too.
 */
import { GraftError } from '../protocol/errors.ts';

/** Enough for a hundred lines of the longest vectors. */
export const startBytes = 1 << 18;
const looksBinaryWithin = 4096;

const header = /^(\d+)[ \t](\d+)$/;
const decimalComma = /^[-+]?\d+,\d+$/;

/** `count dimension`, as word2vec and fastText begin. */
export interface AnnouncedVectors {
  readonly words: number;
  readonly dimension: number;
}

export interface VectorStart {
  /** The bytes without a byte order mark. */
  readonly text: Uint8Array;
  readonly announced?: AnnouncedVectors;
  readonly dimension: number;
}

/**
 * @param bytes at least `startBytes` of them, or the whole file.
 * @throws GraftError where the file is no text, or none of these lines holds a word and its numbers.
 */
export function readStart(bytes: Uint8Array, file: string): VectorStart {
  refuseBinary(bytes, file);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = bytes.subarray(hasMark ? 3 : 0);
  const lines = wholeLines(text);
  const [, words, dimension] = header.exec(lines[0] ?? '') ?? [];
  if (dimension === undefined) return { text, dimension: usualDimension(lines, file) };
  const announced = { words: Number(words), dimension: Number(dimension) };
  if (announced.dimension === 0) throw notVectors(file, 'The first line announces vectors of no dimension.');
  return { text, announced, dimension: usualDimension(lines.slice(1), file, announced.dimension) };
}

function refuseBinary(bytes: Uint8Array, file: string): void {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new GraftError({
      code: 'encoding',
      file,
      message: 'The file is encoded as UTF-16.',
      remedy: 'Save it as UTF-8.',
    });
  }
  let zeros = 0;
  let controls = 0;
  for (const byte of bytes.subarray(0, looksBinaryWithin)) {
    if (byte === 0) zeros++;
    else if (byte < 0x09 || (byte > 0x0d && byte < 0x20)) controls++;
  }
  if (zeros === 0 && controls <= 2) return;
  throw new GraftError({
    code: 'binary-vectors',
    file,
    message: 'The file is binary, and not a gzip or zip file: word vectors are read from text files.',
    remedy:
      'For fastText give the .vec file instead of the .bin. Convert a binary word2vec file with gensim: KeyedVectors.load_word2vec_format(file, binary=True).save_word2vec_format(newFile, binary=False). Unpack other archives first.',
  });
}

/** Without the last one where it may be cut off. */
function wholeLines(text: Uint8Array): string[] {
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(text.subarray(0, startBytes)).split('\n');
  if (text.length >= startBytes && lines.length > 1) lines.pop();
  return lines.map((line) => line.trimEnd());
}

/** @param announced counts as one line of this dimension. */
function usualDimension(lines: readonly string[], file: string, announced?: number): number {
  const counts = new Map<number, number>(announced === undefined ? [] : [[announced, 1]]);
  for (const line of lines) {
    const dimension = numbersAtEnd(line);
    if (dimension > 0) counts.set(dimension, (counts.get(dimension) ?? 0) + 1);
  }
  // Sorting is stable: of equally frequent ones the first met.
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  if (most) return most[0];
  throw notVectors(file, `Line 1 does not hold a word and its numbers${commaIn(lines[0] ?? '')}.`);
}

/** How many fields at the line's end are numbers; the first field is the word, even where it is a number. */
function numbersAtEnd(line: string): number {
  const fields = line.split(/[ \t]+/);
  let numbers = 0;
  while (numbers < fields.length - 1 && isNumber(fields[fields.length - 1 - numbers] as string)) numbers++;
  return numbers;
}

/** What keeps a line from being read, where that is a comma in the place of the decimal point. */
function commaIn(line: string): string {
  const field = line.split(/[ \t]+/).find((each) => decimalComma.test(each));
  return field === undefined ? '' : `: “${field}” has a decimal comma, and numbers need a point`;
}

export function isNumber(field: string): boolean {
  return field !== '' && Number.isFinite(Number(field));
}

export function notVectors(file: string, message: string): GraftError {
  return new GraftError({
    code: 'not-vectors',
    file,
    message,
    remedy: 'Give a text file with a word and its numbers in each line, as GloVe, word2vec and fastText write it.',
  });
}

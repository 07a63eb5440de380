/**
 * Files come as bytes, and nobody says in which encoding. This turns them into text before any format is looked at:
 * a byte-order mark first, then UTF-8 by its own strict rules, then whichever of the older encodings makes the most
 * plausible words (encodings/). Files that were joined end to end can be in two.
 */
import { GraftError, type Problem } from '../protocol/errors.ts';
import { refuseBinary, refuseControlBytes } from './binaryFiles.ts';
import { decodeBytes } from './encodings/decodeBytes.ts';
import { type EncodingGuess, guessEncoding } from './encodings/guess.ts';
import { decodeMixed } from './encodings/mixed.ts';
import { canonicalName } from './encodings/names.ts';
import { checkLimit } from './limits.ts';

interface DecodedText {
  /** Without byte-order marks. Line ends are as in the file. */
  readonly text: string;
  /** How the encoding was settled, in words; absent for plain UTF-8. */
  readonly assumed?: string;
  readonly problems: readonly Problem[];
}

const sampleLength = 65_536;
/** In words that hold in the terminal and in the page. */
const nameIt = 'name the encoding (--encoding in the terminal)';

/**
 * @param encoding any name TextDecoder knows; left out, it is worked out from the bytes.
 * @throws GraftError `empty-file`, `over-limit`, `binary-file` or `unknown-encoding`.
 */
export function decodeText(bytes: Uint8Array, file: string, encoding?: string): DecodedText {
  if (bytes.length === 0) throw emptyFile(file);
  checkLimit('text-bytes', bytes.length, file);
  const decoded = encoding === undefined ? guess(bytes, file) : decodeAs(bytes, file, encoding);
  if (decoded.text.trim() === '') throw emptyFile(file);
  return withoutMarks(decoded, hasMark(bytes));
}

function decodeAs(bytes: Uint8Array, file: string, encoding: string): DecodedText {
  refuseBinary(bytes, file);
  const name = canonicalName(encoding);
  // UTF-16 without more is told by its mark; TextDecoder takes it for little-endian.
  const isBigEndian = name === 'utf-16' && bytes[0] === 0xfe && bytes[1] === 0xff;
  let text: string;
  try {
    text = decodeBytes(bytes, isBigEndian ? 'utf-16be' : name);
  } catch {
    throw new GraftError({
      code: 'unknown-encoding',
      message: `There is no encoding called “${encoding}”.`,
      remedy: 'Use a name such as utf-8, utf-16le, latin1 or windows-1251, or leave the encoding to be worked out.',
      file,
    });
  }
  return { text, problems: replacementProblems(text, file) };
}

function guess(bytes: Uint8Array, file: string): DecodedText {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe && !(third === 0 && fourth === 0)) {
    return {
      ...decodeAs(bytes, file, 'utf-16le'),
      assumed: 'decoded as UTF-16 (little-endian), by its byte-order mark',
    };
  }
  if (first === 0xfe && second === 0xff) {
    return { ...decodeAs(bytes, file, 'utf-16be'), assumed: 'decoded as UTF-16 (big-endian), by its byte-order mark' };
  }
  refuseBinary(bytes, file);
  const wide = wideEncoding(bytes);
  if (wide) return { ...decodeAs(bytes, file, wide), assumed: `decoded as ${wide.toUpperCase()}, by its zero bytes` };
  refuseControlBytes(bytes, file);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), problems: [] };
  } catch {
    return decodeBrokenUtf8(bytes, file);
  }
}

/** Not valid UTF-8: a second file in another encoding, UTF-8 with a few broken bytes, or another encoding altogether. */
function decodeBrokenUtf8(bytes: Uint8Array, file: string): DecodedText {
  const repaired = new TextDecoder('utf-8').decode(bytes);
  const broken = count(repaired, /\uFFFD/g);
  const wellFormed = count(repaired, /[^\0-\x7f\uFFFD]/gu);
  const isCut = wellFormed > 0 && isCutWithinCharacter(bytes);
  const mixed = isCut ? undefined : decodeMixed(bytes);
  if (mixed) {
    const { text, guess: found, firstLine, lines } = mixed;
    return {
      text,
      assumed: `decoded as UTF-8, but ${lines} ${lines === 1 ? 'line' : 'lines'} as ${found.label}: line ${firstLine} is not UTF-8`,
      problems: doubts(found, file, firstLine),
    };
  }
  if (isCut || wellFormed > 4 * broken) {
    return {
      text: repaired,
      assumed: 'decoded as UTF-8 in spite of some broken bytes',
      problems: replacementProblems(repaired, file),
    };
  }
  // Some editors write the mark of UTF-8 before anything.
  const content = bytes[0] === 0xef && hasMark(bytes) ? bytes.subarray(3) : bytes;
  const found = guessEncoding(content);
  const firstLine = lineAt(repaired, repaired.indexOf('\uFFFD'));
  return {
    text: decodeBytes(content, found.name),
    assumed: `decoded as ${found.label}: line ${firstLine} is not UTF-8`,
    problems: doubts(found, file, firstLine),
  };
}

/** UTF-8 whose last character is not whole. */
function isCutWithinCharacter(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function doubts({ label, rival, fits }: EncodingGuess, file: string, line: number): Problem[] {
  if (fits && !rival) return [];
  const other = rival ? ` ${rival.label} would fit nearly as well.` : '';
  return [
    {
      code: 'unknown-encoding',
      message: `The file is not UTF-8; it was read as ${label}, and some letters may be wrong.${other}`,
      remedy: `If letters look wrong, ${nameIt}, or save the file as UTF-8.`,
      file,
      line,
    },
  ];
}

/**
 * Files that were joined end to end bring the mark of the second one into the middle. At a line's beginning it is no
 * part of a text. Within a line it can be one; where the file begins with a mark too, the first of the joined files had
 * no line end there, unless it stands within JSON.
 */
function withoutMarks(decoded: DecodedText, marked: boolean): DecodedText {
  const { text, assumed } = decoded;
  if (!text.includes('\uFEFF')) return decoded;
  const isJson = /^\s*[[{]/.test(text);
  const marks = isJson
    ? /(?<=^|[\n\r])\uFEFF+|(?<=[}\]])\uFEFF+(?=[[{])/g
    : marked
      ? /\uFEFF+/g
      : /(?<=^|[\n\r])\uFEFF+/g;
  const at = text.search(marks);
  if (at < 0) return decoded;
  const said = `byte-order marks in the middle of the file, where files were joined, were removed, the first in line ${lineAt(text, at)}`;
  return {
    ...decoded,
    text: text.replace(marks, (_, position: number) => (/^[\n\r]?$/.test(text.charAt(position - 1)) ? '' : '\n')),
    assumed: assumed === undefined ? said : `${assumed}; ${said}`,
  };
}

/** Whether the first bytes are a byte-order mark, of UTF-8 or UTF-16. */
function hasMark([first, second, third]: Uint8Array): boolean {
  return (
    (first === 0xef && second === 0xbb && third === 0xbf) ||
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff)
  );
}

function replacementProblems(text: string, file: string): Problem[] {
  const position = text.indexOf('\uFFFD');
  if (position < 0) return [];
  return [
    {
      code: 'broken-bytes',
      message: `${count(text, /\uFFFD/g)} broken bytes were replaced by “\uFFFD”; the first stands in this line.`,
      remedy: `If many letters look wrong, ${nameIt}.`,
      file,
      line: lineAt(text, position),
    },
  ];
}

/** UTF-16 without a mark: text in Latin letters then has a zero in nearly every second byte. */
function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const length = Math.min(bytes.length, sampleLength) & ~1;
  if (length < 4) return undefined;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < length; index += 2) {
    if (bytes[index] === 0) even++;
    if (bytes[index + 1] === 0) odd++;
  }
  const half = length / 2;
  if (odd > 0.6 * half && even < 0.05 * half) return 'utf-16le';
  if (even > 0.6 * half && odd < 0.05 * half) return 'utf-16be';
  return undefined;
}

function emptyFile(file: string): GraftError {
  return new GraftError({
    code: 'empty-file',
    message: 'The file is empty.',
    remedy: 'Choose a file that holds text.',
    file,
  });
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** The 1-based line in which a position stands. */
export function lineAt(text: string, position: number): number {
  let line = 1;
  for (let next = text.indexOf('\n'); next >= 0 && next < position; next = text.indexOf('\n', next + 1)) line++;
  return line;
}

/** The same for many positions of one text: it is gone through once. */
export function lineFinder(text: string): (position: number) => number {
  let starts: number[] | null = null;
  return (position) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] as number) <= position) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

/** Lines without their ends, whether these are LF, CRLF or CR. */
export function splitLines(text: string): string[] {
  const lines = text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

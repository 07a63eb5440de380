/**
 * Files come as bytes, and nobody says in which encoding. This turns them into text before any format is looked at:
 * a byte-order mark first, then UTF-8 by its own strict rules, then Windows-1252 (what is called latin-1 in practice).
 * What is not text at all is refused here, with a word on what it is, so that no parser ever sees it.
 */
import { GraftError, type Problem } from '../protocol/errors.ts';

interface DecodedText {
  /** Without byte-order mark. Line ends are as in the file. */
  readonly text: string;
  /** How the encoding was settled, in words; absent for plain UTF-8. */
  readonly assumed?: string;
  readonly problems: readonly Problem[];
}

const binaryKinds: readonly (readonly [name: string, remedy: string, ...magic: number[]])[] = [
  ['a ZIP archive (or a Word, Excel or .graft file)', 'Unpack it, or save it as plain text or CSV.', 0x50, 0x4b, 3, 4],
  ['a gzip archive', 'Unpack it first.', 0x1f, 0x8b],
  ['a PDF document', 'Copy its text into a .txt file.', 0x25, 0x50, 0x44, 0x46],
  ['a PNG image', 'Choose a text file.', 0x89, 0x50, 0x4e, 0x47],
  ['a JPEG image', 'Choose a text file.', 0xff, 0xd8, 0xff],
  ['an old Word or Excel document', 'Save it as plain text or CSV.', 0xd0, 0xcf, 0x11, 0xe0],
];

const sampleLength = 65_536;

/**
 * @param encoding any name TextDecoder knows; left out, it is worked out from the bytes.
 * @throws GraftError `empty-file`, `binary-file` or `unknown-encoding`.
 */
export function decodeText(bytes: Uint8Array, file: string, encoding?: string): DecodedText {
  if (bytes.length === 0) throw emptyFile(file);
  const decoded = encoding === undefined ? guess(bytes, file) : decodeAs(bytes, file, encoding);
  if (decoded.text.trim() === '') throw emptyFile(file);
  return decoded;
}

function decodeAs(bytes: Uint8Array, file: string, encoding: string): DecodedText {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding);
  } catch {
    throw new GraftError({
      code: 'unknown-encoding',
      message: `There is no encoding called “${encoding}”.`,
      remedy: 'Use a name such as utf-8, utf-16le, latin1 or windows-1251, or leave the encoding to be worked out.',
      file,
    });
  }
  const text = decoder.decode(bytes);
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

/** Not valid UTF-8: either UTF-8 with a few broken bytes, or an encoding of one byte a character. */
function decodeBrokenUtf8(bytes: Uint8Array, file: string): DecodedText {
  const repaired = new TextDecoder('utf-8').decode(bytes);
  const broken = count(repaired, /\uFFFD/g);
  const wellFormed = count(repaired, /[^\0-\x7f\uFFFD]/gu);
  if (wellFormed > 4 * broken) {
    return {
      text: repaired,
      assumed: 'decoded as UTF-8 in spite of some broken bytes',
      problems: replacementProblems(repaired, file),
    };
  }
  const text = new TextDecoder('windows-1252').decode(bytes);
  const firstLine = lineAt(repaired, repaired.indexOf('\uFFFD'));
  const controls = text.search(/[\x80-\x9f]/);
  const problems: Problem[] = [];
  if (controls >= 0) {
    problems.push({
      code: 'unknown-encoding',
      message: 'The file is neither UTF-8 nor latin-1; it was read as latin-1, and some letters will be wrong.',
      remedy: 'Name its encoding in the import options, or save the file as UTF-8.',
      file,
      line: lineAt(text, controls),
    });
  }
  const assumed = `decoded as latin-1 (Windows-1252): line ${firstLine} is not UTF-8`;
  return { text, assumed, problems };
}

function replacementProblems(text: string, file: string): Problem[] {
  const position = text.indexOf('\uFFFD');
  if (position < 0) return [];
  return [
    {
      code: 'broken-bytes',
      message: `${count(text, /\uFFFD/g)} broken bytes were replaced by “\uFFFD”; the first stands in this line.`,
      remedy: 'If many letters look wrong, name the encoding in the import options.',
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

function refuseBinary(bytes: Uint8Array, file: string): void {
  for (const [name, remedy, ...magic] of binaryKinds) {
    if (magic.every((byte, index) => bytes[index] === byte)) throw binaryFile(file, `It is ${name}, not text.`, remedy);
  }
}

function refuseControlBytes(bytes: Uint8Array, file: string): void {
  const length = Math.min(bytes.length, sampleLength);
  let controls = 0;
  for (let index = 0; index < length; index++) {
    const byte = bytes[index] ?? 0;
    // Tab, line feed, form feed, carriage return and escape do occur in text files.
    if (byte === 0) controls += 4;
    else if (byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 27) controls++;
  }
  if (controls > Math.max(3, 0.02 * length)) {
    throw binaryFile(
      file,
      'It is a binary file, not text.',
      'Choose a text file: CoNLL, JSON, JSONL, CSV or plain text.',
    );
  }
}

function binaryFile(file: string, message: string, remedy: string): GraftError {
  return new GraftError({ code: 'binary-file', message: `${message} Nothing was read.`, remedy, file });
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

/** Lines without their ends, whether these are LF, CRLF or CR. */
export function splitLines(text: string): string[] {
  const lines = text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

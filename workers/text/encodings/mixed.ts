/**
 * Files in different encodings that were joined end to end: some lines are UTF-8 with letters outside ASCII, others are
 * not UTF-8 at all, and make sense in another encoding. A line with a few broken bytes among good ones is neither.
 */
import { decodeBytes } from './decodeBytes.ts';
import { type EncodingGuess, guessEncoding } from './guess.ts';

interface MixedText {
  readonly text: string;
  readonly guess: EncodingGuess;
  /** How many lines are not UTF-8, and the first of them, 1-based. */
  readonly lines: number;
  readonly firstLine: number;
}

/** Nothing where the file is not such a one. */
export function decodeMixed(bytes: Uint8Array): MixedText | undefined {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const parts: (string | Uint8Array)[] = [];
  const others: Uint8Array[] = [];
  let firstLine = 0;
  let withLetters = 0;
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found + 1;
    const line = bytes.subarray(start, end);
    start = end;
    try {
      const text = strict.decode(line);
      if (text.length < line.length) withLetters++;
      parts.push(text);
    } catch {
      if (hasLetters(line)) return undefined;
      if (others.length === 0) firstLine = parts.length + 1;
      others.push(line);
      parts.push(line);
    }
  }
  // By chance a line of another encoding can be UTF-8, but not many are.
  if (withLetters === 0 || withLetters * 4 < others.length) return undefined;
  const guess = guessEncoding(joined(others));
  if (!guess.fits) return undefined;
  const text = parts.map((part) => (typeof part === 'string' ? part : decodeBytes(part, guess.name))).join('');
  return { text: text.startsWith('\uFEFF') ? text.slice(1) : text, guess, lines: others.length, firstLine };
}

/** Whether some of a broken line is UTF-8 beyond ASCII. */
function hasLetters(line: Uint8Array): boolean {
  return /[^\0-\x7f\uFFFD]/u.test(new TextDecoder().decode(line));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * Which of the encodings of before UTF-8 a file is in. Each is tried, and the text that is most plausible in one of its
 * languages wins; how far the next one is behind says how sure that is.
 */
import { decodeBytes } from './decodeBytes.ts';
import { type Encoding, encodings } from './languages.ts';
import { LanguageModel } from './plausibility.ts';

export interface EncodingGuess {
  readonly name: string;
  readonly label: string;
  /** Another encoding that gives another text and is hardly less plausible. */
  readonly rival?: { readonly label: string; readonly name: string };
  /** Whether the letters make words at all. */
  readonly fits: boolean;
}

/** More bytes say nothing new. */
const sampleSize = 20_000;
const longPiece = 2000;
/** Below this difference of logarithms the next best may as well be right. */
const clearMargin = 4;
/** So few characters could be anything, where the encoding is not the commonest. */
const fewBytes = 6;
const poorMean = -7;

/** @param bytes of lines that are not UTF-8. */
export function guessEncoding(bytes: Uint8Array): EncodingGuess {
  const sample = sampleOf(bytes);
  const tried = encodings
    .map((encoding) => ({ encoding, ...plausibilityIn(encoding, sample) }))
    .sort((one, other) => other.total - one.total);
  const [best, ...others] = tried as [(typeof tried)[number], ...typeof tried];
  const next = others.find(({ text, total }) => text !== best.text && best.total - total < clearMargin);
  const high = sample.reduce((count, byte) => count + Number(byte > 0x7f), 0);
  const few = high < fewBytes && best.encoding.name !== 'windows-1252' ? others[0] : undefined;
  const rival = (next ?? few)?.encoding;
  const { name, label } = best.encoding;
  return { name, label, fits: best.mean > poorMean, ...(rival && { rival: { label: rival.label, name: rival.name } }) };
}

/** The lines with bytes outside ASCII, or pieces of long ones, as many as are needed. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  let start = 0;
  while (start < bytes.length && size < sampleSize) {
    const end = pieceEndFrom(bytes, start);
    const piece = bytes.subarray(start, end);
    if (piece.some((byte) => byte > 0x7f)) {
      parts.push(piece);
      size += piece.length;
    }
    start = end;
  }
  const sample = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    sample.set(part, at);
    at += part.length;
  }
  return sample;
}

/** A line can be a whole book: a long one is cut at a blank, which is never part of another character. */
function pieceEndFrom(bytes: Uint8Array, start: number): number {
  const near = bytes.subarray(start, start + sampleSize);
  const ends = [near.indexOf(0x0a), near.indexOf(0x20, longPiece)].filter((end) => end >= 0);
  return start + Math.min(near.length, ...ends.map((end) => end + 1));
}

function plausibilityIn(encoding: Encoding, sample: Uint8Array): { text: string; total: number; mean: number } {
  // A name that stands in every line is no more evidence than one.
  const text = [...new Set(decodeBytes(sample, encoding.name).split(/\s+/))].join(' ');
  let best = { total: Number.NEGATIVE_INFINITY, mean: Number.NEGATIVE_INFINITY };
  for (const model of modelsOf(encoding)) {
    const found = model.plausibility(text);
    if (found.total > best.total) best = found;
  }
  return { text, total: best.total + encoding.prior, mean: best.mean };
}

const models = new Map<string, readonly LanguageModel[]>();

function modelsOf({ name, languages }: Encoding): readonly LanguageModel[] {
  let known = models.get(name);
  if (!known) {
    known = languages.map(
      (language) => new LanguageModel(language, language.script === 'wide' ? dailyIn(name) : undefined),
    );
    models.set(name, known);
  }
  return known;
}

/** Encodings of wide scripts keep characters in daily use in a range of first bytes; [first, last], [first, last] of the second. */
const dailyRanges: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  gb18030: [
    [0xb0, 0xd7],
    [0xa1, 0xfe],
  ],
  big5: [
    [0xa4, 0xc6],
    [0x40, 0xfe],
  ],
  shift_jis: [
    [0x82, 0x98],
    [0x40, 0xfc],
  ],
  'euc-jp': [
    [0xa4, 0xcf],
    [0xa1, 0xfe],
  ],
  'euc-kr': [
    [0xb0, 0xc8],
    [0xa1, 0xfe],
  ],
};

function dailyIn(name: string): Set<string> {
  const [leads, trails] = dailyRanges[name] ?? [];
  const decoder = new TextDecoder(name);
  const daily = new Set<string>();
  if (!leads || !trails) return daily;
  for (let lead = leads[0]; lead <= leads[1]; lead++) {
    for (let trail = trails[0]; trail <= trails[1]; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (text.length === 1 && /\p{L}/u.test(text)) daily.add(text);
    }
  }
  return daily;
}

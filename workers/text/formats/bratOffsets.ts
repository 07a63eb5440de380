/** How a brat annotation file counts, and where in the text its spans then stand. */
import type { Span, Token } from '../../protocol/corpus.ts';
import { nameFault } from '../categoryNames.ts';
import { clip } from '../clip.ts';
import { codePointOffsets, hasAstral } from './offsets.ts';
import type { ReadLog } from './reading.ts';

export interface BratSpan {
  /** As the file numbers it, `T7`. */
  readonly key: string;
  readonly category: string;
  /** As the file counts. */
  readonly pieces: readonly Token[];
  /** What the file says that the pieces cover, parted by spaces; it can leave that out. */
  readonly covered?: string;
  readonly file: string;
  readonly line: number;
}

type Offset = (position: number) => number;

interface Counting {
  /** What offsets count, in words; nothing where that is code points. */
  readonly unit?: string;
  readonly offset: Offset;
}

/**
 * The way of counting in which most of the spans cover what they say; brat's own where none does better.
 * @param marked whether a byte-order mark stands before the text, which brat counts as a character.
 */
export function offsetsOf(text: string, spans: readonly BratSpan[], marked = false): Counting {
  const ways = waysToCount(text);
  const behindMark = ways.map(({ offset, unit = 'code points' }) => ({
    offset: (position: number) => offset(position - 1),
    unit: `${unit}, and the byte-order mark`,
  }));
  const countings = marked ? [...ways, ...behindMark] : ways;
  const [own, ...others] = countings as [Counting, ...Counting[]];
  if (others.length === 0) return own;
  const fits = ({ offset }: Counting) => spans.filter((span) => covers(text, span, offset)).length;
  let best = own;
  let most = fits(own);
  for (const counting of others) {
    const count = fits(counting);
    if (count > most) [best, most] = [counting, count];
  }
  return best;
}

function waysToCount(text: string): Counting[] {
  const points = codePointOffsets(text);
  const astral = hasAstral(text);
  const hasCrlf = text.includes('\r\n');
  const ways: Counting[] = [{ offset: points }];
  if (hasCrlf) {
    const crlf = crlfOffsets(text);
    const joined = text.replaceAll('\r\n', '\n');
    const joinedPoints = codePointOffsets(joined);
    ways.push({ offset: (position) => crlf(joinedPoints(position)), unit: 'code points, and CRLF as one' });
    if (astral) ways.push({ offset: crlf, unit: 'UTF-16 units, and CRLF as one' });
  }
  if (astral) ways.push({ offset: (position) => position, unit: 'UTF-16 units' });
  if (/[^\0-\x7f]/.test(text)) ways.push({ offset: byteOffsets(text), unit: 'bytes of UTF-8' });
  return ways;
}

/** From offsets into the text with LF to offsets into the text. */
function crlfOffsets(text: string): Offset {
  const ends: number[] = [];
  for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n', at + 2)) ends.push(at - ends.length);
  return (position) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ends[middle] as number) < position) low = middle + 1;
      else high = middle;
    }
    return position + low;
  };
}

function byteOffsets(text: string): Offset {
  const places = new Map<number, number>();
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    places.set(bytes, at);
    const point = text.codePointAt(at) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (point > 0xffff) at++;
  }
  places.set(bytes, text.length);
  return (position) => places.get(position) ?? -1;
}

/** White space of any kind is one space, and composed letters are as good as plain ones. */
const evened = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim();

function covers(text: string, { pieces, covered }: BratSpan, offset: Offset): boolean {
  if (covered === undefined) return false;
  const words = pieces.map(({ start, end }) => text.slice(Math.max(0, offset(start)), Math.max(0, offset(end))));
  return evened(words.join(' ')) === evened(covered);
}

/** Spans in the text; those that cover something else than they say are left out, and told. */
export function placesIn(
  text: string,
  spans: readonly BratSpan[],
  offset: Offset,
  log: ReadLog,
): { spans: Span[]; inPieces: number } {
  const placed: Span[] = [];
  let inPieces = 0;
  for (const span of spans) {
    const { key, category, pieces, covered, file, line } = span;
    const places = pieces.map(({ start, end }) => ({ start: offset(start), end: offset(end) }));
    const start = Math.min(...places.map((place) => place.start));
    const end = Math.max(...places.map((place) => place.end));
    const fault = nameFault(category);
    if (fault) {
      const message = `The category of ${key} has ${fault}; it was left out.`;
      log.problem(
        { code: 'category-name', message, remedy: 'Give it another name in the file, such as “Other”.', file, line },
        { spans: 1 },
      );
    } else if (start < 0 || end > text.length || start >= end) {
      const message = `${key} ${clip(category, 40)} lies outside its text; it was left out.`;
      log.problem({ code: 'span-outside-text', message, remedy: otherText, file, line }, { spans: 1 });
    } else if (covered !== undefined && !covers(text, span, offset)) {
      log.problem(
        {
          code: 'span-text-differs',
          message: `${key} ${clip(category, 40)} covers “${clip(text.slice(start, end), 40)}”, but says “${clip(covered, 40)}”; it was left out.`,
          remedy: otherText,
          file,
          line,
        },
        { spans: 1 },
      );
    } else if (!areJoined(text, places)) {
      inPieces++;
      log.droppedSpans++;
    } else placed.push({ start, end, category });
  }
  return { spans: placed, inPieces };
}

const otherText = 'Check that the .txt file is the one that was annotated, unchanged.';

/** Whether nothing but white space lies between the pieces: brat parts a span at line ends. */
function areJoined(text: string, places: readonly Token[]): boolean {
  const ordered = [...places].sort((one, other) => one.start - other.start);
  return ordered.every(
    ({ start }, index) => index === 0 || text.slice(ordered[index - 1]?.end ?? 0, start).trim() === '',
  );
}

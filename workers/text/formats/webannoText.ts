/**
 * The text of a WebAnno file, put together from its sentences. Where each begins is told by its first token's offset;
 * what stands between two sentences is not in the file, and becomes line ends. Words are looked for in the sentence's
 * text, so that offsets that were counted in another way (code points) do no harm.
 */
import type { Token } from '../../protocol/corpus.ts';
import type { SentenceRange } from '../sentences.ts';
import type { ReadLog } from './reading.ts';

export interface WebannoRow {
  /** The number of its sentence. */
  readonly sentence: string;
  /** Whether it is a part of the word above it. */
  readonly isPart: boolean;
  readonly start: number;
  readonly end: number;
  /** Without escapes. */
  readonly word: string;
  readonly cells: readonly string[];
  readonly line: number;
}

/** Wider gaps between sentences are rather a fault of the file. */
const widestGap = 10_000;

export class WebannoText {
  readonly tokens: Token[] = [];
  private readonly parts: string[] = [];
  private length = 0;
  private readonly ranges: SentenceRange[] = [];
  /** Of the sentence at hand: its text, where it begins, and how far its words were found. */
  private sentence = { text: '', begin: 0, fileBegin: 0, found: 0 };
  private word: { place: Token; row: WebannoRow } | undefined;

  constructor(private readonly log: ReadLog) {}

  beginSentence(texts: readonly string[], rows: readonly WebannoRow[]): void {
    const [first] = rows;
    if (!first) return;
    const words = rows.filter(({ isPart }) => !isPart);
    let text = texts.join('\n');
    if (!holds(text, words)) {
      text = joined(words);
      if (texts.length > 0) {
        this.log.problem({
          code: 'text-differs',
          message: 'The words of the sentence do not stand in its #Text in this order; the words were followed.',
          remedy: 'Export the file again, if that was not meant.',
          line: first.line,
        });
      }
    }
    const gap = first.start - this.length;
    const isFirst = this.parts.length === 0;
    this.add('\n'.repeat(gap >= 0 && gap <= widestGap ? gap : isFirst ? 0 : 1));
    this.sentence = { text, begin: this.length, fileBegin: first.start, found: 0 };
    this.add(text);
    this.ranges.push({ first: this.tokens.length, end: this.tokens.length + words.length });
  }

  /** Where a row of the sentence at hand stands; rows in order. */
  place(row: WebannoRow): Token {
    const { text, begin } = this.sentence;
    if (row.isPart && this.word) return this.placeOfPart(row, this.word);
    const at = Math.max(text.indexOf(row.word, this.sentence.found), this.sentence.found);
    this.sentence.found = at + row.word.length;
    const place = { start: begin + at, end: begin + at + row.word.length };
    this.tokens.push(place);
    this.word = { place, row };
    return place;
  }

  /** By its distance from its word's beginning, as the file counts. */
  private placeOfPart(part: WebannoRow, { place, row }: { place: Token; row: WebannoRow }): Token {
    const start = Math.min(place.start + Math.max(0, part.start - row.start), place.end);
    return { start, end: Math.min(place.end, start + Math.max(0, part.end - part.start)) };
  }

  text(): string {
    return this.parts.join('');
  }

  sentences(): SentenceRange[] {
    return this.ranges;
  }

  private add(text: string): void {
    this.parts.push(text);
    this.length += text.length;
  }
}

/** Whether the words stand in the text, in order. */
function holds(text: string, words: readonly WebannoRow[]): boolean {
  let from = 0;
  for (const { word } of words) {
    const at = text.indexOf(word, from);
    if (at < 0) return false;
    from = at + word.length;
  }
  return words.length > 0 && text !== '';
}

/** The words with as many spaces between them as their offsets leave. */
function joined(words: readonly WebannoRow[]): string {
  return words
    .map((row, index) => {
      const before = words[index - 1];
      const gap = before ? row.start - before.end : 0;
      return ' '.repeat(gap >= 0 && gap <= widestGap ? gap : 1) + row.word;
    })
    .join('');
}

/**
 * Sentences cut wherever a word, a span or a mark begins or ends, each piece with the spans that cover it. Spans that overlap are
 * drawn on levels, one line below the other, so that nested ones can be read. Long documents are cut into blocks, so that only those
 * in view are cut further.
 */
import type { Document, Span } from '../../../workers/protocol/corpus.ts';
import type { Stretch } from '../../../workers/text/annotation.ts';
import { allSpans } from '../../../workers/text/spans.ts';
import { sentenceOfToken, tokenEndingAfter, tokenTable } from '../../../workers/text/tokenTable.ts';

export interface LevelledSpan {
  readonly span: Span;
  /** 0 is nearest to the text. */
  readonly level: number;
}

/** Text that is looked for, or that would be marked: shown, and no annotation. */
export interface Mark extends Stretch {
  readonly kind: 'hit' | 'preview';
}

export interface Piece {
  readonly start: number;
  readonly end: number;
  /** The place in the document of the word that it belongs to; null between words. */
  readonly token: number | null;
  readonly spans: readonly LevelledSpan[];
  /** Spans that end with this piece: their categories stand behind it. */
  readonly ending: readonly Span[];
  readonly marks: readonly Mark[];
}

export interface SentencePieces {
  readonly start: number;
  readonly pieces: readonly Piece[];
  /** How many lines of spans lie under its text. */
  readonly levels: number;
}

/** Sentences, [first, end). */
export interface Block {
  readonly first: number;
  readonly end: number;
  /** Of its text. */
  readonly characters: number;
}

/** What stands in each sentence, by its place: made once for a document, however many of its blocks are shown. */
export interface Layout {
  readonly spans: ReadonlyMap<number, readonly LevelledSpan[]>;
  readonly marks: ReadonlyMap<number, readonly Mark[]>;
}

const blockSentences = 30;
const blockCharacters = 3000;

export function blocksOf(document: Document): Block[] {
  const { sentences } = document;
  const blocks: Block[] = [];
  let first = 0;
  for (let index = 0; index < sentences.length; index++) {
    const [from, to] = [startOf(document, first), startOf(document, index + 1)];
    const isFull = index + 1 - first >= blockSentences || to - from >= blockCharacters;
    if (!isFull && index < sentences.length - 1) continue;
    blocks.push({ first, end: index + 1, characters: to - from });
    first = index + 1;
  }
  return blocks;
}

export function layoutOf(document: Document, marks: readonly Mark[] = []): Layout {
  return {
    spans: bySentence(document, levelled(allSpans(document)), ({ span }) => span),
    marks: bySentence(document, marks, (mark) => mark),
  };
}

function bySentence<Item>(document: Document, items: readonly Item[], placeOf: (item: Item) => Stretch) {
  const table = tokenTable(document);
  const found = new Map<number, Item[]>();
  const sentenceAt = (offset: number) => sentenceOfToken(table, tokenEndingAfter(table, offset));
  for (const item of items) {
    const { start, end } = placeOf(item);
    // One that begins between two sentences begins with the text behind the one before.
    const from = Math.max(0, sentenceAt(start) - 1);
    const to = sentenceAt(end - 1);
    for (let sentence = from; sentence <= to; sentence++) {
      if (startOf(document, sentence + 1) <= start || startOf(document, sentence) >= end) continue;
      const inIt = found.get(sentence);
      if (inIt) inIt.push(item);
      else found.set(sentence, [item]);
    }
  }
  return found;
}

/** Text between two sentences belongs to the one before, and what stands before the first to the first. */
function startOf({ sentences, text }: Document, sentence: number): number {
  return sentence === 0 ? 0 : (sentences[sentence]?.tokens[0]?.start ?? text.length);
}

export function piecesOf(document: Document, { first, end }: Pick<Block, 'first' | 'end'>, layout: Layout) {
  return document.sentences
    .slice(first, end)
    .map((_, index): SentencePieces => sentencePieces(document, first + index, layout));
}

function sentencePieces(document: Document, sentence: number, layout: Layout): SentencePieces {
  const { tokens = [] } = document.sentences[sentence] ?? {};
  const firstToken = tokenTable(document).firsts[sentence] ?? 0;
  const [start, end] = [startOf(document, sentence), startOf(document, sentence + 1)];
  const inside = layout.spans.get(sentence) ?? [];
  const marks = layout.marks.get(sentence) ?? [];
  const cuts = new Set([start, end]);
  for (const each of [...tokens, ...inside.map(({ span }) => span), ...marks]) cuts.add(each.start).add(each.end);
  const places = [...cuts].filter((place) => start <= place && place <= end).sort((one, other) => one - other);
  let at = 0;
  const pieces = places.slice(0, -1).map((from, place): Piece => {
    const to = places[place + 1] as number;
    while ((tokens[at]?.end ?? Number.POSITIVE_INFINITY) <= from) at++;
    const word = tokens[at];
    return {
      ...{ start: from, end: to },
      token: word && word.start <= from && to <= word.end ? firstToken + at : null,
      spans: inside.filter(({ span }) => span.start <= from && to <= span.end),
      ending: inside.filter(({ span }) => span.end === to).map(({ span }) => span),
      marks: marks.filter((mark) => mark.start <= from && to <= mark.end),
    };
  });
  return { start, pieces, levels: 1 + inside.reduce((most, { level }) => Math.max(most, level), -1) };
}

/** The longest span of a heap that overlaps lies nearest to the text. @param spans in order of start. */
function levelled(spans: readonly Span[]): LevelledSpan[] {
  const ends: number[] = [];
  return spans.map((span) => {
    const free = ends.findIndex((end) => end <= span.start);
    const level = free < 0 ? ends.length : free;
    ends[level] = span.end;
    return { span, level };
  });
}

/** Those over a word, the innermost first. */
export function spansOver(document: Document, token: number): Span[] {
  const word = tokenTable(document).tokens[token];
  if (!word) return [];
  return allSpans(document)
    .filter(({ start, end }) => start < word.end && end > word.start)
    .sort((one, other) => one.end - one.start - (other.end - other.start));
}

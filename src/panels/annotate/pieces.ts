/**
 * A sentence cut wherever a word or a span begins or ends, each piece with the spans that cover it. Spans that overlap are drawn on
 * levels, one line below the other, so that nested ones can be read.
 */
import type { Document, Span } from '../../../workers/protocol/corpus.ts';
import { tokensOf } from '../../../workers/text/annotation.ts';
import { allSpans } from '../../../workers/text/spans.ts';

export interface LevelledSpan {
  readonly span: Span;
  /** 0 is nearest to the text. */
  readonly level: number;
}

export interface Piece {
  readonly start: number;
  readonly end: number;
  /** The place in the document of the word that it belongs to; null between words. */
  readonly token: number | null;
  readonly spans: readonly LevelledSpan[];
  /** Spans that end with this piece: their categories stand behind it. */
  readonly ending: readonly Span[];
}

export interface SentencePieces {
  readonly start: number;
  readonly pieces: readonly Piece[];
  /** How many lines of spans lie under its text. */
  readonly levels: number;
}

/** Text between two sentences belongs to the one before, and what stands before the first to the first. */
export function piecesOf(document: Document): SentencePieces[] {
  const { sentences, text } = document;
  const spans = levelled(allSpans(document));
  let token = 0;
  return sentences.map(({ tokens }, index) => {
    const start = index === 0 ? 0 : (tokens[0]?.start ?? 0);
    const end = sentences[index + 1]?.tokens[0]?.start ?? text.length;
    const inside = spans.filter(({ span }) => span.start < end && span.end > start);
    const first = token;
    token += tokens.length;
    const cuts = new Set([start, end]);
    for (const each of [...tokens, ...inside.map(({ span }) => span)]) cuts.add(each.start).add(each.end);
    const places = [...cuts].filter((place) => start <= place && place <= end).sort((one, other) => one - other);
    let at = 0;
    const pieces = places.slice(0, -1).map((from, place): Piece => {
      const to = places[place + 1] as number;
      while ((tokens[at]?.end ?? Number.POSITIVE_INFINITY) <= from) at++;
      const word = tokens[at];
      return {
        ...{ start: from, end: to },
        token: word && word.start <= from && to <= word.end ? first + at : null,
        spans: inside.filter(({ span }) => span.start <= from && to <= span.end),
        ending: inside.filter(({ span }) => span.end === to).map(({ span }) => span),
      };
    });
    return { start, pieces, levels: 1 + Math.max(-1, ...inside.map(({ level }) => level)) };
  });
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
  const word = tokensOf(document)[token];
  if (!word) return [];
  return [...allSpans(document)]
    .filter(({ start, end }) => start < word.end && end > word.start)
    .sort((one, other) => one.end - one.start - (other.end - other.start));
}

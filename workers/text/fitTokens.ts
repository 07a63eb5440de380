/**
 * Brings tokens and sentences to agree with the spans of a document, nested and overlapping ones too: every span that
 * is kept begins and ends at a token's boundary and lies in one sentence, so that whichever of them training is given
 * can be written as tags.
 */
import type { Span, Token } from '../protocol/corpus.ts';
import { isBlank } from './blank.ts';
import { clip } from './clip.ts';
import { type Notice, nameOf, type Report } from './notice.ts';
import type { SentenceRange } from './sentences.ts';

export interface WorkingToken extends Token {
  readonly tag?: string;
  /** The given sentence in which the token stands. */
  readonly sentence?: number;
}

/** Cuts tokens where a span begins or ends inside them. */
export function splitTokens(
  text: string,
  tokens: readonly WorkingToken[],
  spans: readonly Span[],
  report: Report,
): WorkingToken[] {
  if (spans.length === 0) return [...tokens];
  const boundaries = boundariesOf(spans);
  const starts = new Set(spans.map((span) => span.start));
  const ends = new Set(spans.map((span) => span.end));
  const reported = new Set<Span>();
  let next = 0;
  return tokens.flatMap((token) => {
    while (next < boundaries.length && (boundaries[next] as Boundary).position <= token.start) next++;
    const pieces: WorkingToken[] = [];
    let start = token.start;
    const add = (to: number) => {
      let [from, end] = [start, to];
      while (from < end && isBlank(text, from) && !starts.has(from)) from++;
      while (end > from && isBlank(text, end - 1) && !ends.has(end)) end--;
      if (from < end) pieces.push({ ...token, start: from, end });
      start = to;
    };
    for (let cut = boundaries[next]; cut && cut.position < token.end; cut = boundaries[++next]) {
      add(cut.position);
      for (const span of cut.spans) {
        if (!reported.has(span)) report(spanInsideToken(text, span, token));
        reported.add(span);
      }
    }
    if (start === token.start) return [token];
    add(token.end);
    return pieces;
  });
}

interface Boundary {
  readonly position: number;
  /** The spans that begin or end there. */
  readonly spans: Span[];
}

/** In order of position, each once. */
function boundariesOf(spans: readonly Span[]): Boundary[] {
  const boundaries = new Map<number, Boundary>();
  for (const span of spans) {
    for (const position of [span.start, span.end]) {
      const boundary = boundaries.get(position);
      if (boundary) boundary.spans.push(span);
      else boundaries.set(position, { position, spans: [span] });
    }
  }
  return [...boundaries.values()].sort((one, other) => one.position - other.position);
}

function spanInsideToken(text: string, span: Span, token: Token): Notice {
  return {
    code: 'span-inside-token',
    message:
      `The span ${nameOf(text, span)} ends or begins inside the word “${clip(text.slice(token.start, token.end), 40)}”; ` +
      'the word was split there and the span kept.',
    remedy: 'Check that the span covers whole words.',
    droppedSpans: 0,
  };
}

/** The sentences in which the tokens stood. */
export function rangesOf(tokens: readonly WorkingToken[]): SentenceRange[] {
  const ranges: { first: number; end: number }[] = [];
  tokens.forEach((token, index) => {
    const last = ranges.at(-1);
    if (last && tokens[index - 1]?.sentence === token.sentence) last.end = index + 1;
    else ranges.push({ first: index, end: index + 1 });
  });
  return ranges;
}

/**
 * Joins sentences that a span lies across.
 * @param spans in order of start.
 * @param given whether the file made the sentences, and not Graft.
 */
export function mergeAcrossSpans(
  text: string,
  tokens: readonly Token[],
  ranges: readonly SentenceRange[],
  spans: readonly Span[],
  given: boolean,
  report: Report,
): SentenceRange[] {
  const merged: { first: number; end: number }[] = [];
  let next = 0;
  /** Of the spans that begin before the sentence at hand, the one that ends last. */
  let longest: Span | undefined;
  for (const range of ranges) {
    const start = tokens[range.first]?.start ?? 0;
    for (let span = spans[next]; span && span.start < start; span = spans[++next]) {
      if (!longest || span.end > longest.end) longest = span;
    }
    const last = merged.at(-1);
    if (!last || !longest || longest.end <= start) {
      merged.push({ first: range.first, end: range.end });
      continue;
    }
    last.end = range.end;
    report({
      code: given ? 'span-across-sentences' : 'sentence-end-inside-span',
      message: `The span ${nameOf(text, longest)} lies across a sentence's end; the two sentences were joined.`,
      remedy: given ? 'Check the span, or the sentences of the file.' : 'Nothing needs to be done.',
      droppedSpans: 0,
    });
  }
  return merged;
}

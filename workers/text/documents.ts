/**
 * Builds a document from what a file holds: from words, which then make the text, or from a text and its spans, which
 * have to be brought to agree about tokens and sentences. Nothing here drops or moves an annotation without a notice.
 */
import type { AnnotatedCategories, Document, Sentence, Span, Token } from '../protocol/corpus.ts';
import { clip } from './clip.ts';
import { type SentenceRange, splitSentences } from './sentences.ts';
import { tokenizeWords } from './tokenizer.ts';

/** A sentence as column files give it. */
export interface WordSentence {
  readonly words: readonly string[];
  /** By token index, [start, end). */
  readonly spans?: readonly Span[];
  readonly tags?: readonly string[];
  /** False where the next word follows without a space. */
  readonly spaceAfter?: readonly boolean[];
}

interface DocumentDetails {
  readonly id: string;
  readonly annotated: AnnotatedCategories;
  readonly group?: string;
}

/** Something about a span or a token that the reader must pass on, with its file and line. */
export interface Notice {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  /** How many spans were left out. */
  readonly droppedSpans: number;
}

/** Words joined by a space (unless `spaceAfter` says otherwise), sentences joined by a newline. */
export function documentFromWords(details: DocumentDetails, sentences: readonly WordSentence[]): Document {
  const parts: string[] = [];
  const spans: Span[] = [];
  let offset = 0;
  const built = sentences.map(({ words, spans: tokenSpans = [], tags, spaceAfter }, number): Sentence => {
    if (number > 0) {
      parts.push('\n');
      offset++;
    }
    const tokens: Token[] = words.map((word, index) => {
      const start = offset;
      parts.push(word);
      offset += word.length;
      if (index < words.length - 1 && spaceAfter?.[index] !== false) {
        parts.push(' ');
        offset++;
      }
      return { start, end: start + word.length };
    });
    for (const { start, end, category } of tokenSpans) {
      const first = tokens[start];
      const last = tokens[end - 1];
      if (first && last) spans.push({ start: first.start, end: last.end, category });
    }
    return tags === undefined ? { tokens } : { tokens, tags };
  });
  return finish(details, parts.join(''), built, spans);
}

export interface TextInput extends DocumentDetails {
  readonly text: string;
  readonly spans: readonly Span[];
  /** Left out, the word tokenizer makes them. */
  readonly tokens?: readonly Token[];
  /** Token ranges; left out, the sentence splitter makes them. */
  readonly sentences?: readonly SentenceRange[];
  /** One a token, with `tokens`. */
  readonly tags?: readonly string[];
  readonly newlineEnds?: boolean;
}

interface WorkingToken extends Token {
  readonly tag?: string;
  /** The given sentence in which the token stands. */
  readonly sentence?: number;
}

/**
 * Brings text, spans, tokens and sentences together. A token is split where a span begins or ends inside it; of
 * overlapping spans the longer stays; sentences that a span joins are merged.
 */
export function documentFromText(input: TextInput, report: (notice: Notice) => void): Document {
  const { text } = input;
  const given = givenTokens(input, report);
  const tokens = given ?? tokenizeWords(text);
  const inside = spansInText(text, input.spans, tokens, report);
  const spans = withoutOverlaps(text, inside, report);
  const fitted = splitTokens(text, tokens, spans, report);
  const ranges = given && input.sentences ? rangesOf(fitted) : splitSentences(text, fitted, input);
  const merged = mergeAcrossSpans(text, fitted, ranges, spans, input.sentences !== undefined, report);
  const sentences = merged.map(({ first, end }): Sentence => {
    const part = fitted.slice(first, end);
    const plain = part.map((token): Token => ({ start: token.start, end: token.end }));
    return input.tags ? { tokens: plain, tags: part.map(({ tag }) => tag ?? '_') } : { tokens: plain };
  });
  return finish(input, text, sentences, spans);
}

function finish(details: DocumentDetails, text: string, sentences: readonly Sentence[], spans: Span[]): Document {
  const { id, annotated, group } = details;
  return { id, text, sentences, spans, annotated, ...(group === undefined ? {} : { group }) };
}

/** The file's own tokens with their tags and sentences; what they leave uncovered is tokenized and added. */
function givenTokens(input: TextInput, report: (notice: Notice) => void): WorkingToken[] | undefined {
  const { text, tokens, tags, sentences } = input;
  if (!tokens) return undefined;
  const result: WorkingToken[] = [];
  let end = 0;
  let sentence = 0;
  let uncovered = 0;
  let wrong = 0;
  const cover = (to: number) => {
    if (to <= end || text.slice(end, to).trim() === '') return;
    for (const token of tokenizeWords(text, end, to)) {
      result.push({ ...token, sentence });
      uncovered++;
    }
  };
  tokens.forEach((token, index) => {
    while (sentences && index >= (sentences[sentence]?.end ?? Number.POSITIVE_INFINITY)) sentence++;
    if (!(token.start >= end && token.end > token.start && token.end <= text.length)) {
      wrong++;
      return;
    }
    cover(token.start);
    const tag = tags?.[index];
    result.push({ start: token.start, end: token.end, sentence, ...(tag === undefined ? {} : { tag }) });
    end = token.end;
  });
  cover(text.length);
  if (wrong > 0) {
    report({
      code: 'token-outside-text',
      message: `${wrong} tokens overlap others or stand outside the text and were left out.`,
      remedy: 'Check the token offsets of this record.',
      droppedSpans: 0,
    });
  }
  if (uncovered > 0) {
    report({
      code: 'text-outside-tokens',
      message: `The file's tokens leave some of the text uncovered; ${uncovered} tokens were added there.`,
      remedy: 'Check the token offsets of this record, if that was not meant.',
      droppedSpans: 0,
    });
  }
  return result;
}

const name = (text: string, { start, end, category }: Span) =>
  `${clip(category, 40)} ${start}–${end}${end <= text.length && start < end ? ` “${clip(text.slice(start, end), 40)}”` : ''}`;

/** Spans that lie in the text, without the white space at their ends, in order of start. */
function spansInText(
  text: string,
  spans: readonly Span[],
  tokens: readonly Token[],
  report: (notice: Notice) => void,
): Span[] {
  if (spans.length === 0) return [];
  const trim = trimmer(text, tokens);
  const result: Span[] = [];
  for (const span of spans) {
    const { category } = span;
    if (!(Number.isInteger(span.start) && Number.isInteger(span.end) && span.start >= 0 && span.end <= text.length)) {
      report({
        code: 'span-outside-text',
        message: `The span ${name(text, span)} lies outside the text, which has ${text.length} characters; it was left out.`,
        remedy: 'Check its offsets: they count characters from 0, and the end is not included.',
        droppedSpans: 1,
      });
      continue;
    }
    const { start, end } = trim({
      start: insideCharacter(text, span.start) ? span.start - 1 : span.start,
      end: insideCharacter(text, span.end) ? span.end + 1 : span.end,
    });
    if (start >= end) {
      report({
        code: 'span-empty',
        message: `The span ${name(text, span)} covers no characters; it was left out.`,
        remedy: 'Check its offsets: the end must come after the start.',
        droppedSpans: 1,
      });
      continue;
    }
    if (start !== span.start || end !== span.end) {
      report({
        code: 'span-trimmed',
        message: `The span ${name(text, span)} began or ended in white space or within an emoji; it was kept as ${start}–${end}.`,
        remedy: 'Check it, if that was not meant; offsets may count characters in another way.',
        droppedSpans: 0,
      });
    }
    result.push({ start, end, category });
  }
  return result.sort((one, other) => one.start - other.start || one.end - other.end);
}

/**
 * Takes blanks off both ends of a place, except where a token of the file begins or ends with them. The first place
 * that has any pays for one walk over the text, and no further place for more.
 */
function trimmer(text: string, tokens: readonly Token[]): (place: Token) => Token {
  const starts = new Set(tokens.map(({ start }) => start));
  const ends = new Set(tokens.map(({ end }) => end));
  let visible: { from: Int32Array; to: Int32Array } | undefined;
  return ({ start, end }) => {
    if (start >= end || !(isBlank(text, start) || isBlank(text, end - 1))) return { start, end };
    visible ??= visiblePlaces(text, starts, ends);
    const from = visible.from[start] ?? start;
    const to = visible.to[end] ?? end;
    return from < to && from < end && to > start ? { start: from, end: to } : { start, end: start };
  };
}

/** By position: where the first character from there on stands that is kept, and where the last one before it ends. */
function visiblePlaces(
  text: string,
  starts: ReadonlySet<number>,
  ends: ReadonlySet<number>,
): { from: Int32Array; to: Int32Array } {
  const from = new Int32Array(text.length + 1).fill(text.length);
  const to = new Int32Array(text.length + 1);
  for (let position = text.length - 1; position >= 0; position--) {
    const isKept = starts.has(position) || !isBlank(text, position);
    from[position] = isKept ? position : (from[position + 1] ?? 0);
  }
  for (let position = 1; position <= text.length; position++) {
    const isKept = ends.has(position) || !isBlank(text, position - 1);
    to[position] = isKept ? position : (to[position - 1] ?? 0);
  }
  return { from, to };
}

/** Between the two units of one character, such as an emoji. */
const insideCharacter = (text: string, position: number) =>
  position > 0 && (text.codePointAt(position - 1) ?? 0) > 0xffff;
const isBlank = (text: string, position: number) => /[\s\u200b\u200e\u200f\u2060\ufeff]/.test(text.charAt(position));

/** Longest first, the earlier first among equals; what overlaps a span that is already in is left out. */
function withoutOverlaps(text: string, spans: readonly Span[], report: (notice: Notice) => void): Span[] {
  if (spans.every((span, index) => index === 0 || span.start >= (spans[index - 1]?.end ?? 0))) return [...spans];
  const byLength = [...spans].sort((one, other) => other.end - other.start - (one.end - one.start));
  const kept: Span[] = [];
  for (const span of byLength) {
    let place = 0;
    for (let high = kept.length; place < high; ) {
      const middle = (place + high) >> 1;
      if ((kept[middle]?.start ?? 0) < span.end) place = middle + 1;
      else high = middle;
    }
    const before = kept[place - 1];
    if (before && before.end > span.start) {
      const same = before.start === span.start && before.end === span.end && before.category === span.category;
      report({
        code: same ? 'duplicate-span' : 'overlapping-spans',
        message: same
          ? `The span ${name(text, span)} stands twice; it was kept once.`
          : `The spans ${name(text, before)} and ${name(text, span)} overlap; the longer was kept, the other left out.`,
        remedy: same
          ? 'Nothing needs to be done.'
          : 'Decide for one of them in the file: a token can carry one category.',
        droppedSpans: 1,
      });
      continue;
    }
    kept.splice(place, 0, span);
  }
  return kept;
}

/** Cuts tokens where a span begins or ends inside them. */
function splitTokens(
  text: string,
  tokens: readonly WorkingToken[],
  spans: readonly Span[],
  report: (notice: Notice) => void,
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
      `The span ${name(text, span)} ends or begins inside the word “${clip(text.slice(token.start, token.end), 40)}”; ` +
      'the word was split there and the span kept.',
    remedy: 'Check that the span covers whole words.',
    droppedSpans: 0,
  };
}

function rangesOf(tokens: readonly WorkingToken[]): SentenceRange[] {
  const ranges: { first: number; end: number }[] = [];
  tokens.forEach((token, index) => {
    const last = ranges.at(-1);
    if (last && tokens[index - 1]?.sentence === token.sentence) last.end = index + 1;
    else ranges.push({ first: index, end: index + 1 });
  });
  return ranges;
}

/** Joins sentences that a span lies across. */
function mergeAcrossSpans(
  text: string,
  tokens: readonly Token[],
  ranges: readonly SentenceRange[],
  spans: readonly Span[],
  given: boolean,
  report: (notice: Notice) => void,
): SentenceRange[] {
  const merged: { first: number; end: number }[] = [];
  let at = 0;
  for (const range of ranges) {
    const start = tokens[range.first]?.start ?? 0;
    while ((spans[at]?.end ?? Number.POSITIVE_INFINITY) <= start) at++;
    const span = spans[at];
    const last = merged.at(-1);
    if (!span || !last || span.start >= start) {
      merged.push({ first: range.first, end: range.end });
      continue;
    }
    last.end = range.end;
    report({
      code: given ? 'span-across-sentences' : 'sentence-end-inside-span',
      message: `The span ${name(text, span)} lies across a sentence's end; the two sentences were joined.`,
      remedy: given ? 'Check the span, or the sentences of the file.' : 'Nothing needs to be done.',
      droppedSpans: 0,
    });
  }
  return merged;
}

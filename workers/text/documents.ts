/**
 * Builds a document from what a file holds: from words, which then make the text, or from a text and its spans, which
 * have to be brought to agree about tokens and sentences. Nothing here drops or moves an annotation without a notice.
 */
import type { AnnotatedCategories, Document, DocumentStatus, Sentence, Span, Token } from '../protocol/corpus.ts';
import { clip } from './clip.ts';
import { mergeAcrossSpans, rangesOf, splitTokens, type WorkingToken } from './fitTokens.ts';
import { nameOf, type Report } from './notice.ts';
import { spansInText } from './placeSpans.ts';
import { type SentenceRange, splitSentences } from './sentences.ts';
import { chooseSpans, type SpanChoice } from './spans.ts';
import { tokenizeWords } from './tokenizer.ts';

/** A sentence as column files give it. */
export interface WordSentence {
  readonly words: readonly string[];
  /** By token index, [start, end); they may overlap. */
  readonly spans?: readonly Span[];
  readonly tags?: readonly string[];
  /** False where the next word follows without a space. */
  readonly spaceAfter?: readonly boolean[];
  /** Line of each word in the file, 1-based. */
  readonly lines?: readonly number[];
}

interface DocumentDetails {
  readonly id: string;
  readonly annotated: AnnotatedCategories;
  readonly group?: string;
  readonly status?: DocumentStatus;
  readonly note?: string;
}

/** Words joined by a space (unless `spaceAfter` says otherwise), sentences joined by a newline. */
export function documentFromWords(
  details: DocumentDetails,
  sentences: readonly WordSentence[],
  report: Report = () => undefined,
): Document {
  const parts: string[] = [];
  const spans: Span[] = [];
  const lineOf = new Map<Span, number>();
  let offset = 0;
  const built = sentences.map(({ words, spans: tokenSpans = [], tags, spaceAfter, lines }, number): Sentence => {
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
      if (!first || !last) continue;
      const span = { start: first.start, end: last.end, category };
      spans.push(span);
      if (lines?.[start] !== undefined) lineOf.set(span, lines[start]);
    }
    return tags === undefined ? { tokens } : { tokens, tags };
  });
  const isApart = spans.every(({ start }, index) => start >= (spans[index - 1]?.end ?? 0));
  const text = parts.join('');
  if (isApart) return finish(details, text, built, { spans });
  const choice = chooseSpans(spans);
  reportChoice(text, choice, report, lineOf);
  return finish(details, text, built, choice);
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

/**
 * Brings text, spans, tokens and sentences together. A token is split where a span begins or ends inside it; sentences
 * that a span joins are merged; of spans that overlap all are kept, and the longest goes to training.
 */
export function documentFromText(input: TextInput, report: Report): Document {
  const { text } = input;
  const given = givenTokens(input, report);
  const tokens = given ?? tokenizeWords(text);
  const choice = chooseSpans(spansInText(text, input.spans, tokens, report));
  reportChoice(text, choice, report);
  const spans = choice.all;
  const fitted = splitTokens(text, tokens, spans, report);
  const ranges = given && input.sentences ? rangesOf(fitted) : splitSentences(text, fitted, input);
  const merged = mergeAcrossSpans(text, fitted, ranges, spans, input.sentences !== undefined, report);
  const sentences = merged.map(({ first, end }) => sentenceOf(fitted.slice(first, end), input.tags !== undefined));
  return finish(input, text, sentences, choice);
}

function sentenceOf(tokens: readonly WorkingToken[], isTagged: boolean): Sentence {
  const plain = tokens.map(({ start, end }): Token => ({ start, end }));
  return isTagged ? { tokens: plain, tags: tokens.map(({ tag }) => tag ?? '_') } : { tokens: plain };
}

function finish(
  { id, annotated, group, status, note }: DocumentDetails,
  text: string,
  sentences: readonly Sentence[],
  { spans, furtherSpans = [] }: Pick<Document, 'spans' | 'furtherSpans'>,
): Document {
  return {
    id,
    text,
    sentences,
    spans,
    ...(furtherSpans.length > 0 ? { furtherSpans } : {}),
    annotated,
    ...(group === undefined ? {} : { group }),
    ...(status && { status }),
    ...(note && { note }),
  };
}

function reportChoice(
  text: string,
  { duplicates, overlaps }: SpanChoice,
  report: Report,
  lineOf: ReadonlyMap<Span, number> = new Map(),
): void {
  const at = (span: Span) => {
    const line = lineOf.get(span);
    return line === undefined ? {} : { line };
  };
  for (const span of duplicates) {
    report({
      ...at(span),
      code: 'duplicate-span',
      message: `The span ${nameOf(text, span)} stands twice; it was kept once.`,
      remedy: 'Nothing needs to be done.',
      droppedSpans: 1,
    });
  }
  for (const { chosen, other } of overlaps) {
    const isLonger = chosen.end - chosen.start > other.end - other.start;
    report({
      ...at(other),
      code: 'overlapping-spans',
      message: `The spans ${nameOf(text, chosen)} and ${nameOf(text, other)} overlap; both are kept, and training sees the ${isLonger ? 'longer' : 'first'}.`,
      remedy:
        chosen.category === other.category
          ? 'Nothing needs to be done.'
          : `Nothing needs to be done. Where ${clip(chosen.category, 40)} is left out, training sees the other.`,
      droppedSpans: 0,
    });
  }
}

/** The file's own tokens with their tags and sentences; what they leave uncovered is tokenized and added. */
function givenTokens(input: TextInput, report: Report): WorkingToken[] | undefined {
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
      message: `${wrong === 1 ? '1 token overlaps another or stands outside the text and was' : `${wrong} tokens overlap others or stand outside the text and were`} left out.`,
      remedy: 'Check the token offsets of this record.',
      droppedSpans: 0,
    });
  }
  if (uncovered > 0) {
    report({
      code: 'text-outside-tokens',
      message: `The file's tokens leave some of the text uncovered; ${uncovered === 1 ? '1 token was' : `${uncovered} tokens were`} added there.`,
      remedy: 'Check the token offsets of this record, if that was not meant.',
      droppedSpans: 0,
    });
  }
  return result;
}

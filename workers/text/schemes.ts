/**
 * Spans and tags are two ways to say the same thing: people and files speak of spans, models of one tag a token. This
 * is the only place that turns one into the other. Reading follows the chunk rules of the CoNLL shared tasks' scorer
 * (conlleval): S- reads as B-, E- as I-, and an I- that continues nothing opens a chunk of its own.
 */

import type { Document, Sentence, Span, TaggingScheme } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import { counted } from './counted.ts';
import { spansBetween } from './spans.ts';

/** A chunk over token indices, half-open: [start, end). */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
  readonly category: string;
}

/** What a file's tags of spans can be written in. */
export type DetectedScheme = 'iob1' | 'iob2' | 'bioes';

export interface AllowedTransitions {
  /** Whether a sentence may begin with the tag; [tags]. */
  readonly start: boolean[];
  /** Whether a sentence may end with the tag; [tags]. */
  readonly end: boolean[];
  /** Whether the second tag may follow the first; [tags, tags]. */
  readonly between: boolean[][];
}

interface TagParts {
  readonly prefix: string;
  readonly category: string;
}

const outside: TagParts = { prefix: 'O', category: '' };
const schemePrefixes = { iob2: ['B', 'I'], bioes: ['B', 'I', 'E', 'S'] } as const;

/** Prefix and category of a tag; a tag without a hyphen is all prefix, as conlleval reads it. */
export function tagParts(tag: string): TagParts {
  if (tag === 'O') return outside;
  const hyphen = tag.indexOf('-');
  return hyphen < 0 ? { prefix: tag, category: '' } : { prefix: tag.slice(0, hyphen), category: tag.slice(hyphen + 1) };
}

function opensChunk(previous: TagParts, current: TagParts): boolean {
  if (current.prefix === 'O') return false;
  return (
    current.prefix === 'B' ||
    current.prefix === 'S' ||
    previous.prefix === 'O' ||
    previous.category !== current.category
  );
}

/** The chunks of one sentence's tags, by conlleval's rules. IOB1, IOB2 and BIOES are all read rightly. */
export function tagsToSpans(tags: readonly string[]): TokenSpan[] {
  const spans: TokenSpan[] = [];
  let start = -1;
  let previous = outside;
  const close = (end: number) => {
    if (start >= 0) spans.push({ start, end, category: previous.category });
    start = -1;
  };
  tags.forEach((tag, index) => {
    const current = tagParts(tag);
    const opens = opensChunk(previous, current);
    if (opens || current.prefix === 'O') close(index);
    if (opens) start = index;
    previous = current;
  });
  close(tags.length);
  return spans;
}

/**
 * One tag a token for `length` tokens.
 * @throws GraftError where a span is empty, outside the sentence, or overlaps another: tags cannot say that.
 */
export function spansToTags(spans: readonly TokenSpan[], length: number, scheme: TaggingScheme): string[] {
  const tags: string[] = new Array<string>(length).fill('O');
  for (const { start, end, category } of spans) {
    if (!(start >= 0 && start < end && end <= length)) {
      throw new GraftError({
        code: 'span-outside-sentence',
        message: `The span ${category} [${start}, ${end}) does not lie in a sentence of ${counted(length, 'token')}.`,
        remedy: 'Correct its boundaries, or remove it.',
      });
    }
    for (let index = start; index < end; index++) {
      if (tags[index] !== 'O') {
        throw new GraftError({
          code: 'overlapping-spans',
          message: `The span ${category} [${start}, ${end}) overlaps another at token ${index} (${tags[index]}).`,
          remedy: 'A token can carry one category only: keep one of the two spans.',
        });
      }
      tags[index] = `${spanPrefix(index, start, end, scheme)}-${category}`;
    }
  }
  return tags;
}

function spanPrefix(index: number, start: number, end: number, scheme: TaggingScheme): string {
  if (scheme === 'bioes' && index === end - 1) return index === start ? 'S' : 'E';
  return index === start ? 'B' : 'I';
}

/**
 * What spans are written in. IOB1 opens a chunk with I- and uses B- between neighbours of one category only, so every
 * chunk's opening is evidence for one of the two; the more frequent one wins, since real files have slips.
 * @param sentences tags that are O, or B-, I-, E- or S- before a category.
 */
export function detectScheme(sentences: Iterable<readonly string[]>): DetectedScheme {
  const count = { singleOrEnd: 0, openedByB: 0, openedByI: 0 };
  for (const tags of sentences) {
    let previous = outside;
    for (const tag of tags) {
      const current = tagParts(tag);
      if (current.prefix === 'S' || current.prefix === 'E') count.singleOrEnd++;
      const continues = previous.prefix !== 'O' && previous.category === current.category;
      // B- right after its own category is what IOB1 and IOB2 both write: no evidence.
      if (!continues && current.prefix === 'B') count.openedByB++;
      if (!continues && current.prefix === 'I') count.openedByI++;
      previous = current;
    }
  }
  if (count.singleOrEnd > 0) return 'bioes';
  return count.openedByI > count.openedByB ? 'iob1' : 'iob2';
}

/**
 * The tags of a tag set, in the order of their indices: O, then each category's tags. A category appended to the list
 * appends its tags, so that the indices of a trained output layer's rows stay.
 */
export function tagSet(categories: readonly string[], scheme: TaggingScheme): string[] {
  return ['O', ...categories.flatMap((category) => schemePrefixes[scheme].map((prefix) => `${prefix}-${category}`))];
}

/** Which tags may begin a sentence, end it, and follow each other, so that decoding gives well-formed tags alone. */
export function allowedTransitions(tags: readonly string[], scheme: TaggingScheme): AllowedTransitions {
  const parts = tags.map(tagParts);
  const continues = ({ prefix }: TagParts) => prefix === 'I' || prefix === 'E';
  const isOpen = ({ prefix }: TagParts) => scheme === 'bioes' && (prefix === 'B' || prefix === 'I');
  const canBeContinued = ({ prefix }: TagParts) => prefix === 'B' || prefix === 'I';
  return {
    start: parts.map((tag) => !continues(tag)),
    end: parts.map((tag) => !isOpen(tag)),
    between: parts.map((from) =>
      parts.map((to) => {
        if (continues(to)) return canBeContinued(from) && from.category === to.category;
        return !isOpen(from);
      }),
    ),
  };
}

/**
 * The spans of one sentence of a document, over its token indices.
 * @throws GraftError where a span does not begin and end at boundaries of the sentence's tokens.
 */
export function sentenceSpans(document: Document, sentence: Sentence): TokenSpan[] {
  const { tokens } = sentence;
  const first = tokens[0];
  const last = tokens.at(-1);
  if (!first || !last) return [];
  const spans: TokenSpan[] = [];
  let token = 0;
  for (const span of spansBetween(document.spans, first.start, last.end)) {
    while (token < tokens.length && (tokens[token]?.start ?? 0) < span.start) token++;
    const start = token;
    while (token < tokens.length && (tokens[token]?.end ?? 0) < span.end) token++;
    if (tokens[start]?.start !== span.start || tokens[token]?.end !== span.end) throw misaligned(document, span);
    spans.push({ start, end: ++token, category: span.category });
  }
  return spans;
}

function misaligned(document: Document, { start, end, category }: Span): GraftError {
  const text = document.text.slice(start, end);
  return new GraftError({
    code: 'span-across-token',
    message: `In document ${document.id} the span ${category} [${start}, ${end}) “${text}” does not begin and end at token boundaries of one sentence.`,
    remedy: 'Tokenize so that the span’s boundaries are token boundaries, or correct the span.',
  });
}

/** One tag a token: the sentence's own tags in corpora of kind `tags`, otherwise those of the document's spans. */
export function sentenceTags(document: Document, sentence: Sentence, scheme: TaggingScheme): string[] {
  if (sentence.tags) return [...sentence.tags];
  return spansToTags(sentenceSpans(document, sentence), sentence.tokens.length, scheme);
}

/**
 * Spans over the document's characters from one tag a token.
 * @throws GraftError where there is not one tag for each of the sentence's tokens.
 */
export function spansFromTags(document: Document, sentence: Sentence, tags: readonly string[]): Span[] {
  const { tokens } = sentence;
  if (tags.length !== tokens.length) {
    throw new GraftError({
      code: 'tag-count',
      message: `A sentence of document ${document.id} has ${counted(tokens.length, 'token')}, but was given ${counted(tags.length, 'tag')}.`,
      remedy: 'Give exactly one tag for each token.',
    });
  }
  return tagsToSpans(tags).map(({ start, end, category }) => ({
    start: tokens[start]?.start ?? 0,
    end: tokens[end - 1]?.end ?? 0,
    category,
  }));
}

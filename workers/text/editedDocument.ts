/**
 * A document that somebody edited, before a corpus takes it. What a file holds is brought to agree as far as it can be,
 * with notices; an edit is made by a program that knows the document, so that what does not agree is refused.
 */

import type { CorpusKind, Document, Sentence, Token } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import { isBlank } from './blank.ts';
import { nameFault } from './categoryNames.ts';
import { counted } from './counted.ts';
import { mergeAcrossSpans, rangesOf, splitTokens, type WorkingToken } from './fitTokens.ts';
import { type Notice, nameOf } from './notice.ts';
import { spansInText } from './placeSpans.ts';
import { allSpans, chooseSpans, withSpans } from './spans.ts';

/**
 * The document with its spans chosen by the rule, its tokens cut and its sentences joined where a span asks for it.
 * @throws GraftError where a token or a span does not lie in the text, a span has no category or covers text that none
 *   of the document's sentences holds, or the annotation is not of the corpus's kind.
 */
export function editedDocument(document: Document, kind: CorpusKind): Document {
  checkTokens(document);
  checkKind(document, kind);
  if (kind === 'tags') return withSpans(document, []);
  const { id, text, sentences } = document;
  const given = sentences.flatMap(({ tokens }, sentence) =>
    tokens.map((token): WorkingToken => ({ ...token, sentence })),
  );
  const refuse = ({ code, message, remedy, droppedSpans }: Notice) => {
    if (droppedSpans > 0) throw new GraftError({ code, message: `Document ${id}: ${message}`, remedy });
  };
  for (const span of allSpans(document)) {
    const fault = nameFault(span.category);
    if (!fault) continue;
    throw new GraftError({
      code: 'category-name',
      message: `Document ${id}: the category of the span ${span.start}–${span.end} has ${fault}.`,
      remedy: 'Give the span another category.',
    });
  }
  const { all } = chooseSpans(spansInText(text, allSpans(document), given, refuse));
  const tokens = splitTokens(text, given, all, () => {});
  const ranges = mergeAcrossSpans(text, tokens, rangesOf(tokens), all, true, () => {});
  const fitted = ranges.map(({ first, end }): Sentence => ({ tokens: tokens.slice(first, end).map(placeOf) }));
  const edited = withSpans({ ...document, sentences: fitted }, all);
  checkCovered(edited);
  return edited;
}

const placeOf = ({ start, end }: Token): Token => ({ start, end });

function checkTokens({ id, text, sentences }: Document): void {
  let before = 0;
  for (const { tokens } of sentences) {
    for (const { start, end } of tokens) {
      const isThere = Number.isInteger(start) && Number.isInteger(end) && start < end && end <= text.length;
      if (!isThere || start < before) {
        throw new GraftError({
          code: 'token-outside-text',
          message: `Document ${id}: the token ${start}–${end} overlaps the one before it, or lies outside the text, which has ${counted(text.length, 'character')}.`,
          remedy: 'Give tokens in order, with offsets into the text.',
        });
      }
      before = end;
    }
  }
  if (sentences.length === 0 || sentences.some(({ tokens }) => tokens.length === 0)) {
    throw new GraftError({
      code: 'empty-sentence',
      message: `Document ${id} has no sentence, or one without tokens.`,
      remedy: 'Give every sentence at least one token.',
    });
  }
}

function checkKind(document: Document, kind: CorpusKind): void {
  const { id, sentences } = document;
  const isTagged = sentences.every(({ tokens, tags }) => tags?.length === tokens.length && !tags.includes(''));
  const hasTags = sentences.some(({ tags }) => tags !== undefined);
  if (kind === 'tags' ? isTagged && allSpans(document).length === 0 : !hasTags) return;
  throw new GraftError({
    code: 'corpus-kind',
    message:
      kind === 'tags'
        ? `Document ${id} does not have exactly one tag for each token and no spans, as its corpus does.`
        : `Document ${id} has one tag a token, but its corpus has spans.`,
    remedy: 'Annotate it as the other documents of the corpus are.',
  });
}

/**
 * The sentences of a divided document can stand in several parts, each of which has the whole text: a span must not
 * reach into sentences of another part.
 */
function checkCovered(document: Document): void {
  const { id, text } = document;
  const tokens = document.sentences.flatMap((sentence) => sentence.tokens);
  const starts = new Map<number, number>();
  const ends = new Map<number, number>();
  /** How many stretches of text without tokens stand before each token. */
  const holesBefore: number[] = [];
  let [holes, end] = [0, 0];
  for (const [index, token] of tokens.entries()) {
    if (!isBlankBetween(text, end, token.start)) holes++;
    holesBefore.push(holes);
    starts.set(token.start, index);
    ends.set(token.end, index);
    end = token.end;
  }
  for (const span of allSpans(document)) {
    const [first, last] = [starts.get(span.start), ends.get(span.end)];
    if (first !== undefined && last !== undefined && holesBefore[first] === holesBefore[last]) continue;
    throw new GraftError({
      code: 'span-outside-sentences',
      message: `Document ${id}: the span ${nameOf(text, span)} covers text that stands in none of its sentences here.`,
      remedy: 'End it where the sentence ends: the rest of the document belongs to another part of the corpus.',
    });
  }
}

function isBlankBetween(text: string, start: number, end: number): boolean {
  for (let position = start; position < end; position++) if (!isBlank(text, position)) return false;
  return true;
}

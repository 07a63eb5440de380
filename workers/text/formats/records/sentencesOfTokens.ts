/**
 * What pipelines of natural language processing write, token by token: Stanford CoreNLP's JSON, `{sentences: [{tokens:
 * [{word, characterOffsetBegin, ner}], entitymentions: [...]}]}`, and Stanza's, a list of tokens with `start_char`, `ner` a
 * sentence. They become words with their tags, in a text that has its blanks where the file places them.
 */
import type { Complain } from './labelStudio.ts';
import { type Fields, isFields, shown, wholeNumber } from './values.ts';

interface Word {
  readonly word: string;
  readonly tag: string;
  readonly start: number | undefined;
  readonly end: number | undefined;
}

/** Stanza's document: lists of tokens, each with a text and a tag. */
export const areTokenLists = (value: readonly unknown[]): value is readonly (readonly Fields[])[] =>
  value.length > 0 && value.every((item) => Array.isArray(item) && item.length > 0 && item.every(isTaggedToken));

/** A sentence of Stanza's by itself. */
export const areNumberedTokens = (value: readonly unknown[]): value is readonly Fields[] =>
  value.length > 1 &&
  value.every((item, index) => isTaggedToken(item) && (item as Fields).id === index + 1 && wordOf(item) !== undefined);

const isTaggedToken = (item: unknown): item is Fields =>
  isFields(item) && typeof item.ner === 'string' && wordOf(item) !== undefined;

function wordOf({ originalText, text, word }: Fields): string | undefined {
  const found = [originalText, text, word].find((each) => typeof each === 'string' && each.trim() !== '');
  return typeof found === 'string' ? found : undefined;
}

/** Whether it holds sentences of such tokens. */
export const hasSentencesOfTokens = ({ sentences }: Fields) =>
  Array.isArray(sentences) &&
  sentences.length > 0 &&
  sentences.every((sentence) => isFields(sentence) && Array.isArray(sentence.tokens)) &&
  sentences.some(({ tokens }) => tokens.length > 0) &&
  sentences.every(({ tokens }) =>
    tokens.every((token: unknown) => isTaggedToken(token) && startOf(token) !== undefined),
  );

/** The record with its words, their tags and, where it can be put together, its text; nothing where it is no such record. */
export function withSentencesOfTokens(record: Fields, complain: Complain): Fields | undefined {
  if (!hasSentencesOfTokens(record)) return undefined;
  const { sentences: _, corefs: __, docId, doc_id: id = docId, ...rest } = record;
  const sentences = (record.sentences as readonly Fields[]).map((sentence) => wordsOf(sentence, complain));
  const own = typeof rest.text === 'string' ? rest.text : textOf(sentences.flat());
  return {
    ...(id === undefined ? {} : { id }),
    ...(own === undefined ? {} : { text: own }),
    tokens: sentences.map((words) => words.map(({ word }) => word)),
    ner: sentences.map((words) => words.map(({ tag }) => tag)),
  };
}

function wordsOf({ tokens, entitymentions, ents }: Fields, complain: Complain): Word[] {
  const words = (tokens as readonly Fields[]).map((token) => ({
    word: wordOf(token) as string,
    tag: token.ner as string,
    start: startOf(token),
    end: endOf(token),
  }));
  // Tags without prefixes would join two names that follow each other; the mentions keep them apart.
  const mentions = Array.isArray(entitymentions) ? entitymentions : Array.isArray(ents) ? ents : undefined;
  return mentions === undefined ? words : byMentions(words, mentions, complain);
}

function byMentions(words: readonly Word[], mentions: readonly unknown[], complain: Complain): Word[] {
  const tags = words.map(() => 'O');
  for (const mention of mentions) {
    const fields = isFields(mention) ? mention : {};
    const category = fields.ner ?? fields.type;
    const [start, end] = [startOf(fields), endOf(fields)];
    const first = words.findIndex((word) => word.start === start);
    const last = words.findIndex((word) => word.end === end);
    const isFree = first >= 0 && last >= first && tags.slice(first, last + 1).every((tag) => tag === 'O');
    if (typeof category !== 'string' || start === undefined || end === undefined || !isFree) {
      complain(
        'broken-span',
        `The mention ${shown(mention)} has no category, or does not stand on free words of its sentence; it was left out.`,
        'A mention has its category under “ner”, and the offsets of its first and last word.',
        1,
      );
      continue;
    }
    for (let at = first; at <= last; at++) tags[at] = `${at === first ? 'B' : 'I'}-${category}`;
  }
  return words.map((word, index) => ({ ...word, tag: tags[index] ?? 'O' }));
}

const startOf = (fields: Fields) => placeOf(fields, fields.characterOffsetBegin ?? fields.start_char, 'start_char');
const endOf = (fields: Fields) => placeOf(fields, fields.characterOffsetEnd ?? fields.end_char, 'end_char');

/** Stanza keeps places under names of their own, or in `misc: "start_char=0|end_char=3"`. */
function placeOf({ misc }: Fields, own: unknown, name: string): number | undefined {
  const noted = typeof misc === 'string' ? new RegExp(`\\b${name}=(\\d+)`).exec(misc)?.[1] : undefined;
  return wholeNumber(own ?? noted);
}

/** The words with a blank where there is a gap; nothing where they do not say their places. */
function textOf(words: readonly Word[]): string | undefined {
  let text = '';
  let before: number | undefined;
  for (const { word, start, end } of words) {
    if (start === undefined || end === undefined || (before !== undefined && start < before)) return undefined;
    text += (before !== undefined && start > before ? ' ' : '') + word;
    before = end;
  }
  return text;
}

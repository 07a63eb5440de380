/**
 * Records of words with a tag each: two lists of one length, one list of words with their tags, a text and the tags of
 * its words, with or without sentences, under whatever keys. Tags may be numbers, whose names numberNames.ts looks for.
 */
import { clip } from '../../clip.ts';
import { categoriesBeside, joinedTags } from '../splitTags.ts';
import { isTagColumn } from '../tagShape.ts';
import { isOutside } from '../tagSpelling.ts';
import { isBeside, rankOf, tagListNames, textNames, wordListNames } from './names.ts';
import { lastKey } from './paths.ts';
import { kindOfItem } from './survey.ts';
import { type Fields, isFields, isStrings, wholeNumber } from './values.ts';

export interface WordSentences {
  readonly sentences: { readonly words: string[]; readonly tags: string[] }[];
  /** The key of the tags. */
  readonly key: string;
  /** The text around the words, where the record has it. */
  readonly text?: string;
  /** Whether tags are numbers. */
  readonly isNumbered: boolean;
  /** The key of other tags of spans beside these. */
  readonly rival?: string;
  /** The key of the categories, where the tags were prefixes alone. */
  readonly categoryKey?: string;
}

/** Words and tags that do not come out even. */
export interface Uneven {
  readonly words: number;
  readonly tags: number;
  readonly key: string;
}

interface List {
  readonly path: string;
  /** By sentence; a list without sentences is one. */
  readonly sentences: readonly (readonly unknown[])[];
}

const deepest = 4;
/** B-PER, I_LOC, U:ORG, PER-B, O. */
const spanTag = /^(?:[Oo]|OUT|[BIbi]|[BIESLUMbieslum][-_:].+|.+[-_:][BIESLUM])$/;
/** What spaCy writes where nobody looked. */
export const missingTag = '-';

export function tokenRecord(record: Fields): WordSentences | Uneven | undefined {
  const lists: List[] = [];
  const texts: [string, string][] = [];
  collect(record, '', 0, lists, texts);
  const pairs = lists.map(pairedIn).find((found) => found !== undefined);
  if (pairs) return { ...pairs, isNumbered: false, ...textOf(texts) };
  const tagLists = lists.filter(isTags).sort((one, other) => tagRank(one) - tagRank(other));
  const wordLists = lists.filter(isWords).sort((one, other) => wordRank(one) - wordRank(other));
  let uneven: Uneven | undefined;
  for (const tags of tagLists) {
    for (const words of wordLists) {
      if (words === tags || (wordRank(words) === Number.POSITIVE_INFINITY && isCalledTags(words))) continue;
      if (areEven(words, tags)) {
        if (isFarFetched(words, tags)) continue;
        const rival = tagLists.find((other) => other !== tags && areSpanTags(other.sentences.flat()));
        return {
          ...joined(words.sentences as string[][], tags),
          ...withCategories(tags, words, lists),
          ...textOf(texts),
          ...(rival ? { rival: lastKey(rival.path) } : {}),
        };
      }
      if (Number.isFinite(rankOf(words.path, wordListNames)) && !isFarFetched(words, tags))
        uneven ??= { words: sizeOf(words), tags: sizeOf(tags), key: lastKey(tags.path) };
    }
  }
  return uneven ?? taggedText(texts, tagLists);
}

/** Words alone, by sentence, which nobody has tagged yet. */
export function bareWords(record: Fields): readonly (readonly string[])[] | undefined {
  const lists: List[] = [];
  collect(record, '', 0, lists, []);
  const words = lists.find((list) => isWords(list) && isCalledWords(list));
  return words?.sentences as readonly (readonly string[])[] | undefined;
}

/** A list of sentences holds words only where each is a list of them. */
const isCalledWords = ({ path, sentences }: List) =>
  Number.isFinite(rankOf(path, wordListNames)) && !(lastKey(path) === 'sentences' && sentences.length === 1);

function collect(fields: Fields, before: string, depth: number, lists: List[], texts: [string, string][]): void {
  for (const [key, value] of Object.entries(fields)) {
    const path = before + key;
    if (typeof value === 'string') texts.push([path, value]);
    else if (Array.isArray(value) && value.length > 0) {
      lists.push({ path, sentences: isSentences(value) ? value : (sentencesIn(key, value) ?? [value]) });
    } else if (isFields(value) && depth < deepest) collect(value, `${path}.`, depth + 1, lists, texts);
  }
}

/** A list of lists of words or tags; words with their tags behind them are no sentences. */
function isSentences(value: readonly unknown[]): value is unknown[][] {
  if (!value.every((item) => Array.isArray(item))) return false;
  const areWords = value.every(
    (item) => item.length >= 2 && item.length <= 4 && isStrings(item) && spanTag.test(item.at(-1) as string),
  );
  if (!areWords && lastOfTagged(value) !== undefined) return false;
  return !areWords || value.every(([word]) => spanTag.test(word as string));
}

/** spaCy's sentences, each with its tokens. */
function sentencesIn(key: string, value: readonly unknown[]): unknown[][] | undefined {
  if (!/^sent/i.test(key)) return undefined;
  const tokens = value.map((item) => (isFields(item) ? (item.tokens ?? item.words) : undefined));
  return tokens.every((list) => Array.isArray(list)) ? (tokens as unknown[][]) : undefined;
}

/** Lists of objects or pairs that hold a word and its tag. */
function pairedIn(list: List): Omit<WordSentences, 'isNumbered' | 'text'> | undefined {
  const first = list.sentences.find((sentence) => sentence.length > 0)?.[0];
  const keys = Array.isArray(first) || isFields(first) ? Object.keys(first).slice(0, 40) : [];
  if (keys.length < 2 || ['placed', 'maybe'].includes(kindOfItem(first))) return undefined;
  const items = list.sentences.flat().slice(0, 200);
  const at = (item: unknown, key: string) => (item as Record<string, unknown> | null)?.[key];
  const tagKeys = keys.filter((key) => {
    const values = items.map((item) => at(item, key));
    const given = values.filter((value) => value !== missingTag);
    return (
      isStrings(values) && (areSpanTags(given) || (Number.isFinite(rankOf(key, tagListNames)) && areBareTags(given)))
    );
  });
  // The last of several, as in columns; where they have names, one that is called so.
  const named = tagKeys.filter((key) => Number.isFinite(rankOf(key, tagListNames)));
  const tagKey = Array.isArray(first)
    ? (tagKeys.at(-1) ?? lastOfTagged(list.sentences.flat()))
    : (named[0] ?? tagKeys[0]);
  const rival = tagKeys.find((key) => key !== tagKey);
  const word = keys.filter((key) => key !== tagKey && typeof at(first, key) === 'string');
  const wordKey =
    word.find((key) => ['orth', 'text', 'word', 'token', 'form', '0', '1'].includes(key.toLowerCase())) ?? word[0];
  if (tagKey === undefined || wordKey === undefined) return undefined;
  const isWhole = list.sentences
    .flat()
    .every((item) => typeof at(item, wordKey) === 'string' && typeof at(item, tagKey) === 'string');
  if (!isWhole) return undefined;
  const cells = (key: string) => list.sentences.map((sentence) => sentence.map((item) => at(item, key)));
  const texts = (key: string) => cells(key).map((sentence) => sentence.map((cell) => (isText(cell) ? cell : '')));
  const [words, tags] = [texts(wordKey), texts(tagKey)];
  const beside = categoriesBeside(
    tags.flat(),
    keys.map((key) => (key === wordKey || key === tagKey ? undefined : texts(key).flat())),
  );
  const categoryKey = beside === undefined ? undefined : keys[beside];
  const categories = categoryKey === undefined ? undefined : texts(categoryKey);
  const sentences = words.map((sentence, index) => {
    const own = tags[index] ?? [];
    return { words: sentence, tags: categories ? joinedTags(own, categories[index] ?? []) : own };
  });
  return {
    sentences,
    key: tagKey,
    ...(categoryKey === undefined ? {} : { categoryKey }),
    ...(rival === undefined || rival === categoryKey ? {} : { rival }),
  };
}

/** Where words stand beside their parts of speech, `["Ida", "NNP"]`, the place of these. */
function lastOfTagged(items: readonly unknown[]): string | undefined {
  const last = Array.isArray(items[0]) ? items[0].length - 1 : 0;
  if (last < 1 || last > 3 || !items.every((item) => isStrings(item) && item.length === last + 1)) return undefined;
  const cells = items as string[][];
  const tags = cells.map((item) => item[last] ?? '');
  const words = cells.map(([word = '']) => word);
  return isTagColumn(tags, words, false) ? `${last}` : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown) => wholeNumber(value) !== undefined;
const isWords = ({ sentences }: List) => sentences.every((sentence) => isStrings(sentence));

function isTags({ path, sentences }: List): boolean {
  const all = sentences.flat();
  if (/names$|list$|set$|2id|id2/i.test(path) && !Number.isFinite(rankOf(path, tagListNames))) return false;
  // A text and a number side by side are parts of a span.
  if (!isStrings(all) && !all.every(isNumber)) return false;
  return Number.isFinite(rankOf(path, tagListNames)) || areSpanTags(all) || areBareTags(all);
}

/** `O O PERSON`, as TACRED has what a tagger said: O, and beside it a few names in capital letters. */
function areBareTags(tags: readonly unknown[]): boolean {
  const names = new Set(tags.filter((tag) => tag !== 'O'));
  const isFew = names.size <= Math.max(3, 0.3 * tags.length);
  return (
    isFew && tags.includes('O') && [...names].every((tag) => typeof tag === 'string' && /^[A-Z][A-Z_-]+$/.test(tag))
  );
}

export function areSpanTags(tags: readonly unknown[]): boolean {
  const texts = tags.filter((tag) => typeof tag === 'string');
  const fitting = texts.filter((tag) => spanTag.test(tag) || isOutside(tag));
  return fitting.some((tag) => spanTag.test(tag)) && fitting.length >= 0.9 * tags.length;
}

const isCalledTags = (list: List) =>
  Number.isFinite(rankOf(list.path, tagListNames)) || areSpanTags(list.sentences.flat());

/** Tags that look like spans' first, then by name. */
function tagRank(list: List): number {
  return (areSpanTags(list.sentences.flat()) ? 0 : 100) + Math.min(99, rankOf(list.path, tagListNames));
}

const wordRank = (list: List) => rankOf(list.path, wordListNames);

/** Neither names nor tags say that these are words and tags. */
const isFarFetched = (words: List, tags: List) =>
  !areSpanTags(tags.sentences.flat()) &&
  !(areBareTags(tags.sentences.flat()) && Number.isFinite(wordRank(words))) &&
  !(Number.isFinite(wordRank(words)) && Number.isFinite(rankOf(tags.path, tagListNames)));

const areEven = (words: List, tags: List) =>
  words.sentences.length === tags.sentences.length &&
  words.sentences.every((sentence, index) => sentence.length === tags.sentences[index]?.length);

/** The sentences with whole tags, where these are prefixes alone and another list has their categories. */
function withCategories(
  tags: List,
  words: List,
  lists: readonly List[],
): Pick<WordSentences, 'sentences' | 'categoryKey'> | undefined {
  const prefixes = tags.sentences.flat();
  if (!isStrings(prefixes)) return undefined;
  const found = categoriesBeside(
    prefixes,
    lists.map((list) => {
      const cells = list === tags || list === words || !areEven(list, tags) ? undefined : list.sentences.flat();
      return isStrings(cells) ? cells : undefined;
    }),
  );
  const categories = found === undefined ? undefined : lists[found];
  if (!categories) return undefined;
  const sentences = (words.sentences as string[][]).map((sentence, index) => ({
    words: [...sentence],
    tags: joinedTags(tags.sentences[index] as string[], categories.sentences[index] as string[]),
  }));
  return { sentences, categoryKey: lastKey(categories.path) };
}

const sizeOf = ({ sentences }: List) => sentences.reduce((size, sentence) => size + sentence.length, 0);

function joined(words: readonly string[][], tags: List): Pick<WordSentences, 'sentences' | 'key' | 'isNumbered'> {
  const all = tags.sentences.flat();
  return {
    sentences: words.map((sentence, index) => ({
      words: [...sentence],
      tags: (tags.sentences[index] ?? []).map((tag) => String(typeof tag === 'string' ? tag : wholeNumber(tag))),
    })),
    key: lastKey(tags.path),
    isNumbered: all.length > 0 && all.every(isNumber),
  };
}

/** A text and as many tags as it has words between blanks. */
function taggedText(texts: readonly [string, string][], tagLists: readonly List[]): WordSentences | Uneven | undefined {
  const rank = ([path]: [string, string]) => Math.min(1000, rankOf(path, textNames));
  const text = texts.filter(([path]) => !isBeside(path)).sort((one, other) => rank(one) - rank(other));
  for (const tags of [...tagLists, ...texts.map(spacedTags).filter((list) => list !== undefined)]) {
    // Lists of lists are spans rather than tags.
    if (tags.sentences.length > 1 && !areSpanTags(tags.sentences.flat())) continue;
    for (const [path, value] of text) {
      const words = value.trim().split(/\s+/);
      if (
        path === tags.path ||
        words.length !== sizeOf(tags) ||
        // A list of labels is no text with its tags.
        areSpanTags(words) ||
        (words.length === 1 && !areSpanTags(tags.sentences.flat()))
      )
        continue;
      return joined([words], { path: tags.path, sentences: [tags.sentences.flat()] });
    }
  }
  const [tags] = tagLists.filter((list) => areSpanTags(list.sentences.flat()));
  const [main] = text;
  if (!tags || !main) return undefined;
  return { words: main[1].trim().split(/\s+/).length, tags: sizeOf(tags), key: lastKey(tags.path) };
}

/** `O O B-PER`, in one text. */
function spacedTags([path, text]: [string, string]): List | undefined {
  if (text.length > 100_000 || Number.isFinite(rankOf(path, textNames))) return undefined;
  const tags = text.trim().split(/\s+/);
  return areSpanTags(tags) && tags.some((tag) => tag.length > 2 || tag === 'O')
    ? { path, sentences: [tags] }
    : undefined;
}

function textOf(texts: readonly [string, string][]): { text?: string } {
  const text = texts.find(([path]) => Number.isFinite(rankOf(path, textNames)))?.[1];
  return text === undefined ? {} : { text };
}

/** Whether a text is the words with at most a space between them, and where there is none. */
export function spacesAfter(text: string, sentences: WordSentences['sentences']): boolean[][] | undefined {
  let position = 0;
  const result: boolean[][] = [];
  const trimmed = text.trim();
  for (const { words } of sentences) {
    const spaces: boolean[] = [];
    for (const word of words) {
      if (word === '' || !trimmed.startsWith(word, position)) return undefined;
      position += word.length;
      const isSpace = /\s/.test(trimmed.charAt(position));
      spaces.push(isSpace);
      if (isSpace) position++;
    }
    result.push(spaces);
  }
  return position === trimmed.length ? result : undefined;
}

/** For a record whose words and tags do not come out even. */
export const unevenReason = ({ words, tags, key }: Uneven) =>
  `it has ${words} ${words === 1 ? 'word' : 'words'} and ${tags} ${tags === 1 ? 'tag' : 'tags'} under “${clip(key, 40)}”`;

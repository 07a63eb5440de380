/**
 * What tags look like to somebody who does not know their scheme: `B-PER` and O, a part of speech, the name of a
 * category. One cell proves nothing, since `U-Bahn` and `NASA` look so too; many cells side by side do.
 */
import { hasPrefix, isOutside } from './tagSpelling.ts';

const prefixBefore = /^[BIESLUMWbi][-_:]./;
const prefixBehind = /.[-_:][BIESLUMW]$/;
const prefixAlone = /^[BIES]$/;

/** O, or a tag of spans with its prefix before or behind the category, or alone. */
export function isSpanTag(cell: string): boolean {
  return isOutside(cell) || prefixBefore.test(cell) || prefixBehind.test(cell) || prefixAlone.test(cell);
}

/** What the tags of the Penn Treebank and of Universal Dependencies, and most names of categories, are written in. */
const capitals = /^-?\p{Lu}[\p{Lu}\p{N}$_+|-]*$/u;
const marks = /^[\p{P}\p{S}]+$/u;

/** A word in capitals, or a mark: parts of speech, and categories without prefixes. */
export const isCapitalTag = (cell: string) => capitals.test(cell) || marks.test(cell);

/** Whether it is a tag with B-, I- or the like and a category in capitals, as nobody writes in prose. */
export const isSureSpanTag = (cell: string) => hasPrefix(cell) && /^.-\p{Lu}[\p{Lu}\p{N}_-]+$/u.test(cell);

/** Of the Penn Treebank and of Universal Dependencies. */
const partsOfSpeech = new Set(
  (
    'CC CD DT EX FW IN JJ JJR JJS LS MD NN NNS NNP NNPS PDT POS PRP PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ ' +
    'WDT WP WP$ WRB ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ VERB X'
  ).split(' '),
);

/** Whether cells are parts of speech that everybody knows, and marks; however few they are. */
function arePartsOfSpeech(cells: readonly string[]): boolean {
  const known = cells.filter((cell) => partsOfSpeech.has(cell)).length;
  const others = cells.filter((cell) => !partsOfSpeech.has(cell) && !marks.test(cell)).length;
  return known >= 2 && others <= 0.1 * known;
}

interface TagsOfWords {
  readonly words: readonly string[];
  readonly tags: readonly string[];
}

/** How much must be seen of tags that have no prefix. */
const bare = { lists: 2, fitting: 0.9, distinct: 0.6, labelled: 0.1 };

/**
 * Whether lists that stand beside the words of sentences are their tags: such with prefixes beside words that have
 * none, whether or not there are as many; or words in capitals that repeat, as many as there are words.
 */
export function areTagsOfWords(lists: readonly TagsOfWords[]): boolean {
  const spans = lists.filter(({ tags }) => tags.every(isSpanTag));
  if (spans.length >= 0.5 * lists.length && isLabelled(spans, 0)) return true;
  const capital = lists.filter(areCapitalTags);
  const tags = capital.flatMap((list) => list.tags);
  return (
    capital.length >= bare.lists &&
    capital.length >= bare.fitting * lists.length &&
    isLabelled(capital, bare.labelled) &&
    (new Set(tags).size <= bare.distinct * tags.length || arePartsOfSpeech(tags))
  );
}

/** Whether some tags say more than O, and the words are none themselves. */
function isLabelled(lists: readonly TagsOfWords[], share: number): boolean {
  const tags = lists.flatMap((list) => list.tags);
  const labels = tags.filter((tag) => !isOutside(tag) && !marks.test(tag)).length;
  const tagsAmongWords = lists.flatMap(({ words }) => words.filter((word) => prefixBefore.test(word))).length;
  return labels > share * tags.length && tagsAmongWords * 4 < labels;
}

/** One for each word, and marks for marks alone. */
function areCapitalTags({ words, tags }: TagsOfWords): boolean {
  const fits = (tag: string, index: number) =>
    capitals.test(tag) || (marks.test(tag) && marks.test(words[index] ?? ''));
  return words.length === tags.length && tags.every(fits) && !words.every(isCapitalTag);
}

const name = /^\p{L}[\p{L}\p{N}_-]{2,}$/u;

/** How much must be seen of a column of tags without O. */
const column = { capitals: 4, names: 6 };

/**
 * Whether a column holds tags though none of them is O: parts of speech, or a few words in capitals that repeat; where
 * lines are even in all else, a few names that repeat beside words that are many.
 * @param words what stands beside them.
 */
export function isTagColumn(tags: readonly string[], words: readonly string[], isEven: boolean): boolean {
  const distinct = new Set(tags).size;
  const repeats = distinct * 2 <= tags.length;
  if (areCapitalTags({ words, tags }) && tags.some((tag) => capitals.test(tag)))
    return arePartsOfSpeech(tags) || (repeats && tags.length >= column.capitals);
  const areMany = new Set(words).size >= 2 * distinct;
  return isEven && repeats && areMany && tags.length >= column.names && tags.every((tag) => name.test(tag));
}

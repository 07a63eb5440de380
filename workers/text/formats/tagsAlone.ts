/**
 * Files that hold tags and no words, as `seqeval` is given its lists and as people keep labels beside their texts. Read
 * as words they would make sentences of O and B-PER.
 */
import { GraftError } from '../../protocol/errors.ts';
import { isOutside, looksLikeSpanTag } from './tagSpelling.ts';

/** @returns what to throw where a file holds nothing but tags. */
export const tagsAlone = (file: string) =>
  new GraftError({
    code: 'tags-alone',
    message: 'The file holds nothing but tags; the words stand in another file, it seems. Nothing was read.',
    remedy: 'Put them into one file: a word and its tag a line, or the words of a sentence, a tab, and its tags.',
    file,
    line: 1,
  });

/** Whether all texts in a value of JSON are tags, of which some have a prefix and some stand in lists; keys do not count. */
export function areTagsAlone(value: unknown): boolean {
  const seen = { prefixed: false, listed: false };
  return onlyTags(value, seen, false, 0) && seen.prefixed && seen.listed;
}

/** As before, of one record among others: none of its tags need have a prefix. */
export const holdsOnlyTags = (value: unknown) => onlyTags(value, { prefixed: false, listed: false }, false, 0);

const deepest = 20;

function onlyTags(
  value: unknown,
  seen: { prefixed: boolean; listed: boolean },
  inList: boolean,
  depth: number,
): boolean {
  if (typeof value === 'string') {
    if (!looksLikeSpanTag(value)) return false;
    seen.prefixed ||= !isOutside(value);
    seen.listed ||= inList;
    return true;
  }
  if (typeof value !== 'object' || value === null || depth > deepest) return false;
  const isList = Array.isArray(value);
  return Object.values(value).every((each) => onlyTags(each, seen, isList, depth + 1));
}

/** Whether the cells of all rows are tags. */
export const areRowsOfTags = (rows: readonly (readonly string[])[]) =>
  areTagsAlone(rows.map((row) => row.filter(Boolean)));

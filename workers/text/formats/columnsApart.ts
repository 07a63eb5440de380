/** The words and their tags stand in two columns: one column for both would make words of tags without a word about it. */
import { GraftError } from '../../protocol/errors.ts';

/** @param word counted from 0, as `tag`. @throws GraftError where both are one column. */
export function checkColumnsApart(word: number, tag: number, file: string): void {
  if (word !== tag) return;
  throw new GraftError({
    code: 'same-column',
    message: `Words and tags would both be read from column ${word} (counted from 0).`,
    remedy: 'Give another column of the words (--word-column) or of the tags (--tag-column).',
    file,
  });
}

/**
 * Rows that look like words with their tags and are none: words with numbers, texts with a label each, and spans with
 * their places, whose text stands in another file. Read as words they would make one sentence of things that never followed each other.
 */
import { GraftError } from '../../protocol/errors.ts';
import { clip } from '../clip.ts';
import type { SampledRow } from './columns.ts';
import { isOutside } from './tagSpelling.ts';

/**
 * @param isAsked whether somebody named the column of the tags.
 * @throws GraftError `numbered-tags`, `rows-of-texts`, `spans-without-text`.
 */
export function refuseOtherThanWords(
  rows: readonly SampledRow[],
  {
    wordColumn,
    tagColumn,
    areCategories,
    isAsked,
  }: { wordColumn: number; tagColumn: number; areCategories: boolean; isAsked: boolean },
  file: string,
): void {
  const tags = rows.map(({ cells }) => cells[tagColumn] ?? '').filter((tag) => !isOutside(tag));
  if (!isAsked && tags.length > 0 && tags.every((tag) => /^-?\d+(?:[.,]\d+)?$/.test(tag))) {
    throw new GraftError({
      code: 'numbered-tags',
      message: `The tags in column ${tagColumn + 1} are numbers, such as ${tags[0]}, and their names are not in the file. Nothing was read.`,
      remedy: 'Write the names of the tags instead, or choose the column of the tags (--tag-column).',
      file,
    });
  }
  const words = rows.map(({ cells }) => cells[wordColumn] ?? '');
  const texts = words.filter((word) => /\S\s+\S/.test(word));
  if (rows.length > 1 && texts.length * 2 > rows.length) {
    throw new GraftError({
      code: 'rows-of-texts',
      message: `In column ${wordColumn + 1}, where the words should stand, most cells hold several, such as “${clip(texts[0] ?? '', 60)}”: these are texts or names with a label each, and no words of sentences. Nothing was read.`,
      remedy:
        'Give a word and its tag a line, or a text with its spans as JSONL or CSV; or choose the column of the words (--word-column).',
      file,
    });
  }
  if (areCategories && arePlaced(rows, words, tagColumn)) {
    throw new GraftError({
      code: 'spans-without-text',
      message: `The rows are spans with their places in a text, such as “${clip(rows[0]?.cells.join(' ') ?? '', 60)}”, and the text is not in the file. Nothing was read.`,
      remedy: 'Give the text and its spans in one file, as JSONL, or as brat’s .txt and .ann.',
      file,
    });
  }
}

/** Two columns of numbers as far apart as the word is long, and gaps between the rows: what lies there is missing. */
function arePlaced(rows: readonly SampledRow[], words: readonly string[], tagColumn: number): boolean {
  const width = rows[0]?.cells.length ?? 0;
  if (width < 4 || rows.length < 2) return false;
  const columns = Array.from({ length: width }, (_, column) => column).filter((column) => column !== tagColumn);
  const numbers = columns.filter((column) => rows.every(({ cells }) => /^\d+$/.test(cells[column] ?? '')));
  const [start, end] = numbers;
  if (start === undefined || end === undefined) return false;
  const spans = rows.map(({ cells }) => ({ start: Number(cells[start]), end: Number(cells[end]) }));
  const fitting = spans.filter((span, index) => span.end - span.start === words[index]?.length).length;
  const gaps = spans.filter((span, index) => index > 0 && span.start > (spans[index - 1]?.end ?? 0) + 2).length;
  return fitting >= 0.9 * rows.length && gaps * 4 >= rows.length;
}

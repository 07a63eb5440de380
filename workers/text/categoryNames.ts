/**
 * Which names a category can have. People give it any name, and nearly any is kept: `B-x` and `__proto__` are names
 * like others. Two cannot be told from something else: an empty one, and O, which in tags says that nothing is there.
 * Columns take fewer, because a blank or a line end parts them.
 */
import type { Corpus } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import { clip } from './clip.ts';

/** What is wrong with the name, to stand behind “has”; nothing where spans can have this category. */
export function nameFault(category: string): string | undefined {
  if (category.trim() === '') return 'no name';
  return category === 'O' ? 'the name O, which in tags says that nothing is there' : undefined;
}

const nameRemedy = 'Give the category another name, such as “Other”, in the Corpus panel or in the file.';

/**
 * @param formatFault what else a format cannot hold.
 * @throws GraftError `category-name` where spans of the corpus have a category that no reader would take.
 */
export function checkNames(
  categories: Iterable<string>,
  corpus: Corpus,
  formatFault: (category: string) => string | undefined = () => undefined,
): void {
  for (const category of categories) refuse(category, nameFault(category) ?? formatFault(category), corpus);
}

/** @throws GraftError `category-name` where a category (or a tag) could not be read back out of a column. */
export function checkColumnNames(names: Iterable<string>, corpus: Corpus): void {
  for (const name of names) {
    refuse(name, (corpus.kind === 'spans' ? nameFault(name) : undefined) ?? columnFault(name), corpus);
  }
}

function refuse(category: string, fault: string | undefined, { name, kind }: Corpus): void {
  if (!fault) return;
  throw new GraftError({
    code: 'category-name',
    message: `The ${kind === 'spans' ? 'category' : 'tag'} ${JSON.stringify(clip(category))} of ${name} has ${fault}. Nothing was written.`,
    remedy: nameRemedy,
  });
}

function columnFault(name: string): string | undefined {
  if (name.trim() === '') return 'no name';
  if (/[\p{Cc}\u2028\u2029]/u.test(name)) return 'a tab, a line end or a control character in it, which breaks columns';
  if (name.startsWith(' ') || name.endsWith(' ')) return 'a space at its end, which a column would lose';
  return /\p{Surrogate}/u.test(name) ? 'half a character in it, which no file can hold' : undefined;
}

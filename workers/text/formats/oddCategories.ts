/**
 * Categories that look like a slip of another: with a mark at an end (`PER"`), with a prefix of its own (`B-PER` of
 * `B-B-PER`), or cut off where the file ends. They are kept, since nobody but the user can tell, and said.
 */
import { clip } from '../clip.ts';
import { tagParts } from '../schemes.ts';
import type { ReadLog } from './reading.ts';
import type { TaggedDocument } from './tagged.ts';

interface Place {
  readonly word: string;
  readonly line: number | undefined;
  times: number;
}

/** @param isOpen whether the file ends within a line. */
export function tellOddCategories(
  documents: readonly TaggedDocument[],
  tagsOf: (cell: string) => readonly string[] | undefined,
  isOpen: boolean,
  log: ReadLog,
): void {
  const categories = new Map<string, Place>();
  let last = '';
  for (const { sentences } of documents) {
    for (const { words, tags, lines } of sentences) {
      for (const [index, cell] of tags.entries()) {
        last = '';
        for (const tag of tagsOf(cell) ?? []) {
          const { category } = tagParts(tag);
          last = category;
          const place = categories.get(category);
          if (place) place.times++;
          else categories.set(category, { word: words[index] ?? '', line: lines[index], times: 1 });
        }
      }
    }
  }
  for (const [category, { word, line, times }] of categories) {
    const other =
      slipOf(category, categories) ??
      (isOpen && category === last && times === 1 ? wholeOf(category, categories) : undefined);
    if (other === undefined) continue;
    log.problem({
      code: 'odd-category',
      message: `“${clip(category)}”, the category of “${clip(word)}”, looks like a slip of “${clip(other)}”; it was kept as a category of its own.`,
      remedy: 'Correct it in the file, or merge the two categories after the import.',
      ...(line === undefined ? {} : { line }),
    });
  }
}

function slipOf(category: string, categories: ReadonlyMap<string, unknown>): string | undefined {
  const inner = [
    category.replace(/^[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, ''),
    category.replace(/^[BIESLU]-/, ''),
  ];
  return inner.find((other) => other !== category && other !== '' && (categories.has(other) || other === 'O'));
}

/** What a category of the file's last word may have been before the file was cut off. */
const wholeOf = (category: string, categories: ReadonlyMap<string, unknown>) =>
  [...categories.keys()].find((other) => other.length > category.length && other.startsWith(category));

/**
 * Tags that are cut in two: the prefix in one column (B, I, O) and the category in another. Read by the first alone, all
 * spans would be of one category, and their own would be lost. They are known by their rows: where the one is outside,
 * so is the other.
 */
import { isOutside } from './tagSpelling.ts';

const prefix = /^[BIESLUMW]-?$/i;
/** How many rows may disagree. */
const slips = 0.02;
/** Spans from which on categories repeat. */
const enough = 6;

/**
 * The column of the categories that belong to a column of prefixes; undefined where there is none.
 * @param prefixes cells of the column of tags.
 * @param columns cells of all others, in which some may be missing.
 */
export function categoriesBeside(
  prefixes: readonly string[],
  columns: readonly (readonly string[] | undefined)[],
): number | undefined {
  const inside = prefixes.filter((cell) => !isOutside(cell));
  const outside = prefixes.length - inside.length;
  if (outside === 0 || inside.length === 0 || !inside.every((cell) => prefix.test(cell))) return undefined;
  const found = columns.findIndex((cells) => cells !== undefined && fits(prefixes, cells, inside.length));
  return found < 0 ? undefined : found;
}

function fits(prefixes: readonly string[], cells: readonly string[], inside: number): boolean {
  if (cells.length !== prefixes.length) return false;
  let [named, astray] = [0, 0];
  for (const [index, cell] of cells.entries()) {
    if (isNothing(cell)) continue;
    if (isOutside(prefixes[index] ?? '')) astray++;
    // Another column of prefixes, or numbers, names no category.
    else if (prefix.test(cell) || !/\p{L}/u.test(cell)) return false;
    else named++;
  }
  // Names of single things, as a linker writes them, are as many as the spans.
  const opening = prefixes.filter((each) => /^[BSUW]/i.test(each)).length;
  const distinct = new Set(cells.filter((cell) => !isNothing(cell))).size;
  if (opening >= enough && distinct * 2 > opening) return false;
  return named * 3 >= inside && astray <= slips * (prefixes.length - inside);
}

const isNothing = (cell: string) => isOutside(cell) || /^(?:none|null|nan|nil|\*)$/i.test(cell);

/**
 * Whole tags of a sentence. A word without a category has that of its span, whichever of the words names it; a category
 * beside O stays alone, so that it is told as a tag that is not written as the others are.
 */
export function joinedTags(prefixes: readonly string[], categories: readonly string[]): string[] {
  const own = categories.map((cell) => (isNothing(cell) ? undefined : cell));
  const signs = prefixes.map((cell) => (isOutside(cell) ? '' : cell.charAt(0).toUpperCase()));
  const continues = (index: number) => 'IMEL'.includes(signs[index] || ' ') && signs[index - 1] !== '';
  const joined = [...own];
  for (let index = 1; index < joined.length; index++)
    if (signs[index] !== '' && continues(index)) joined[index] ??= joined[index - 1];
  for (let index = joined.length - 2; index >= 0; index--)
    if (signs[index] !== '' && continues(index + 1)) joined[index] ??= joined[index + 1];
  return prefixes.map((cell, index) => {
    const category = joined[index];
    if (signs[index] === '') return category === undefined ? cell : `O ${category}`;
    return category === undefined ? cell : `${signs[index]}-${category}`;
  });
}

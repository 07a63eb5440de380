/**
 * What becomes of an output's rows where categories are renamed, merged and removed: the inverse of growing. A tag keeps
 * its row under a new name; the rows of a removed category go; the row of a merged category is made of those of its parts.
 */
import type { CategoryMapping } from '../text/categories.ts';
import { mappedCategories } from '../text/modelCategories.ts';
import { type OutputScheme, tagNames } from '../text/tagNames.ts';
import { MergedRows } from './mergedRows.ts';

/** Features of words to try rows on, [words · features]. */
export type SampleFeatures = () => Promise<Float32Array>;

export interface Regrouping {
  readonly categories: readonly string[];
  readonly names: readonly string[];
  /** For each new tag, the old rows that it stands for. */
  readonly sources: readonly (readonly number[])[];
}

export function regroup(categories: readonly string[], scheme: OutputScheme, mapping: CategoryMapping): Regrouping {
  const mapped = mappedCategories(categories, mapping);
  const names = tagNames([...mapped.keys()], scheme);
  const rowOf = new Map(tagNames(categories, scheme).map((tag, row) => [tag, row]));
  const prefixes = scheme === 'tags' ? [''] : tagNames([''], scheme).slice(1);
  const ofCategories = [...mapped.values()].flatMap((parts) =>
    prefixes.map((prefix) => parts.map((part) => rowOf.get(`${prefix}${part}`) as number)),
  );
  return { categories: [...mapped.keys()], names, sources: scheme === 'tags' ? ofCategories : [[0], ...ofCategories] };
}

/** @param rows each [features + 1], the bias last. @param sample asked for where rows are merged. */
export async function regroupedRows(
  rows: readonly Float32Array[],
  sources: readonly (readonly number[])[],
  sample: SampleFeatures,
): Promise<Float32Array[]> {
  const merges = sources.some(({ length }) => length > 1);
  const merged = merges ? new MergedRows(await sample(), (rows[0] as Float32Array).length - 1) : null;
  return sources.map((places) => {
    const parts = places.map((place) => rows[place] as Float32Array);
    return merged && parts.length > 1 ? merged.rowOf(parts) : (parts[0] as Float32Array);
  });
}

/** A table sorted by a click on a head: figures from the highest, names from A; once more the other way, then as it came. */
import { useState } from 'react';
import type { SortDirection } from './SortHeader.tsx';

export interface Sorting<Key> {
  readonly key: Key;
  readonly direction: SortDirection;
}

/** What a row has in a column; null where it has nothing, which stands last either way. */
export type InColumn<Row, Key> = (row: Row, key: Key) => string | number | null;

/** Equal rows stay as they came. */
export function sortedRows<Row, Key>(
  rows: readonly Row[],
  { key, direction }: Sorting<Key>,
  inColumn: InColumn<Row, Key>,
): Row[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [one, other] = [inColumn(a, key), inColumn(b, key)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    if (typeof one === 'number' && typeof other === 'number') return sign * (one - other);
    return sign * String(one).localeCompare(String(other), 'en', { sensitivity: 'base', numeric: true });
  });
}

/** The next press of a head. @param first how a column begins. */
export function pressed<Key>(now: Sorting<Key> | null, key: Key, first: SortDirection): Sorting<Key> | null {
  if (now?.key !== key) return { key, direction: first };
  if (now.direction !== first) return null;
  return { key, direction: first === 'ascending' ? 'descending' : 'ascending' };
}

/** How a table is sorted. @param inColumn of its rows. @param words the columns of words, which begin with A. */
export function useSorting<Row, Key extends string>(inColumn: InColumn<Row, Key>, words: readonly NoInfer<Key>[]) {
  const [sorting, setSorting] = useState<Sorting<Key> | null>(null);
  return {
    inOrder: (rows: readonly Row[]) => (sorting ? sortedRows(rows, sorting, inColumn) : rows),
    /** The properties of a column's head. */
    head: (key: Key) => {
      const isOfWords = words.includes(key);
      return {
        sorted: sorting?.key === key ? sorting.direction : ('none' as const),
        onSort: () => setSorting((now) => pressed(now, key, isOfWords ? 'ascending' : 'descending')),
        ofWords: isOfWords,
      };
    },
  };
}

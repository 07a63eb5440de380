import { describe, expect, it } from 'vitest';
import { pressed, type Sorting, sortedRows } from './sorting.ts';

type Row = { readonly name: string; readonly f1: number | null };
const rows: readonly Row[] = [
  { name: 'Person', f1: 90 },
  { name: 'address', f1: null },
  { name: 'Date', f1: 75 },
  { name: 'Phone', f1: 90 },
];

const names = (key: keyof Row, direction: Sorting<keyof Row>['direction']) =>
  sortedRows(rows, { key, direction }, (row, column) => row[column]).map(({ name }) => name);

describe('sorted rows', () => {
  it('go by name, whatever the case, and by figures', () => {
    expect(names('name', 'ascending')).toEqual(['address', 'Date', 'Person', 'Phone']);
    expect(names('f1', 'descending')).toEqual(['Person', 'Phone', 'Date', 'address']);
  });

  it('have what has no figure last, either way', () => {
    expect(names('f1', 'ascending')).toEqual(['Date', 'Person', 'Phone', 'address']);
  });
});

describe('a head', () => {
  it('sorts, then the other way, then as it came', () => {
    const once = pressed(null, 'f1', 'descending');
    expect(once).toEqual({ key: 'f1', direction: 'descending' });
    const twice = pressed(once, 'f1', 'descending');
    expect(twice).toEqual({ key: 'f1', direction: 'ascending' });
    expect(pressed(twice, 'f1', 'descending')).toBeNull();
  });

  it('takes over from another', () => {
    expect(pressed({ key: 'f1', direction: 'ascending' }, 'name', 'ascending')).toEqual({
      key: 'name',
      direction: 'ascending',
    });
  });
});

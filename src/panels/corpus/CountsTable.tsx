/** How often each category stands in each part: a real table, with totals. */
import { Table } from '@mantine/core';
import { partNames } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { count } from '../../charts/figures.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { SortHeader } from '../../components/SortHeader.tsx';
import { useSorting } from '../../components/sorting.ts';
import { WideTable } from '../../components/WideTable.tsx';
import classes from './CountsTable.module.css';

function Row({ label, counts, strong }: { label: React.ReactNode; counts: readonly number[]; strong?: boolean }) {
  const cells = [...counts, total(counts)];
  return (
    <Table.Tr fw={strong ? 600 : undefined}>
      <Table.Th scope="row" fw="inherit">
        {label}
      </Table.Th>
      {cells.map((value, index) => (
        <Table.Td key={columns[index]} ta="right" className={value === 0 ? classes.none : undefined}>
          {count(value)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

const columns = [...partNames, 'all'] as const;

interface CountsRow {
  readonly name: string;
  /** By part. */
  readonly counts: readonly number[];
}

function inColumn({ name, counts }: CountsRow, key: 'name' | (typeof columns)[number]): string | number {
  if (key === 'name') return name;
  return key === 'all' ? total(counts) : (counts[partNames.indexOf(key)] ?? 0);
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, value) => sum + value, 0);
}

export function CountsTable({ corpus }: { readonly corpus: CorpusSummary }) {
  const { parts, categories, kind } = corpus;
  const { inOrder, head } = useSorting(inColumn, ['name']);
  const rows = categories.map((name) => ({ name, counts: partNames.map((part) => parts[part].categories[name] ?? 0) }));
  return (
    <WideTable label="Counts by category and part" minWidth={18}>
      <Table aria-label="Counts by category and part" verticalSpacing={7} className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <SortHeader cell={Table.Th} label={kind === 'tags' ? 'Tag' : 'Category'} {...head('name')} />
            {columns.map((part) => (
              <SortHeader
                key={part}
                cell={Table.Th}
                label={part === 'all' ? 'All' : part}
                {...head(part)}
                ta="right"
                w="16%"
              />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {inOrder(rows).map(({ name, counts }) => (
            <Row key={name} label={<CategoryChip category={name} />} counts={counts} />
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Row strong label="Sentences" counts={partNames.map((part) => parts[part].sentences)} />
        </Table.Tfoot>
      </Table>
    </WideTable>
  );
}

/** How often each category stands in each part: a real table, with totals. */
import { Table } from '@mantine/core';
import { partNames } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { count } from '../../charts/figures.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { WideTable } from '../../components/WideTable.tsx';
import classes from './CountsTable.module.css';

function Row({ label, counts, strong }: { label: React.ReactNode; counts: readonly number[]; strong?: boolean }) {
  const cells = [...counts, counts.reduce((total, value) => total + value, 0)];
  return (
    <Table.Tr fw={strong ? 600 : undefined}>
      <Table.Th scope="row" fw="inherit">
        {label}
      </Table.Th>
      {cells.map((value, index) => (
        <Table.Td key={[...partNames, 'all'][index]} ta="right" className={value === 0 ? classes.none : undefined}>
          {count(value)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

export function CountsTable({ corpus }: { readonly corpus: CorpusSummary }) {
  const { parts, categories, kind } = corpus;
  return (
    <WideTable label="Counts by category and part" minWidth={18}>
      <Table aria-label="Counts by category and part" verticalSpacing={7} className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{kind === 'tags' ? 'Tag' : 'Category'}</Table.Th>
            {[...partNames, 'all'].map((part) => (
              <Table.Th key={part} scope="col" ta="right" w="16%">
                {part === 'all' ? 'All' : part}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {categories.map((category) => (
            <Row
              key={category}
              label={<CategoryChip category={category} />}
              counts={partNames.map((part) => parts[part].categories[category] ?? 0)}
            />
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Row strong label="Sentences" counts={partNames.map((part) => parts[part].sentences)} />
        </Table.Tfoot>
      </Table>
    </WideTable>
  );
}

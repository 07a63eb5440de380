/** How a model did on its test sentences, a category a row. */
import { Table } from '@mantine/core';
import type { Scores } from '../../../workers/protocol/scores.ts';
import { count, percent } from '../../charts/figures.ts';
import { measured } from '../../charts/scoreOf.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { SortHeader } from '../../components/SortHeader.tsx';
import { type ScoreKey, scoreIn } from '../../components/scoreIn.ts';
import { useSorting } from '../../components/sorting.ts';
import { WideTable } from '../../components/WideTable.tsx';
import classes from './TestScores.module.css';

const columns: readonly (readonly [ScoreKey, string])[] = [
  ['precision', 'Precision'],
  ['recall', 'Recall'],
  ['f1', 'F1'],
  ['support', 'Spans'],
];

export function TestScores({ scores }: { readonly scores: Scores }) {
  const { inOrder, head } = useSorting(scoreIn, ['name']);
  return (
    <WideTable label="Test scores" minWidth={15}>
      <Table aria-label="Test scores" className={classes.table} maw="38rem" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <SortHeader cell={Table.Th} label="Category" {...head('name')} />
            {columns.map(([key, label]) => (
              <SortHeader key={key} cell={Table.Th} label={label} {...head(key)} ta="right" />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {inOrder(Object.entries(scores.categories)).map(([name, score]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">
                <CategoryChip category={name} />
              </Table.Th>
              <Table.Td ta="right">{percent(measured(score)?.precision)}</Table.Td>
              <Table.Td ta="right">{percent(measured(score)?.recall)}</Table.Td>
              <Table.Td ta="right" fw={600}>
                {percent(measured(score)?.f1)}
              </Table.Td>
              <Table.Td ta="right">{count(score.support)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

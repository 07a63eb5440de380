/** What the readers stumbled over, in one line that opens: nothing is lost in silence, and nothing buries the text. */
import { Button, Table } from '@mantine/core';
import { useState } from 'react';
import { describeProblem, type Problem } from '../../../workers/protocol/errors.ts';
import { counted } from '../../charts/figures.ts';
import { Fold } from '../../components/Fold.tsx';
import { WideTable } from '../../components/WideTable.tsx';
import classes from './CorpusNotes.module.css';

const shownAtFirst = 10;

export function CorpusNotes({ problems: all }: { readonly problems: readonly Problem[] }) {
  const [whole, setWhole] = useState(false);
  const problems = [...new Map(all.map((problem) => [describeProblem(problem), problem])).values()];
  if (problems.length === 0) return null;
  const shown = whole ? problems : problems.slice(0, shownAtFirst);
  const placed = problems.some(({ file }) => file !== undefined);
  return (
    <Fold summary={counted(problems.length, 'note')}>
      <section aria-label="Notes on the files">
        <WideTable label="Notes by file and line" minWidth={placed ? 30 : 0}>
          <Table verticalSpacing={6} fz="sm" aria-label="Notes by file and line">
            <Table.Thead>
              <Table.Tr>
                {placed && <Table.Th scope="col">File</Table.Th>}
                {placed && (
                  <Table.Th scope="col" ta="right">
                    Line
                  </Table.Th>
                )}
                <Table.Th scope="col">What, and what to do</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((problem) => (
                <Table.Tr key={describeProblem(problem)} className={classes.problem}>
                  {placed && <Table.Td>{problem.file ?? ''}</Table.Td>}
                  {placed && <Table.Td ta="right">{problem.line ?? ''}</Table.Td>}
                  <Table.Td>
                    {problem.message} <span className={classes.remedy}>{problem.remedy}</span>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
        {problems.length > shownAtFirst && (
          <Button mt="xs" variant="subtle" color="gray" size="compact-sm" onClick={() => setWhole(!whole)}>
            {whole ? 'Show fewer' : `Show all ${problems.length}`}
          </Button>
        )}
      </section>
    </Fold>
  );
}

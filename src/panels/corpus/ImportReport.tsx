/** What the readers assumed and what they stumbled over: nothing is lost in silence. */
import { Button, List, Stack, Table, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { partNames } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { describeProblem } from '../../../workers/protocol/errors.ts';
import { Figures } from '../../components/Figures.tsx';
import { WideTable } from '../../components/WideTable.tsx';
import classes from './ImportReport.module.css';

const shownAtFirst = 3;

function Annotated({ corpus }: { readonly corpus: CorpusSummary }) {
  const { annotated } = corpus;
  if (annotated === 'all' || corpus.kind === 'tags') return null;
  if (corpus.categories.every((category) => annotated.includes(category))) return null;
  const names = annotated.length === 0 ? 'none of its categories' : annotated.join(', ');
  return (
    <Text size="sm" c="dimmed">
      Annotated throughout: {names}. Other categories may stand in the text unmarked; Labels says what becomes of them.
    </Text>
  );
}

export function ImportReport({ corpus }: { readonly corpus: CorpusSummary }) {
  const [all, setAll] = useState(false);
  const problems = [...new Map(corpus.problems.map((problem) => [describeProblem(problem), problem])).values()];
  const shown = all ? problems : problems.slice(0, shownAtFirst);
  const placed = problems.some(({ file }) => file !== undefined);
  const sum = (field: 'documents' | 'sentences' | 'tokens') =>
    partNames.reduce((total, part) => total + corpus.parts[part][field], 0);
  return (
    <Stack gap="md">
      <Figures
        figures={[
          { label: 'Documents', value: sum('documents') },
          { label: 'Sentences', value: sum('sentences') },
          { label: 'Words and signs', value: sum('tokens') },
          { label: corpus.kind === 'tags' ? 'Tags' : 'Categories', value: corpus.categories.length },
        ]}
      />
      {corpus.assumed.length > 0 && (
        <div>
          <Text size="sm" fw={600} mb={4}>
            What was assumed
          </Text>
          <List size="sm" icon={<IconCircleCheck size={16} stroke={1.6} aria-hidden />} spacing={2} c="dimmed">
            {corpus.assumed.map((assumption) => (
              <List.Item key={assumption}>{assumption}</List.Item>
            ))}
          </List>
        </div>
      )}
      <Annotated corpus={corpus} />
      {problems.length > 0 && (
        <section className={classes.problems} aria-label="Problems in the files">
          <Text size="sm" fw={600}>
            {problems.length === 1 ? 'One thing to look at' : `${problems.length} things to look at`}
          </Text>
          <WideTable label="Problems by file and line" minWidth={placed ? 30 : 0}>
            <Table verticalSpacing={6} fz="sm" aria-label="Problems by file and line">
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
            <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setAll(!all)}>
              {all ? 'Show fewer' : `Show all ${problems.length}`}
            </Button>
          )}
        </section>
      )}
    </Stack>
  );
}

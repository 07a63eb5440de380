/** What the readers stumbled over, in one line that opens: nothing is lost in silence, and nothing buries the text. */
import { Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { type PartName, partNames } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { describeProblem } from '../../../workers/protocol/errors.ts';
import { counted } from '../../charts/figures.ts';
import { Fold } from '../../components/Fold.tsx';
import { ReasonedButton } from '../../components/ReasonedButton.tsx';
import { ToldText } from '../../components/ToldText.tsx';
import { WideTable } from '../../components/WideTable.tsx';
import { deduplicate } from '../../engine/corpora.ts';
import { problemInPage } from '../../inPage.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import classes from './CorpusNotes.module.css';

const shownAtFirst = 10;

/** What stands in two parts is taken out of one of them, as the user chooses. */
function TakeOut({ corpus }: { readonly corpus: CorpusSummary }) {
  const running = useRunUnderWay();
  const [busy, setBusy] = useState(false);
  const takeOut = async (part: PartName) => {
    setBusy(true);
    await deduplicate(corpus.id, part);
    setBusy(false);
  };
  return (
    <Group gap="xs" mt="sm" role="group" aria-label="Take out what stands in two parts">
      <Text size="sm">Take what stands in two parts</Text>
      {partNames
        .filter((part) => corpus.parts[part].sentences > 0)
        .map((part) => (
          <ReasonedButton
            key={part}
            size="compact-sm"
            variant="default"
            disabled={busy}
            whyNot={running ? 'A run is under way: the corpus can be changed when it has ended.' : null}
            onClick={() => void takeOut(part)}
          >
            out of {part}
          </ReasonedButton>
        ))}
    </Group>
  );
}

export function CorpusNotes({ corpus }: { readonly corpus: CorpusSummary }) {
  const [whole, setWhole] = useState(false);
  const problems = [
    ...new Map(corpus.problems.map((problem) => [describeProblem(problem), problemInPage(problem)])).values(),
  ];
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
                    <ToldText>{problem.message}</ToldText> <span className={classes.remedy}>{problem.remedy}</span>
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
        {problems.some(({ code }) => code === 'sentence-overlap' || code === 'group-overlap') && (
          <TakeOut corpus={corpus} />
        )}
      </section>
    </Fold>
  );
}

/** Going on with the pretraining of the encoder at hand: a text, a few settings, perplexity while it learns, and what came of it. */
import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconBook, IconPlayerStop } from '@tabler/icons-react';
import type { EncoderSummary } from '../../../workers/protocol/checkpoint.ts';
import {
  type PerplexityRecord,
  pretrainingDefaults,
  pretrainingFields,
} from '../../../workers/protocol/pretraining.ts';
import { PerplexityChart } from '../../charts/PerplexityChart.tsx';
import { FieldForm } from '../../components/FieldForm.tsx';
import { FileOpener } from '../../components/FileOpener.tsx';
import { Fold } from '../../components/Fold.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { TimedProgress } from '../../components/TimedProgress.tsx';
import { startPretraining, stopPretraining } from '../../engine/pretraining.ts';
import { problemInPage } from '../../inPage.ts';
import { changePretraining, type PretrainingState, setPretraining, usePretraining } from '../../store/pretraining.ts';

/** So many of the last epochs have a row. */
const lastShown = 8;

/** `disabled`: a run is under way. */
export function Pretraining({ encoder, disabled }: { readonly encoder: EncoderSummary; readonly disabled: boolean }) {
  const run = usePretraining((state) => state.run);
  const settings = usePretraining((state) => state.settings);
  const fields = Object.entries(pretrainingFields).map(([name, field]) => {
    const key = name as keyof typeof pretrainingFields;
    return { key, field, value: settings[key], standard: pretrainingDefaults[key] };
  });
  return (
    <Fold summary="Go on pretraining on my text" openAtFirst={run.status !== 'idle'}>
      <Stack gap="md" align="stretch">
        <Text size="sm" c="dimmed" maw="40rem">
          The encoder guesses hidden words of your own raw text, such as reports, chats or papers of your field, before
          a tagger is trained from it. Nothing has to be annotated. A twentieth of the text is held out; on that is
          measured how well it guesses. What comes of it stands beside this encoder, under a name of its own.
        </Text>
        <FieldForm fields={fields} onChange={setPretraining} disabled={disabled} />
        {run.status === 'idle' ? (
          <Group>
            <FileOpener
              takes="Text to pretrain on"
              multiple
              onFiles={(files) => void startPretraining(encoder, files)}
              variant="default"
              leftSection={<IconBook size={18} aria-hidden />}
              disabled={disabled}
            >
              Choose a text and start
            </FileOpener>
          </Group>
        ) : (
          <Group>
            <Button
              variant="default"
              leftSection={<IconPlayerStop size={18} aria-hidden />}
              loading={run.status === 'stopping'}
              title="Ends it after this step. What was learned by then is kept."
              onClick={() => void stopPretraining()}
            >
              Stop pretraining
            </Button>
          </Group>
        )}
        <Course run={run} />
      </Stack>
    </Fold>
  );
}

/** Of many epochs the first, the best and the last ones. */
function shownOf(records: readonly PerplexityRecord[]): readonly PerplexityRecord[] {
  const least = Math.min(...records.slice(1).map(({ perplexity }) => perplexity));
  const best = records.findIndex(({ perplexity, epoch }) => epoch > 0 && perplexity === least);
  return records.filter((_, index) => index === 0 || index === best || index >= records.length - lastShown);
}

function Course({ run }: { readonly run: PretrainingState }) {
  const { status, name, progress, problem, warnings, records, points, epochs } = run;
  return (
    <>
      {problem && (
        <ProblemAlert
          problem={problemInPage(problem)}
          title="The pretraining came to nothing"
          onClose={() => changePretraining({ problem: null })}
        />
      )}
      {status !== 'idle' && progress && <TimedProgress progress={progress} />}
      {records.length > 0 && (
        <>
          <PerplexityChart records={records} points={points} epochs={epochs} height={220} />
          <Table aria-label={`Perplexity of ${name}`} maw="28rem">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Epoch</Table.Th>
                <Table.Th scope="col">Held out</Table.Th>
                <Table.Th scope="col">Learned from</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shownOf(records).map(({ epoch, perplexity, training }) => (
                <Table.Tr key={epoch}>
                  <Table.Th scope="row">{epoch === 0 ? 'before' : epoch}</Table.Th>
                  <Table.Td>{perplexity.toFixed(1)}</Table.Td>
                  <Table.Td>{training?.toFixed(1) ?? '–'}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </>
      )}
      {warnings.map(problemInPage).map(({ code, message, remedy }) => (
        <Text key={code} size="sm" c="dimmed" maw="40rem">
          {message} {remedy}
        </Text>
      ))}
    </>
  );
}

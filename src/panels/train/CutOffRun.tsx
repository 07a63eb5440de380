/** A run that a reload, a crash or a trainer that died has cut off: whether it goes on, or is given up. */
import { Alert, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { problemFrom } from '../../../workers/protocol/errors.ts';
import { warningPaper } from '../../components/ProblemAlert.tsx';
import { giveUpRun, requestToGoOn } from '../../engine/keptRuns.ts';
import { goOnWithRun } from '../../engine/runs.ts';
import { useCorpora } from '../../store/corpora.ts';
import { useEncoders } from '../../store/encoders.ts';
import { chooseGoingOn, type KeptRun, useKeptRun } from '../../store/keptRun.ts';
import { useModels } from '../../store/models.ts';
import { useProject } from '../../store/project.ts';
import { isUnderWay, useShownRun } from '../../store/runs.ts';
import { useSetup } from '../../store/setup.ts';

/** Null where there is none, or nothing is to be decided of it here. */
export function useCutOffRun(): KeptRun | null {
  const { run, isCutOff } = useKeptRun();
  const decides = useProject(({ mode, opening }) => mode === 'kept' && !opening);
  const isIdle = useShownRun(({ status }) => !isUnderWay(status));
  return isCutOff && decides && isIdle ? run : null;
}

export function CutOffRun() {
  const run = useCutOffRun();
  const byItself = useKeptRun((state) => state.goesOnByItself);
  const whyNot = useWhyNot(run);
  if (!run) return null;
  return (
    <Alert
      role="alert"
      color="yellow"
      variant="light"
      styles={{ title: { color: 'var(--mantine-color-text)' }, root: warningPaper }}
      title={whatWasCutOff(run)}
    >
      <Stack gap="sm">
        <Text size="sm">
          {run.request.name}, begun {new Date(run.startedAt).toLocaleString()}.{' '}
          {whyNot ?? 'It goes on from its last checkpoint as if it had not been cut off. Another run takes its place.'}
        </Text>
        <Group gap="sm">
          <Button size="compact-sm" disabled={whyNot !== null} onClick={() => void goOnWithRun()}>
            Go on
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => void giveUpRun()}>
            Give up
          </Button>
          <Checkbox
            size="xs"
            label="Go on by itself"
            checked={byItself}
            onChange={(event) => chooseGoingOn(event.currentTarget.checked)}
          />
        </Group>
      </Stack>
    </Alert>
  );
}

function whatWasCutOff({ reached }: KeptRun): string {
  const where = reached?.label ? ` in “${reached.label}”` : '';
  if (!reached?.epoch) return `A run was cut off${where} before its first epoch had ended.`;
  return `A run was cut off${where} after epoch ${reached.epoch}.`;
}

/** What it stands on and is not as it was, in words. */
function useWhyNot(run: KeptRun | null): string | null {
  // They are what it stands on.
  useCorpora();
  useModels();
  useEncoders();
  useSetup();
  if (!run) return null;
  try {
    requestToGoOn(run);
    return null;
  } catch (thrown) {
    const { message, remedy } = problemFrom(thrown);
    return `${message} ${remedy}`;
  }
}

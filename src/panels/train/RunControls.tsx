/** Start, pause, resume, stop: what makes sense now, and one of them primary. */
import { Button, Group } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { pauseRun, resumeRun, startRun, stopRun } from '../../engine/runs.ts';
import { showErrorsOf } from '../../store/evaluation.ts';
import { useModels } from '../../store/models.ts';
import { isUnderWay, useShownRun } from '../../store/runs.ts';

interface RunControlsProps {
  /** The id of what says why training cannot start; null where it can. */
  readonly obstacleId: string | null;
}

const icon = { size: 18, 'aria-hidden': true } as const;

export function RunControls({ obstacleId }: RunControlsProps) {
  const status = useShownRun((run) => run.status);
  const made = useShownRun(({ result }) => result?.model.id ?? null);
  // It may have been removed since.
  const isThere = useModels(({ models }) => models.some(({ id }) => id === made));

  if (!isUnderWay(status)) {
    const finished = status === 'finished';
    return (
      <Group gap="sm">
        <Button
          variant={finished && isThere ? 'default' : 'filled'}
          leftSection={<IconPlayerPlay {...icon} />}
          disabled={obstacleId !== null}
          aria-describedby={obstacleId ?? undefined}
          onClick={() => void startRun()}
        >
          Start training
        </Button>
        {finished && isThere && <Button onClick={() => showErrorsOf(made)}>See its errors</Button>}
      </Group>
    );
  }
  return (
    <Group gap="sm">
      {status === 'paused' && (
        <Button leftSection={<IconPlayerPlay {...icon} />} onClick={() => void resumeRun()}>
          Resume
        </Button>
      )}
      {status === 'running' && (
        <Button leftSection={<IconPlayerPause {...icon} />} onClick={() => void pauseRun()}>
          Pause
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconPlayerStop {...icon} />}
        loading={status === 'stopping'}
        title="Ends the run after this step. The best epoch so far is kept and tested."
        onClick={() => void stopRun()}
      >
        Stop
      </Button>
    </Group>
  );
}

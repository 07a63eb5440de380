/** The line at the foot that never leaves: what computes, what it holds, how the run goes, and that nothing is sent. */
import { Progress, Tooltip, UnstyledButton } from '@mantine/core';
import { IconShieldLock } from '@tabler/icons-react';
import { useEffect } from 'react';
import { describeSeconds } from '../engine/progress.ts';
import { useBackend } from '../store/backend.ts';
import type { RunState } from '../store/runState.ts';
import { runProgress, useShownRun } from '../store/runs.ts';
import { showPanel } from '../store/view.ts';
import { BackendMenu } from './BackendMenu.tsx';
import { SavedSign } from './SavedSign.tsx';
import classes from './StatusLine.module.css';

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;

function Memory() {
  const memory = useBackend((state) => state.memory);
  if (!memory) return <span className={classes.memory} />;
  const tip = `${memory.tensors} tensors in use; ${megabytes(memory.allocatedBytes)} held on the device, reserves included`;
  return (
    <Tooltip label={tip}>
      <span className={classes.memory}>Memory {megabytes(memory.bytes)}</span>
    </Tooltip>
  );
}

function describeRun(run: RunState): string {
  if (run.status === 'paused') return 'Paused';
  if (run.status === 'stopping') return 'Stopping after this step';
  if (run.status === 'finished') return 'Run finished';
  if (run.status === 'failed') return 'Run failed';
  return 'No run';
}

function RunProgress() {
  const run = useShownRun((shown) => shown);
  const progress = runProgress(run);
  // A run is watched from another tab, too.
  const title = progress ? `${Math.round(progress.fraction * 100)} % · Graft` : 'Graft';
  useEffect(() => {
    document.title = title;
  }, [title]);
  if (!progress) return <span className={classes.run}>{describeRun(run)}</span>;
  const percent = Math.round(progress.fraction * 100);
  const left = progress.secondsLeft === null ? '' : `${describeSeconds(progress.secondsLeft)} left`;
  const words = run.status === 'running' || run.status === 'starting' ? progress.label : describeRun(run);
  return (
    <UnstyledButton className={classes.run} onClick={() => showPanel('train')} aria-label={`${words}. Show Train`}>
      <span className={classes.words}>{words}</span>
      <Progress.Root size="sm" className={classes.bar}>
        <Progress.Section value={percent} aria-label="Progress of the run" />
      </Progress.Root>
      <span className={classes.left}>{left}</span>
    </UnstyledButton>
  );
}

export function StatusLine() {
  return (
    <footer className={classes.line}>
      <BackendMenu />
      <Memory />
      <RunProgress />
      <SavedSign />
      <Tooltip label="Everything happens on this machine. A content security policy keeps the page from sending anything.">
        <span className={classes.offline}>
          <IconShieldLock size={15} stroke={1.7} aria-hidden />
          <span>Offline, nothing sent</span>
        </span>
      </Tooltip>
    </footer>
  );
}

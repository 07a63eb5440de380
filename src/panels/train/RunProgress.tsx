/**
 * How far the run is, in one line that keeps its height: progress with time left, the best epoch so far and how long
 * there has been no better one. Each epoch's end is also said to screen readers.
 */
import { Group, Text, VisuallyHidden } from '@mantine/core';
import { percent } from '../../charts/figures.ts';
import { TimedProgress } from '../../components/TimedProgress.tsx';
import { describeSeconds } from '../../engine/progress.ts';
import { isUnderWay, type RunState, runProgress, useRun } from '../../store/run.ts';
import { backendLabels } from './backendLabels.ts';
import { usePacedRun } from './pacedRun.ts';
import classes from './TrainPanel.module.css';

const stopped = {
  'last epoch': 'All epochs are done',
  'no better F1': 'Stopped early, since F1 did not get better',
  'by the user': 'Stopped by you',
} as const;

function speed(state: RunState): string | null {
  return state.sentencesPerSecond === null ? null : `${Math.round(state.sentencesPerSecond)} sentences/s`;
}

function EpochsSoFar() {
  const records = useRun((state) => state.records.main);
  const bestEpoch = useRun((state) => state.bestEpoch);
  const patience = useRun((state) => state.request?.configuration.hyperparameters.patience);
  const last = records.at(-1);
  if (!last || bestEpoch === null) return null;
  const best = records.find(({ epoch }) => epoch === bestEpoch);
  const since = last.epoch - bestEpoch;
  const limit = patience === undefined ? '' : ` of ${patience}`;
  return (
    <>
      <Text size="sm">
        Best so far: epoch {bestEpoch}, F1 <strong>{percent(best?.dev.overall.f1)}</strong>
      </Text>
      <Text size="sm" c={since > 0 ? undefined : 'dimmed'}>
        {since === 0
          ? 'Better than all before'
          : `${since}${limit} ${limit || since > 1 ? 'epochs' : 'epoch'} without improvement`}
      </Text>
      <VisuallyHidden role="status">
        Epoch {last.epoch}: F1 {percent(last.dev.overall.f1)}
        {since === 0 ? ', the best so far' : ''}.
      </VisuallyHidden>
    </>
  );
}

function Outcome() {
  const result = useRun((state) => state.result);
  if (!result) return null;
  return (
    <Text size="sm" role="status">
      {stopped[result.stopped]}, after {result.epochs.length} {result.epochs.length === 1 ? 'epoch' : 'epochs'} in{' '}
      {describeSeconds(result.seconds)} on {backendLabels[result.backend]}. Epoch {result.bestEpoch} was the best and is
      kept as <strong>{result.model.name}</strong>.
    </Text>
  );
}

export function RunProgress() {
  const status = useRun((state) => state.status);
  const progress = usePacedRun(runProgress, 200);
  const perSecond = usePacedRun(speed, 500);
  if (status === 'finished') return <Outcome />;
  if (!isUnderWay(status) || !progress) return null;
  const label = status === 'paused' ? `Paused: ${progress.label}` : progress.label;
  return (
    <div>
      <TimedProgress progress={{ ...progress, label }} />
      <Group mt={6} className={classes.progressFigures}>
        <EpochsSoFar />
        {perSecond && (
          <Text size="sm" c="dimmed" ms="auto">
            {perSecond}
          </Text>
        )}
      </Group>
    </div>
  );
}

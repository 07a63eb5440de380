/**
 * How far the run is, in one line that keeps its height: progress with time left, the best epoch so far and how long
 * there has been no better one. Each epoch's end is also said to screen readers.
 */
import { Group, Text, VisuallyHidden } from '@mantine/core';
import { singleRunOf } from '../../../workers/protocol/configuration.ts';
import { percent } from '../../charts/figures.ts';
import { TimedProgress } from '../../components/TimedProgress.tsx';
import { latestStage, type RunState } from '../../store/runState.ts';
import { isUnderWay, runProgress, useShownRun } from '../../store/runs.ts';
import { lastGain } from './lastGain.ts';
import { RunOutcome } from './RunOutcome.tsx';
import classes from './TrainPanel.module.css';

function speed(run: RunState): string | null {
  const perSecond = latestStage(run)?.sentencesPerSecond ?? null;
  return perSecond === null ? null : `${Math.round(perSecond)} sentences/s`;
}

/** Of the stage under way. */
function EpochsSoFar() {
  const records = useShownRun((run) => latestStage(run)?.records);
  const bestEpoch = useShownRun((run) => latestStage(run)?.bestEpoch ?? null);
  // A comparison has a patience of its own.
  const patience = useShownRun((run) =>
    latestStage(run)?.role === 'main' && run.request
      ? singleRunOf(run.request.configuration).settings.patience
      : undefined,
  );
  const last = records?.at(-1);
  if (!records || !last || bestEpoch === null) return null;
  const best = records.find(({ epoch }) => epoch === bestEpoch);
  const since = last.epoch - lastGain(records, bestEpoch);
  const limit = patience === undefined ? '' : ` of ${patience}`;
  return (
    <>
      <Text size="sm">
        Best so far: epoch {bestEpoch}, F1 <strong>{percent(best?.dev.overall.f1)}</strong>
      </Text>
      <Text size="sm" c={since > 0 ? undefined : 'dimmed'}>
        {last.epoch === bestEpoch
          ? 'Better than all before'
          : since === 0
            ? 'F1 no better, but the loss on dev lower than before'
            : `${since}${limit} ${limit || since > 1 ? 'epochs' : 'epoch'} without improvement`}
      </Text>
      <VisuallyHidden role="status">
        Epoch {last.epoch}: F1 {percent(last.dev.overall.f1)}
        {last.epoch === bestEpoch ? ', the best so far' : ''}.
      </VisuallyHidden>
    </>
  );
}

export function RunProgress() {
  const run = useShownRun((shown) => shown);
  const { status } = run;
  const progress = runProgress(run);
  const perSecond = speed(run);
  if (status === 'finished') return <RunOutcome />;
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

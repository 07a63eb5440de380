/** How the run that is shown ended and what is kept of it, in two sentences. */
import { Text } from '@mantine/core';
import type { RunConfiguration } from '../../../workers/protocol/configuration.ts';
import type { RunResult } from '../../../workers/protocol/engine.ts';
import { repetitionScopes } from '../../../workers/text/repetitions.ts';
import { mainStage } from '../../../workers/text/runResult.ts';
import { backendTitles } from '../../backendTitles.ts';
import { capitalised } from '../../capitalised.ts';
import { counted } from '../../charts/figures.ts';
import { describeSeconds } from '../../engine/progress.ts';
import { useShownRun } from '../../store/runs.ts';

const stopped = {
  'last epoch': 'All epochs are done',
  'no better F1': 'Stopped early, since F1 did not get better',
  'by the user': 'Stopped by you',
} as const;

interface Ending {
  readonly ended: string;
  /** Of what the model is. */
  readonly kept: string;
}

function endingOf(result: RunResult, configuration: RunConfiguration): Ending {
  const main = mainStage(result);
  const scopes = repetitionScopes(configuration);
  if (scopes.length === 0) {
    return {
      ended: `${stopped[main.stopped]}, after ${counted(main.records.length, 'epoch')}`,
      kept: `Epoch ${main.bestEpoch} was the best and`,
    };
  }
  const unit = configuration.task === 'search' ? 'trial' : 'seed';
  const all = counted(scopes.length, unit);
  const done = result.repetitions.length;
  const whole = done === scopes.length && result.stages.at(-1)?.stopped !== 'by the user';
  const scope = scopes.find((each) => result.main.startsWith(each))?.replace(/: $/, '') ?? '';
  return {
    ended: whole
      ? `${scopes.length === 2 ? `Both ${unit}s` : `All ${all}`} are done`
      : `Stopped by you after ${done} of ${all}`,
    kept: `${capitalised(scope)} was the best on dev, and its epoch ${main.bestEpoch}`,
  };
}

export function RunOutcome() {
  const result = useShownRun((run) => run.result);
  const configuration = useShownRun(({ request }) => request?.configuration);
  if (!result || !configuration) return null;
  const { ended, kept } = endingOf(result, configuration);
  return (
    <Text size="sm" role="status">
      {ended} in {describeSeconds(result.seconds)} on {backendTitles[result.backend]}. {kept} is kept as{' '}
      <bdi>
        <strong>{result.model.name}</strong>
      </bdi>
      .
    </Text>
  );
}

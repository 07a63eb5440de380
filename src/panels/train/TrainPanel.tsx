/** The panel that people come to see: start a run and watch each category learn, with what was known measured beside. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import { describeProblem } from '../../../workers/protocol/errors.ts';
import { EmptyPanel } from '../../components/EmptyPanel.tsx';
import { Panel } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { useTargetCorpus } from '../../store/corpora.ts';
import { useSourceModel } from '../../store/models.ts';
import { isUnderWay, useRuns, useShownRun } from '../../store/runs.ts';
import { useSetup } from '../../store/setup.ts';
import { showPanel, useView } from '../../store/view.ts';
import { RunControls } from './RunControls.tsx';
import { RunNotes } from './RunNotes.tsx';
import { RunProgress } from './RunProgress.tsx';
import { RunView } from './RunView.tsx';
import { SetUpSummary } from './SetUpSummary.tsx';
import { TrainingSettings } from './TrainingSettings.tsx';
import classes from './TrainPanel.module.css';

function NothingYet({ corpusMissing }: { readonly corpusMissing: boolean }) {
  const [panel, action] = corpusMissing
    ? (['corpus', 'Choose a corpus'] as const)
    : (['source', 'Choose a source model'] as const);
  return (
    <EmptyPanel
      icon={IconChartLine}
      title="Here a model learns"
      action={
        <Button variant="default" onClick={() => showPanel(panel)}>
          {action}
        </Button>
      }
    >
      Each category becomes a line that rises, or falls, with every pass over the corpus, and a table says what was
      gained and what was lost. {corpusMissing ? 'A corpus is missing' : 'A source model is missing'} to start with.
    </EmptyPanel>
  );
}

function Problems() {
  const warnings = useShownRun((run) => run.warnings);
  const failure = useShownRun((run) => run.problem);
  const refusal = useRuns((state) => state.problem);
  const notice = useRuns((state) => state.notice);
  if (!failure && !refusal && !notice && warnings.length === 0) return null;
  return (
    <Stack gap="sm">
      {failure && <ProblemAlert problem={failure} title="The run failed" />}
      {refusal && <ProblemAlert problem={refusal} />}
      {notice && <ProblemAlert problem={notice} severity="warning" title="Stopped by you" />}
      {[...new Map(warnings.map((warning) => [describeProblem(warning), warning]))].map(([text, warning]) => (
        <ProblemAlert key={text} problem={warning} severity="warning" />
      ))}
    </Stack>
  );
}

export function TrainPanel() {
  const corpus = useTargetCorpus();
  const source = useSourceModel();
  const adapting = useSetup(({ task }) => task === 'adapt');
  const presenter = useView((state) => state.presenter);
  const status = useShownRun((run) => run.status);
  // Drawn before the first step comes in, so that no step has to wait for it.
  const begun = useShownRun((run) => run.categories.length > 0 || isUnderWay(run.status));

  const ready = corpus !== null && (!adapting || source !== null);
  if (status === 'idle' && !ready) {
    return (
      <Panel title="Train">
        <NothingYet corpusMissing={corpus === null} />
      </Panel>
    );
  }
  return (
    <Panel title="Train" actions={<RunControls ready={ready} />} wide>
      {!presenter && !isUnderWay(status) && <SetUpSummary />}
      {status !== 'idle' && status !== 'failed' && <RunProgress />}
      <Problems />
      {begun ? (
        <RunView />
      ) : (
        <div className={classes.waiting}>
          <Group maw="28rem">
            <Text>
              {status === 'failed'
                ? 'The run ended before its first epoch.'
                : 'The F1 of each category will be drawn here, epoch by epoch, with the score table beside it.'}
            </Text>
          </Group>
        </div>
      )}
      {!presenter && <RunNotes />}
      {!presenter && <TrainingSettings />}
    </Panel>
  );
}

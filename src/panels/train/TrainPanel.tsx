/** The panel that people come to see: start a run and watch each category learn, with what was known measured beside. */
import { Button, Stack, Text } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import { useId } from 'react';
import { EmptyPanel } from '../../components/EmptyPanel.tsx';
import { Panel } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { ShownColours } from '../../store/colours.ts';
import { useTargetCorpus } from '../../store/corpora.ts';
import { useSourceModel } from '../../store/models.ts';
import { dismissProblem, isUnderWay, useRuns, useShownRun } from '../../store/runs.ts';
import { useSetup } from '../../store/setup.ts';
import { showPanel, useView } from '../../store/view.ts';
import { CutOffRun, useCutOffRun } from './CutOffRun.tsx';
import { useStartObstacle } from './obstacle.ts';
import { Repetitions } from './Repetitions.tsx';
import { RunControls } from './RunControls.tsx';
import { NextRun, RunFacts } from './RunFacts.tsx';
import { RunList } from './RunList.tsx';
import { RunNotes } from './RunNotes.tsx';
import { RunProgress } from './RunProgress.tsx';
import { RunView } from './RunView.tsx';
import { StartObstacle } from './StartObstacle.tsx';
import { SubmittedAlone } from './SubmittedAlone.tsx';
import { Together } from './Together.tsx';
import { TrainingSettings } from './TrainingSettings.tsx';
import classes from './TrainPanel.module.css';
import { YardstickTable } from './YardstickTable.tsx';

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

/** What went wrong or came to nothing. What a run only remarks on stands below its chart. */
function Problems() {
  const failure = useShownRun((run) => run.problem);
  const refusal = useRuns((state) => state.problem);
  const notice = useRuns((state) => state.notice);
  if (!failure && !refusal && !notice) return null;
  return (
    <Stack gap="sm">
      {failure && <ProblemAlert problem={failure} title="The run failed" />}
      {refusal && <ProblemAlert problem={refusal} title="That was refused" onClose={dismissProblem} />}
      {notice && <ProblemAlert problem={notice} severity="warning" title="Stopped by you" onClose={dismissProblem} />}
    </Stack>
  );
}

export function TrainPanel() {
  const corpus = useTargetCorpus();
  const source = useSourceModel();
  const task = useSetup((setup) => setup.task);
  const presenter = useView((state) => state.presenter);
  const status = useShownRun((run) => run.status);
  // Drawn before the first step comes in, so that no step has to wait for it.
  const begun = useShownRun((run) => run.categories.length > 0 || isUnderWay(run.status));

  const colours = useShownRun((run) => run.request?.colours ?? null);
  const obstacle = useStartObstacle();
  const obstacleId = useId();
  const isCutOff = useCutOffRun() !== null;
  const ready = corpus !== null && (task !== 'adapt' || source !== null);
  if (status === 'idle' && !ready && !isCutOff) {
    return (
      <Panel title="Train">
        <NothingYet corpusMissing={corpus === null} />
      </Panel>
    );
  }
  const together = task === 'joint' && corpus && !presenter ? <Together target={corpus} /> : null;
  const blocked = obstacle !== null && !isUnderWay(status);
  return (
    <Panel title="Train" actions={<RunControls obstacleId={obstacle && obstacleId} />} wide>
      {blocked && <StartObstacle id={obstacleId} obstacle={obstacle} />}
      <CutOffRun />
      <Problems />
      <ShownColours value={colours}>
        <Stack gap="sm">
          {!presenter && <RunFacts />}
          {status !== 'idle' && status !== 'failed' && <RunProgress />}
          {!presenter && <NextRun />}
          {!presenter && <SubmittedAlone />}
        </Stack>
        {/* What has to be chosen first stands where the chart will be. */}
        {!begun && together}
        {begun ? (
          <RunView />
        ) : (
          <div className={classes.waiting}>
            <Text maw="28rem">
              The F1 of each category will be drawn here, epoch by epoch, with the score table beside it.
            </Text>
          </div>
        )}
        {!presenter && <YardstickTable />}
        {!presenter && <Repetitions />}
        {!presenter && <RunNotes />}
      </ShownColours>
      {begun && together}
      {!presenter && <TrainingSettings />}
      {!presenter && <RunList />}
    </Panel>
  );
}

/** How a model does and where it goes wrong: figures, what is taken for what, the sentences themselves, and a try. */
import { Button, Text } from '@mantine/core';
import { IconZoomCheck } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import type { PartName } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import type { Evaluation } from '../../../workers/protocol/evaluation.ts';
import { ConfusionMatrix } from '../../charts/ConfusionMatrix.tsx';
import { CategoryScores } from '../../components/CategoryScores.tsx';
import { EmptyPanel } from '../../components/EmptyPanel.tsx';
import { Onward } from '../../components/Onward.tsx';
import { Panel, PanelSection } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { TimedProgress } from '../../components/TimedProgress.tsx';
import { evaluateModel } from '../../engine/evaluations.ts';
import { ShownColours } from '../../store/colours.ts';
import { useCorpora, useTargetCorpus } from '../../store/corpora.ts';
import { evaluationKey, goToErrors, useEvaluation } from '../../store/evaluation.ts';
import { useModels } from '../../store/models.ts';
import { adaptationOf, runThatMade, useRuns, useRunUnderWay, useShownRun } from '../../store/runs.ts';
import { showPanel } from '../../store/view.ts';
import { TwoAnnotators } from './annotators/TwoAnnotators.tsx';
import { CompareModels } from './CompareModels.tsx';
import { ErrorBrowser } from './ErrorBrowser.tsx';
import classes from './EvaluatePanel.module.css';
import { EvaluationChoice } from './EvaluationChoice.tsx';
import { countCells, describeCell } from './errorFilter.ts';
import { PaperFigures } from './PaperFigures.tsx';
import { TagFolder } from './TagFolder.tsx';
import { TryIt } from './TryIt.tsx';

/** With more categories than these the matrix needs the whole width, below the figures. */
const besideFigures = 10;

/** The model that was chosen here, else the one the last run made, else the source, else whichever came last. */
function useEvaluatedModel() {
  const chosen = useEvaluation((state) => state.modelId);
  const made = useShownRun(({ result }) => result?.model.id);
  const { models, roles } = useModels();
  for (const id of [chosen, made, roles.source]) {
    const model = models.find((candidate) => candidate.id === id);
    if (model) return model;
  }
  return models.at(-1) ?? null;
}

/** The part that was asked for, or, where it is empty, the first that is not. */
function partWithSentences(corpus: CorpusSummary | null, wanted: PartName): PartName {
  const order: readonly PartName[] = [wanted, 'test', 'dev', 'train'];
  return order.find((part) => corpus && corpus.parts[part].sentences > 0) ?? wanted;
}

export function EvaluatePanel() {
  const model = useEvaluatedModel();
  const models = useModels((state) => state.models);
  const corpora = useCorpora((state) => state.corpora);
  const corpus = useTargetCorpus();
  const { part: wanted, evaluations, evaluating, problem, filters } = useEvaluation();
  const part = partWithSentences(corpus, wanted);
  const running = useRunUnderWay();
  const beforeId = useRuns((state) => runThatMade(state, model?.id)?.request?.models.source);

  const key = useRuns(() => (model && corpus ? evaluationKey(model.id, corpus, part) : null));
  const adapted = useRuns((state) => Boolean(model && corpus && adaptationOf(state, model.id, corpus)));
  const found = key === null ? null : (evaluations[key] ?? null);
  const place = `${model?.id} ${corpus?.id} ${part}`;
  const shown = useRef<{ readonly place: string; readonly evaluation: Evaluation } | null>(null);
  if (found) shown.current = { place, evaluation: found };
  // Where a label was put right, what was found before stays in sight until it is found anew.
  const evaluation = found ?? (shown.current?.place === place ? shown.current.evaluation : null);
  const modelId = model?.id;
  const errorsIn = useMemo(() => countCells(evaluation?.errors ?? []), [evaluation]);
  const waits = found === null && !running;
  useEffect(() => {
    if (modelId && corpus && waits) void evaluateModel(modelId, corpus, part);
  }, [modelId, corpus, part, waits]);

  if (!model) {
    return (
      <Panel title="Evaluate">
        <EmptyPanel
          icon={IconZoomCheck}
          title="How a model does, and where it goes wrong"
          action={
            <Button variant="default" onClick={() => showPanel('source')}>
              Load source model
            </Button>
          }
        >
          Precision, recall and F1 of each category, what is taken for what, every sentence with a mistake in it, and a
          box to try a text of your own. A model is needed first.
        </EmptyPanel>
        {corpora.length > 1 && <TwoAnnotators />}
      </Panel>
    );
  }

  const before = models.find(({ id }) => id === beforeId);
  const tried = before
    ? [
        { role: 'Before', model: before },
        { role: 'After', model },
      ]
    : [{ role: 'This model', model }];
  const where = corpus && `${model.name} on ${corpus.name}, ${part}${adapted ? ', as in its run' : ''}`;

  return (
    <ShownColours value={model.colours}>
      <Panel title="Evaluate" wide actions={<Onward to="export" />}>
        <EvaluationChoice models={models} model={model} corpora={corpora} corpus={corpus} part={part} />
        {problem && (
          <ProblemAlert problem={problem}>
            {corpus && (
              <Button mt="sm" size="xs" variant="default" onClick={() => void evaluateModel(model.id, corpus, part)}>
                Try again
              </Button>
            )}
          </ProblemAlert>
        )}
        {evaluating && <TimedProgress progress={evaluating} />}
        {!corpus && (
          <Text c="dimmed">
            Scores need a corpus to compare with: import one in the Corpus panel. The box below works without.
          </Text>
        )}
        {running && !evaluation && <Text c="dimmed">The model is evaluated when the run has ended.</Text>}
        {evaluation && where && (
          <PanelSection title="Scores">
            <div
              className={classes.scores}
              data-many={Object.keys(evaluation.scores.categories).length > besideFigures || undefined}
            >
              <CategoryScores scores={evaluation.scores} caption={where} order={evaluation.confusion.labels} />
              <ConfusionMatrix
                confusion={evaluation.confusion}
                errorsIn={errorsIn}
                inWords={describeCell}
                onChoose={goToErrors}
                chosen={filters.category}
                chosenCell={filters.cell}
              />
            </div>
          </PanelSection>
        )}
        <PanelSection title="The papers’ figures" purpose="From the runs of this session. Export saves them.">
          <PaperFigures modelId={model.id} corpus={corpus} />
        </PanelSection>
        <PanelSection
          title="Two models compared"
          purpose="Both tag the same sentences. These are then drawn anew many times, with some left out and some taken twice: a difference that holds in nearly all draws is hardly chance (paired bootstrap)."
        >
          <CompareModels models={models} evaluated={model} before={before} corpus={corpus} part={part} />
        </PanelSection>
        <TwoAnnotators />
        <PanelSection title="Try it">
          <TryIt models={tried} corpus={corpus} part={part} />
        </PanelSection>
        <PanelSection title="Many texts" purpose="A folder of texts that nobody annotated, tagged in one go.">
          <TagFolder model={model} />
        </PanelSection>
        {evaluation && corpus && (
          <PanelSection title="Errors">
            {corpus.kind === 'tags' ? (
              <Text c="dimmed">
                Errors are shown for spans; this corpus has one tag a token, and the matrix says which are confused.
              </Text>
            ) : (
              <ErrorBrowser evaluation={evaluation} corpus={corpus} part={part} />
            )}
          </PanelSection>
        )}
      </Panel>
    </ShownColours>
  );
}

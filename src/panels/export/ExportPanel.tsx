/** What can be taken away: the model, its scores, the charts, the corpus. */
import { Button } from '@mantine/core';
import { IconPackageExport } from '@tabler/icons-react';
import { useState } from 'react';
import { EmptyPanel } from '../../components/EmptyPanel.tsx';
import { Panel } from '../../components/Panel.tsx';
import { ShownColours } from '../../store/colours.ts';
import { useTargetCorpus } from '../../store/corpora.ts';
import { evaluationKey, useEvaluation } from '../../store/evaluation.ts';
import { useModels } from '../../store/models.ts';
import { runThatMade, useRuns, useShownRun } from '../../store/runs.ts';
import { showPanel } from '../../store/view.ts';
import { ChartExport } from './ChartExport.tsx';
import { CorpusExport } from './CorpusExport.tsx';
import { Deidentify } from './deidentify/Deidentify.tsx';
import { ModelExport } from './ModelExport.tsx';
import { ScoresExport } from './ScoresExport.tsx';

export function ExportPanel() {
  const { models, roles } = useModels();
  const madeId = useShownRun(({ result }) => result?.model.id);
  const corpus = useTargetCorpus();
  const evaluations = useEvaluation((state) => state.evaluations);
  const [chosen, setChosen] = useState<string | null>(null);

  const wanted = [chosen, madeId, roles.source];
  const model =
    wanted.map((id) => models.find((candidate) => candidate.id === id)).find((found) => found !== undefined) ??
    models.at(-1) ??
    null;
  const run = useRuns((state) => runThatMade(state, model?.id));

  if (!model && !corpus) {
    return (
      <Panel title="Export">
        <EmptyPanel
          icon={IconPackageExport}
          title="Everything you make here is yours to take"
          action={
            <Button variant="default" onClick={() => showPanel('source')}>
              Load source model
            </Button>
          }
        >
          The model as one file with its model card, the scores as JSON and CSV, the charts as SVG and PNG, and the
          corpus with its annotations. There is nothing to export yet.
        </EmptyPanel>
      </Panel>
    );
  }

  const evaluation = (model && corpus && evaluations[evaluationKey(model.id, corpus, 'test')]) || null;
  return (
    <ShownColours value={model?.colours ?? null}>
      <Panel title="Export" purpose="Files go to your downloads folder; nothing is sent anywhere.">
        {model && <ModelExport models={models} model={model} onChoose={setChosen} />}
        {model && <ScoresExport model={model} run={run} evaluation={evaluation} corpus={corpus} />}
        {model && (run || evaluation) && <ChartExport modelName={model.name} run={run} evaluation={evaluation} />}
        {corpus && <CorpusExport corpus={corpus} model={model} />}
        {corpus && <Deidentify corpus={corpus} model={model} />}
      </Panel>
    </ShownColours>
  );
}

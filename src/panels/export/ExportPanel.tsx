/** What can be taken away: the model, its scores, the charts, the corpus. */
import { Button } from '@mantine/core';
import { IconPackageExport } from '@tabler/icons-react';
import { useState } from 'react';
import { EmptyPanel } from '../../components/EmptyPanel.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useSelectedCorpus } from '../../store/corpora.ts';
import { evaluationKey, useEvaluation } from '../../store/evaluation.ts';
import { useModels } from '../../store/models.ts';
import { useRun } from '../../store/run.ts';
import { showPanel } from '../../store/view.ts';
import { ChartExport } from './ChartExport.tsx';
import { CorpusExport } from './CorpusExport.tsx';
import { ModelExport } from './ModelExport.tsx';
import { ScoresExport } from './ScoresExport.tsx';

export function ExportPanel() {
  const { models, sourceId } = useModels();
  const result = useRun((state) => state.result);
  const request = useRun((state) => state.request);
  const corpus = useSelectedCorpus();
  const evaluations = useEvaluation((state) => state.evaluations);
  const [chosen, setChosen] = useState<string | null>(null);

  const wanted = [chosen, result?.model.id, sourceId];
  const model =
    wanted.map((id) => models.find((candidate) => candidate.id === id)).find((found) => found !== undefined) ??
    models.at(-1) ??
    null;

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

  const ownRun = model && result && request && result.model.id === model.id ? { result, request } : null;
  const evaluation = (model && corpus && evaluations[evaluationKey(model.id, corpus.id, 'test')]) || null;
  return (
    <Panel title="Export" purpose="Files go to your downloads folder; nothing is sent anywhere.">
      {model && <ModelExport models={models} model={model} onChoose={setChosen} />}
      {model && <ScoresExport model={model} run={ownRun} evaluation={evaluation} corpus={corpus} />}
      {model && (ownRun || evaluation) && (
        <ChartExport modelName={model.name} withRun={ownRun !== null} evaluation={evaluation} />
      )}
      {corpus && <CorpusExport corpus={corpus} model={model} />}
    </Panel>
  );
}

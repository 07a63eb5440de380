/** The scores as JSON and CSV: of the run that made the model, else of what was evaluated in this session. */
import { Button, Text } from '@mantine/core';
import type { CorpusSummary, RunRequest } from '../../../workers/protocol/engine.ts';
import type { Evaluation } from '../../../workers/protocol/evaluation.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { evaluationReport, json, runReport } from '../../../workers/text/runReport.ts';
import { mainStage } from '../../../workers/text/runResult.ts';
import { PanelSection } from '../../components/Panel.tsx';
import { download } from '../../download.ts';
import { fileName } from '../../fileNames.ts';
import type { RunState } from '../../store/runState.ts';
import classes from './ExportPanel.module.css';
import { epochsCsv, runScores, scoresCsv } from './report.ts';

interface ScoresExportProps {
  readonly model: ModelSummary;
  /** The run that made the model, if it was in this session. */
  readonly run: RunState | null;
  readonly evaluation: Evaluation | null;
  readonly corpus: CorpusSummary | null;
}

const csv = 'text/csv;charset=utf-8';

/** The run learned from the corpus as it is now. */
function isOf({ corpora }: RunRequest, corpus: CorpusSummary): boolean {
  return corpora.target.id === corpus.id && corpora.target.revision === corpus.revision;
}

export function ScoresExport({ model, run, evaluation, corpus }: ScoresExportProps) {
  const name = fileName(model.name, 'model');
  const { request, result } = run ?? {};
  const report =
    request && result
      ? runReport(result, request.configuration, corpus && isOf(request, corpus) ? corpus : null)
      : evaluation && corpus && evaluationReport(evaluation, corpus);
  const scored = result ? runScores(result) : evaluation && [{ model: model.name, scores: evaluation.scores }];
  return (
    <PanelSection
      title="Scores"
      purpose={
        <>
          The report that the command line writes with <span style={{ whiteSpace: 'nowrap' }}>--json</span>, and tables
          for a spreadsheet. All figures in percent, unrounded.
        </>
      }
    >
      {report && scored ? (
        <div className={classes.row}>
          <Button variant="default" onClick={() => download(`${name}-scores.json`, json(report), 'application/json')}>
            Scores as JSON
          </Button>
          <Button variant="default" onClick={() => download(`${name}-scores.csv`, scoresCsv(scored), csv)}>
            Scores as CSV
          </Button>
          {result && (
            <Button
              variant="default"
              onClick={() => download(`${name}-epochs.csv`, epochsCsv(mainStage(result).records), csv)}
            >
              Epochs as CSV
            </Button>
          )}
        </div>
      ) : (
        <Text c="dimmed">
          There are no scores of this model yet: evaluate it on a corpus, or train it in this session.
        </Text>
      )}
    </PanelSection>
  );
}

/** The papers' figures of a run as files, drawn as Evaluate draws them. */
import { type ReactNode, useMemo, useRef } from 'react';
import type { ChartWords } from '../../charts/exportChart.ts';
import { GroupedBars } from '../../charts/GroupedBars.tsx';
import { RateChart } from '../../charts/RateChart.tsx';
import { useCategoryColour } from '../../store/colours.ts';
import type { RunState } from '../../store/runState.ts';
import { useFinishedRuns } from '../../store/runs.ts';
import { beforeAndAfter, lossOnOld, whereOf } from '../evaluate/figureData.ts';
import { labellingRates } from '../evaluate/labellingRates.ts';
import { adaptationIn, transferScores } from '../evaluate/transferScores.ts';
import classes from './ExportPanel.module.css';
import { Saving, shownIn } from './Saving.tsx';

interface SavedChartProps {
  /** On the buttons. */
  readonly title: string;
  readonly file: string;
  readonly words: ChartWords;
  readonly children: ReactNode;
}

function SavedChart({ title, file, words, children }: SavedChartProps) {
  const shown = useRef<HTMLDivElement>(null);
  return (
    <>
      <div ref={shown} className={classes.preview}>
        {children}
      </div>
      <Saving title={title} file={file} draw={() => shownIn(shown.current, words)} />
    </>
  );
}

interface PaperChartsProps {
  /** Of the files. */
  readonly name: string;
  readonly modelName: string;
  readonly run: RunState;
}

export function PaperChartExport(props: PaperChartsProps) {
  return adaptationIn(props.run) ? <Transfer {...props} /> : <Rates {...props} />;
}

function Transfer({ name, modelName, run }: PaperChartsProps) {
  const colourOf = useCategoryColour();
  const scores = useMemo(() => transferScores(run), [run]);
  const [bars, loss] = useMemo(() => [beforeAndAfter(scores), lossOnOld(scores)], [scores]);
  const where = whereOf(scores);
  return (
    <>
      <SavedChart
        title="Before and after"
        file={`${name}-before-after`}
        words={{ title: modelName, subtitle: `F1 by category ${where}` }}
      >
        <GroupedBars data={bars} colourOf={colourOf} />
      </SavedChart>
      {loss.groups.length > 0 && (
        <SavedChart
          title="Loss on old categories"
          file={`${name}-loss-on-old`}
          words={{ title: modelName, subtitle: `F1 before less F1 after, in points, ${where}` }}
        >
          <GroupedBars data={loss} colourOf={colourOf} />
        </SavedChart>
      )}
    </>
  );
}

function Rates({ name, run: { request, outline } }: PaperChartsProps) {
  const runs = useFinishedRuns();
  const rates = useMemo(() => request && labellingRates(Object.values(runs), request.corpora.target), [runs, request]);
  if (!rates) return null;
  const figure = rates.ofTags ? 'Accuracy' : 'F1';
  return (
    <SavedChart
      title={`${figure} against labelling rate`}
      file={`${name}-labelling-rate`}
      words={{
        title: outline?.corpus ?? '',
        subtitle: `${figure} on the ${rates.part} sentences, by the share of the training sentences that was learned from`,
      }}
    >
      <RateChart lines={rates.lines} figure={figure} height={320} />
    </SavedChart>
  );
}

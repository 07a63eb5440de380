/** The chart with the score table beside it and the loss underneath: the run, as it goes and when it is over. */
import { SegmentedControl, Text } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';
import { type ComponentProps, useDeferredValue, useMemo, useState } from 'react';
import type { EpochRecord, RunStage } from '../../../workers/protocol/engine.ts';
import { EpochTable } from '../../charts/EpochTable.tsx';
import { F1Chart } from '../../charts/F1Chart.tsx';
import { f1Lines } from '../../charts/f1Lines.ts';
import { LossStrip } from '../../charts/LossStrip.tsx';
import { useCategoryColour } from '../../store/colours.ts';
import { useCorpora } from '../../store/corpora.ts';
import { type RunState, useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { usePacedRun } from './pacedRun.ts';
import { ScoreTable } from './ScoreTable.tsx';
import { scoreRows } from './scoreRows.ts';
import classes from './TrainPanel.module.css';

function lossesOf(state: RunState) {
  return state.losses;
}

function bestRecord(records: readonly EpochRecord[]): EpochRecord | undefined {
  return records.reduce<EpochRecord | undefined>(
    (best, record) => (best && best.dev.overall.f1 >= record.dev.overall.f1 ? best : record),
    undefined,
  );
}

/**
 * What chart and table show. Deferred: it is drawn in slices between other work, so that neither a run's beginning nor
 * an epoch's end holds the page up.
 */
function useShownRun() {
  return {
    categories: useDeferredValue(useRun((state) => state.categories)),
    newCategories: useDeferredValue(useRun((state) => state.newCategories)),
    sourceDev: useDeferredValue(useRun((state) => state.sourceDev)),
    records: useDeferredValue(useRun((state) => state.records)),
    bestEpoch: useDeferredValue(useRun((state) => state.bestEpoch)),
    result: useDeferredValue(useRun((state) => state.result)),
  };
}

/** What the score table stands on: dev scores while the run goes, test scores when it is over. */
function useScoreTable() {
  const { categories, newCategories, sourceDev, records, bestEpoch, result } = useShownRun();
  const asked = useRun((state) => state.request?.configuration.adaptation?.compareWithRandom ?? false);
  const corpusId = useRun((state) => state.request?.corpusId);
  const tags = useCorpora(({ corpora }) => corpora.find(({ id }) => id === corpusId)?.kind === 'tags');
  const best = records.main.find(({ epoch }) => epoch === bestEpoch);
  // A corpus may have no test sentences; then the best epoch's dev scores are all there is.
  const tested = result !== null && result.test.tokens > 0;
  const [init, sub, random] = tested
    ? [result.init, result.test, result.random?.test ?? null]
    : [sourceDev, best?.dev ?? null, bestRecord(records.random)?.dev ?? null];
  const rows = useMemo(
    () => scoreRows({ categories, newCategories, init, sub, random }),
    [categories, newCategories, init, sub, random],
  );
  const where = tested ? 'on the test sentences' : 'on the dev sentences';
  const epoch = tested || !best ? '' : `, best epoch${result ? '' : ' so far'} (${best.epoch})`;
  return {
    rows,
    caption: `${tags ? 'F1 by tag and accuracy overall,' : 'F1'} ${where}${epoch}`,
    compared: sourceDev !== null || (result?.init ?? null) !== null,
    withRandom: asked,
  };
}

/** By itself, since it is drawn anew between epochs as well. */
function LiveLoss(props: Omit<ComponentProps<typeof LossStrip>, 'losses'>) {
  const losses = usePacedRun(lossesOf, 400);
  return <LossStrip losses={losses} {...props} />;
}

export function RunView() {
  const presenter = useView((state) => state.presenter);
  const viewport = useViewportSize();
  const { categories, newCategories, sourceDev, records, bestEpoch } = useShownRun();
  const planned = useRun((state) => state.epochs);
  const current = useDeferredValue(useRun((state) => (state.stage === 'main' ? state.epoch : 0)));
  const initialisation = useRun((state) => state.initialisation);
  const colourOf = useCategoryColour();
  const table = useScoreTable();
  const [stage, setStage] = useState<RunStage>('main');
  const [form, setForm] = useState<'chart' | 'table'>('chart');

  const shown = records[stage].length > 0 ? stage : 'main';
  const data = useMemo(
    () => f1Lines(records[shown], categories, newCategories, sourceDev),
    [records, shown, categories, newCategories, sourceDev],
  );
  const best = shown === 'main' ? bestEpoch : (bestRecord(records.random)?.epoch ?? null);
  const scale = presenter ? (viewport.width < 1700 ? 1.25 : 1.5) : 1;
  // As tall as the window allows with controls above and the loss below it, but never too flat for its labels.
  const tallest = presenter ? 900 : viewport.width < 768 ? 320 : 640;
  const fitting = Math.min(tallest, viewport.height - (presenter ? 520 : 470));
  const height = Math.max(320, fitting, 60 + data.lines.length * 16);

  return (
    <div className={classes.run} data-presenter={presenter || undefined}>
      <section className={classes.charts} aria-label="F1 by category">
        <header className={classes.chartHeader}>
          <Text fw={600}>
            F1 by category{' '}
            <Text span c="dimmed" fw={400} size="sm">
              {!presenter && 'on the dev sentences, by epoch'}
              {data.lines.some(({ source }) => source !== null) && `${presenter ? '' : '; '}dashed: the source model`}
              {initialisation !== null && `; new rows: ${initialisation}`}
            </Text>
          </Text>
          {records.random.length > 0 && (
            <SegmentedControl
              size="xs"
              aria-label="Run shown"
              value={shown}
              onChange={(value) => setStage(value as RunStage)}
              data={[
                { value: 'main', label: 'This run' },
                { value: 'random', label: 'From random weights' },
              ]}
            />
          )}
          {!presenter && data.epochs.length > 0 && (
            <SegmentedControl
              size="xs"
              aria-label="Show as"
              value={form}
              onChange={(value) => setForm(value as 'chart' | 'table')}
              data={[
                { value: 'chart', label: 'Chart' },
                { value: 'table', label: 'Table' },
              ]}
            />
          )}
        </header>
        {form === 'table' ? (
          <EpochTable data={data} bestEpoch={best} height={height} />
        ) : (
          <F1Chart
            data={data}
            colourOf={colourOf}
            bestEpoch={best}
            planned={planned}
            current={shown === 'main' ? current : 0}
            height={height}
            scale={scale}
          />
        )}
        {form === 'chart' && shown === 'main' && (
          <LiveLoss data={data} planned={planned} current={current} height={presenter ? 72 : 60} scale={scale} />
        )}
        {data.absent.length > 0 && (
          <Text size="sm" c="dimmed">
            No dev sentence holds {data.absent.join(', ')}, so there is no line.
          </Text>
        )}
      </section>
      <ScoreTable {...table} />
    </div>
  );
}

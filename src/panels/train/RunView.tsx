/** The chart with the score table beside it and the loss underneath: the run, as it goes and when it is over. */
import { SegmentedControl, Text } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';
import { type ComponentProps, useMemo, useState } from 'react';
import type { Stage } from '../../../workers/protocol/engine.ts';
import { capitalised } from '../../capitalised.ts';
import { EpochTable } from '../../charts/EpochTable.tsx';
import { F1Chart } from '../../charts/F1Chart.tsx';
import { f1Lines } from '../../charts/f1Lines.ts';
import { LossStrip } from '../../charts/LossStrip.tsx';
import type { LossPoint } from '../../charts/thin.ts';
import { useCategoryColour } from '../../store/colours.ts';
import { comparisonStageSoFar, mainStageSoFar, type RunState } from '../../store/runState.ts';
import { useView } from '../../store/view.ts';
import { usePacedRun } from './pacedRun.ts';
import { ScoreTable } from './ScoreTable.tsx';
import { useRunFacts, useStage } from './shownRun.ts';
import classes from './TrainPanel.module.css';
import { useScoreTable } from './useScoreTable.ts';

const noLosses: readonly LossPoint[] = [];

function lossesOf(run: RunState) {
  return mainStageSoFar(run)?.losses ?? noLosses;
}

/** By itself, since it is drawn anew between epochs as well. */
function LiveLoss(props: Omit<ComponentProps<typeof LossStrip>, 'losses'>) {
  const losses = usePacedRun(lossesOf, 400);
  return <LossStrip losses={losses} {...props} />;
}

export function RunView() {
  const presenter = useView((state) => state.presenter);
  const viewport = useViewportSize();
  const { categories, newCategories, sourceDev } = useRunFacts();
  const main = useStage(mainStageSoFar);
  const comparison = useStage(comparisonStageSoFar);
  const colourOf = useCategoryColour();
  const table = useScoreTable(main, comparison);
  const [role, setRole] = useState<Stage['role']>('main');
  const [form, setForm] = useState<'chart' | 'table'>('chart');

  const compares = comparison.records.length > 0;
  const shown = compares && role === 'comparison' ? comparison : main;
  const { records, bestEpoch, planned, current } = shown;
  const data = useMemo(
    () => f1Lines(records, categories, newCategories, sourceDev),
    [records, categories, newCategories, sourceDev],
  );
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
              {shown === main && main.label && `; ${main.label}`}
            </Text>
          </Text>
          {compares && (
            <SegmentedControl
              size="xs"
              aria-label="Run shown"
              value={shown === main ? 'main' : 'comparison'}
              onChange={(value) => setRole(value as Stage['role'])}
              data={[
                { value: 'main', label: 'This run' },
                { value: 'comparison', label: capitalised(comparison.label) },
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
          <EpochTable data={data} bestEpoch={bestEpoch} height={height} />
        ) : (
          <F1Chart
            data={data}
            colourOf={colourOf}
            bestEpoch={bestEpoch}
            planned={planned}
            current={current}
            height={height}
            scale={scale}
          />
        )}
        {form === 'chart' && shown === main && (
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

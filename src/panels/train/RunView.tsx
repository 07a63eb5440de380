/** The chart with the score table beside it and the loss underneath: the run, as it goes and when it is over. */
import { SegmentedControl, Switch, Text } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';
import { type ComponentProps, useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { Stage } from '../../../workers/protocol/engine.ts';
import { capitalised } from '../../capitalised.ts';
import { EpochTable } from '../../charts/EpochTable.tsx';
import { LossStrip } from '../../charts/LossStrip.tsx';
import { ScoreChart } from '../../charts/ScoreChart.tsx';
import {
  figureNames,
  type Measures,
  otherSeedsInWords,
  type ScoreFigure,
  type ScoreLines,
  scoreFigures,
  scoreLines,
} from '../../charts/scoreLines.ts';
import type { LossPoint } from '../../charts/thin.ts';
import { useCategoryColour } from '../../store/colours.ts';
import { comparisonStageSoFar, mainStageSoFar, type RunState } from '../../store/runState.ts';
import { useShownRun } from '../../store/runs.ts';
import { useView } from '../../store/view.ts';
import { ScoreTable } from './ScoreTable.tsx';
import { shownLoss, useOtherSeeds, useRunFacts, useStage } from './shownRun.ts';
import classes from './TrainPanel.module.css';
import { type ScoredPart, useScoreTable } from './useScoreTable.ts';

const noLosses: readonly LossPoint[] = [];
const noSeeds: ReturnType<typeof useOtherSeeds> = [];

function lossesOf(run: RunState) {
  return mainStageSoFar(run)?.losses ?? noLosses;
}

/** By itself, since it is drawn anew between epochs as well. */
function LiveLoss(props: Omit<ComponentProps<typeof LossStrip>, 'losses'>) {
  const losses = useDeferredValue(useShownRun(lossesOf));
  return <LossStrip losses={losses} {...props} />;
}

const measureNames: { value: Measures; label: string }[] = [
  { value: 'target', label: 'Target' },
  { value: 'yardstick', label: 'Old, elsewhere' },
  { value: 'both', label: 'Both' },
];

/** What is drawn, in words. */
function wordsOf(data: ScoreLines): string {
  const { measures, lines, corpora } = data;
  const seeds = otherSeedsInWords(data);
  const elsewhere = 'on the sentences that measure what is kept';
  const roles = corpora.map(({ role }) => role);
  const hasSource = lines.some(({ source }) => source !== null);
  const parts = [
    measures === 'yardstick' ? `The old categories ${elsewhere}, by epoch` : 'On the dev sentences, by epoch',
    ...(measures === 'both' ? [`dashed, with ○: the old categories ${elsewhere}`] : []),
    ...(hasSource && measures !== 'both' ? ['dotted: the source model'] : []),
    ...(seeds === null ? [] : [seeds]),
    ...(roles.includes('yardstick') && measures === 'target' ? [`grey: the old categories overall, ${elsewhere}`] : []),
    ...(roles.includes('yardstick') && measures !== 'target' ? ['grey: all of them'] : []),
    ...(roles.includes('together') ? ['grey: overall on the corpora that are learned together with it'] : []),
  ];
  return parts.join('; ');
}

export function RunView() {
  const presenter = useView((state) => state.presenter);
  const viewport = useViewportSize();
  const { categories, newCategories, sourceDev, sourceYardstick, result } = useRunFacts();
  const main = useStage(mainStageSoFar);
  const comparison = useStage(comparisonStageSoFar);
  const seeds = useOtherSeeds();
  const colourOf = useCategoryColour();
  const [role, setRole] = useState<Stage['role']>('main');
  const [form, setForm] = useState<'chart' | 'table'>('chart');
  const [figure, setFigure] = useState<ScoreFigure>('f1');
  const [wanted, setWanted] = useState<Measures>('target');
  const [whole, setWhole] = useState(false);
  const [part, setPart] = useState<ScoredPart>('test');
  const [chosen, setChosen] = useState<string | null>(null);
  const table = useScoreTable(main, comparison, figure, part);
  const choose = useCallback((category: string) => setChosen((now) => (now === category ? null : category)), []);

  const compares = comparison.records.length > 0;
  const shown = compares && role === 'comparison' ? comparison : main;
  const { records, bestEpoch: keptEpoch, planned, current } = shown;
  // They are of the run itself: behind its comparison they would be something else.
  const others = shown === main ? seeds : noSeeds;
  const isMeasured = records[0]?.yardstick !== undefined;
  const measures = isMeasured ? wanted : 'target';
  const data = useMemo(
    () =>
      scoreLines({
        ...{ records, others, keptEpoch, categories, newCategories, sourceDev, sourceYardstick, figure, measures },
      }),
    [records, others, keptEpoch, categories, newCategories, sourceDev, sourceYardstick, figure, measures],
  );
  const mean = shownLoss(main, result !== null);
  const scale = presenter ? (viewport.width < 1700 ? 1.25 : 1.5) : 1;
  // As tall as the window allows with controls above and the loss below it, but never too flat for its labels.
  const tallest = presenter ? 900 : viewport.width < 768 ? 320 : 640;
  const fitting = Math.min(tallest, viewport.height - (presenter ? 520 : 450));
  const height = Math.max(300, fitting, 60 + (data.lines.length + data.corpora.length) * 16);
  const axis = { planned, current, scale };
  const name = figureNames[figure];

  return (
    <div className={classes.run} data-presenter={presenter || undefined}>
      <section className={classes.charts} aria-label={`${name} by category`}>
        <header className={classes.chartHeader}>
          <Text fw={600} className={classes.chartTitle}>
            {name} by category
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
          {!presenter && isMeasured && (
            <SegmentedControl
              size="xs"
              aria-label="Measured on"
              value={measures}
              onChange={(value) => setWanted(value as Measures)}
              data={measureNames}
            />
          )}
          {!presenter && data.epochs.length > 0 && (
            <>
              <SegmentedControl
                size="xs"
                aria-label="Score"
                value={figure}
                onChange={(value) => setFigure(value as ScoreFigure)}
                data={scoreFigures.map((value) => ({ value, label: figureNames[value] }))}
              />
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
              <Switch
                size="xs"
                label="0 to 100"
                aria-label="Axis from 0 to 100"
                checked={whole}
                style={{ visibility: form === 'chart' ? undefined : 'hidden' }}
                onChange={(event) => setWhole(event.currentTarget.checked)}
              />
            </>
          )}
        </header>
        {!presenter && (
          <Text size="sm" c="dimmed" className={classes.chartWords}>
            {wordsOf(data)}
            {shown === main && main.label && `; ${main.label}`}.
          </Text>
        )}
        {form === 'table' ? (
          <EpochTable data={data} height={height} />
        ) : (
          <ScoreChart
            data={data}
            colourOf={colourOf}
            whole={whole}
            chosen={chosen}
            onChoose={choose}
            over={result !== null}
            height={height}
            {...axis}
          />
        )}
        {form === 'chart' && shown === main && (
          <LiveLoss data={data} mean={mean} height={presenter ? 72 : 60} {...axis} />
        )}
        {data.absent.length > 0 && (
          <Text size="sm" c="dimmed">
            No dev sentence holds {data.absent.join(', ')}, so there is no line.
          </Text>
        )}
      </section>
      <ScoreTable {...table} onPart={setPart} chosen={chosen} onChoose={choose} />
    </div>
  );
}

/**
 * A score by category over the epochs: what people come to see. A few new categories stand out, known ones stay quiet, and
 * a known category's dotted line is the source model's score, so that a loss of what was known shows as a line below its
 * dots. What is measured on other sentences than the target's is dashed.
 */
import { useElementSize } from '@mantine/hooks';
import { lazy, memo, Suspense, useCallback, useMemo, useState } from 'react';
import type { CategoryColour } from '../categoryColours.ts';
import classes from './chart.module.css';
import type { EpochAxis } from './epochGeometry.ts';
import { describeScoreChart, type ScoreLines } from './scoreLines.ts';

interface ScoreChartProps extends EpochAxis {
  readonly data: ScoreLines;
  readonly colourOf: (category: string) => CategoryColour;
  /** The axis from 0 to 100, whatever the scores are. */
  readonly whole?: boolean;
  /** The category that stands out while the pointer is on none. */
  readonly chosen?: string | null;
  readonly onChoose?: (category: string) => void;
  /** Whether no epoch will follow: what came after the kept one is pale then, since nothing of it is left. */
  readonly over?: boolean;
  readonly height: number;
}

const ScorePlot = lazy(async () => ({ default: (await import('./ScorePlot.tsx')).ScorePlot }));

const chooseNone = () => {};

function ScoreChartDrawing(props: ScoreChartProps) {
  const { data, colourOf, planned, current, height, scale = 1 } = props;
  const { whole = false, chosen = null, onChoose = chooseNone, over = false } = props;
  const { ref, width: across } = useElementSize();
  const [pointedLine, setPointedLine] = useState<string | null>(null);
  // A chosen category may have no line, where no dev sentence holds it.
  const focus = pointedLine ?? (data.lines.some(({ category }) => category === chosen) ? chosen : null);
  const onFocus = useCallback((category: string | null) => setPointedLine(category), []);
  // A pointer that only rests where the chart came up asks for nothing, and must not hide the lines of a run behind
  // the tooltip: it has to move, and again after each epoch.
  const [pointedAt, setPointedAt] = useState<ScoreLines | null>(null);
  const pointed = pointedAt === data;
  const description = useMemo(() => describeScoreChart(data), [data]);
  return (
    <div
      ref={ref}
      className={classes.chart}
      role="img"
      aria-label={description}
      style={{ height }}
      data-chart="scores"
      onPointerMove={(event) => {
        if (!pointed && (event.movementX !== 0 || event.movementY !== 0)) setPointedAt(data);
      }}
      onPointerDown={() => setPointedAt(data)}
      onPointerLeave={() => setPointedAt(null)}
    >
      {across > 0 && (
        <Suspense fallback={null}>
          <ScorePlot
            {...{ data, colourOf, whole, over, across, height, pointed, planned, current, scale }}
            lineFocus={{ focus, onFocus, onChoose }}
          />
        </Suspense>
      )}
    </div>
  );
}

/** Drawn again when an epoch ends, not with every step. */
export const ScoreChart = memo(ScoreChartDrawing);

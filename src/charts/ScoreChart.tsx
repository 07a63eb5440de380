/**
 * A score by category over the epochs: what people come to see. A few new categories stand out, known ones stay quiet, and
 * a known category's dotted line is the source model's score, so that a loss of what was known shows as a line below its
 * dots. What is measured on other sentences than the target's is dashed.
 */
import { useElementSize } from '@mantine/hooks';
import { memo, useCallback, useMemo, useState } from 'react';
import { Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts';
import type { CategoryColour } from '../categoryColours.ts';
import { CategoryLines } from './CategoryLines.tsx';
import classes from './chart.module.css';
import { EndLabels } from './EndLabels.tsx';
import { EpochTooltip } from './EpochTooltip.tsx';
import { type EpochAxis, epochGeometry } from './epochGeometry.ts';
import { OtherSeeds } from './OtherSeeds.tsx';
import { PlotFrame } from './PlotFrame.tsx';
import { scoreAxis } from './scoreAxis.ts';
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

/** Draws nothing; a line that is told to draw no dots still draws one where it has a single point. */
function noDot({ key }: { readonly key?: React.Key | null }) {
  return <g key={key} />;
}

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

  const axis = useMemo(() => scoreAxis(data, whole), [data, whole]);
  // What the axes and the tooltip stand on; the lines are drawn by themselves.
  const rows = useMemo(
    () => (data.epochs.length > 0 ? data.epochs : [0]).map((e) => ({ e, ground: axis.from })),
    [data, axis],
  );
  const geometry = epochGeometry(data, across, { planned, current, scale });
  const { fontSize, gutter, lastEpoch } = geometry;
  const lineFocus = { focus, onFocus, onChoose };
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
        <LineChart
          width={across}
          height={height}
          data={rows}
          margin={{ top: fontSize * 2.1, right: gutter, bottom: fontSize * 2.2, left: geometry.axis }}
          accessibilityLayer={false}
        >
          <XAxis dataKey="e" type="number" domain={[0, lastEpoch]} hide />
          <YAxis domain={[axis.from, axis.to]} hide />
          <PlotFrame data={data} axis={axis} geometry={geometry} />
          <Line dataKey="ground" stroke="none" dot={noDot} activeDot={false} isAnimationActive={false} />
          <OtherSeeds data={data} colourOf={colourOf} focus={focus} scale={scale} />
          <CategoryLines data={data} colourOf={colourOf} scale={scale} over={over} {...lineFocus} />
          <Tooltip
            isAnimationActive={false}
            cursor={pointed && { stroke: 'var(--mantine-color-dimmed)', strokeDasharray: '2 2' }}
            content={({ active, label }) =>
              active && pointed ? <EpochTooltip data={data} colourOf={colourOf} epoch={Number(label)} /> : null
            }
          />
          <EndLabels data={data} colourOf={colourOf} geometry={geometry} {...lineFocus} />
        </LineChart>
      )}
    </div>
  );
}

/** Drawn again when an epoch ends, not with every step. */
export const ScoreChart = memo(ScoreChartDrawing);

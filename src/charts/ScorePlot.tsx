/** What stands in the score chart: its lines and all that they stand on. Loaded when the first is shown: recharts is a fifth of the page. */
import { useMemo } from 'react';
import { Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts';
import type { CategoryColour } from '../categoryColours.ts';
import { CategoryLines, type LineFocus } from './CategoryLines.tsx';
import { EndLabels } from './EndLabels.tsx';
import { EpochTooltip } from './EpochTooltip.tsx';
import { type EpochAxis, epochGeometry } from './epochGeometry.ts';
import { OtherSeeds } from './OtherSeeds.tsx';
import { PlotFrame } from './PlotFrame.tsx';
import { scoreAxis } from './scoreAxis.ts';
import type { ScoreLines } from './scoreLines.ts';

interface ScorePlotProps extends EpochAxis {
  readonly data: ScoreLines;
  readonly colourOf: (category: string) => CategoryColour;
  readonly whole: boolean;
  readonly over: boolean;
  /** In pixels, as is the height. */
  readonly across: number;
  readonly height: number;
  readonly lineFocus: LineFocus;
  /** Whether the pointer asks for the figures of an epoch. */
  readonly pointed: boolean;
}

/** Draws nothing; a line that is told to draw no dots still draws one where it has a single point. */
function noDot({ key }: { readonly key?: React.Key | null }) {
  return <g key={key} />;
}

export function ScorePlot(props: ScorePlotProps) {
  const { data, colourOf, whole, over, across, height, lineFocus, pointed, planned, current, scale = 1 } = props;
  const axis = useMemo(() => scoreAxis(data, whole), [data, whole]);
  // What the axes and the tooltip stand on; the lines are drawn by themselves.
  const rows = useMemo(
    () => (data.epochs.length > 0 ? data.epochs : [0]).map((e) => ({ e, ground: axis.from })),
    [data, axis],
  );
  const geometry = epochGeometry(data, across, { planned, current, scale });
  const { fontSize, gutter, lastEpoch } = geometry;
  const { focus } = lineFocus;
  return (
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
  );
}

/**
 * The same lines of a run's other seeds, thin and behind the shown ones: how far they lie apart is how much of a curve is
 * chance. Of quiet categories they are drawn where one is looked at.
 */
import { useXAxisScale, useYAxisScale } from 'recharts';
import type { CategoryColour } from '../categoryColours.ts';
import { elsewhereDashes, pathThrough } from './CategoryLines.tsx';
import { keyOfLine, linesWithOthers, type ScoreLines } from './scoreLines.ts';

interface OtherSeedsProps {
  readonly data: ScoreLines;
  readonly colourOf: (category: string) => CategoryColour;
  readonly focus: string | null;
  readonly scale: number;
}

export function OtherSeeds({ data, colourOf, focus, scale }: OtherSeedsProps) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  const drawn = focus === null ? linesWithOthers(data) : data.lines.filter(({ category }) => category === focus);
  return (
    <g fill="none" strokeLinejoin="round" strokeWidth={scale} pointerEvents="none">
      {drawn.flatMap((line) =>
        line.others.map((values, seed) => (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: seeds have an order, and none moves.
            key={`${keyOfLine(line)} ${seed}`}
            d={pathThrough(values.map((value, index) => [x(index + 1) ?? 0, y(value) ?? 0] as const))}
            stroke={colourOf(line.category).css}
            strokeOpacity={0.7}
            {...(line.on === 'yardstick' && elsewhereDashes(scale))}
          />
        )),
      )}
    </g>
  );
}

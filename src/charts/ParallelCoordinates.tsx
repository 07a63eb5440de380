/**
 * Trials of a search in parallel coordinates (Inselberg 1985): an axis a setting, the score last, a line a trial. Its colour
 * is its score, so that one sees at the other axes where good lines run. The table beside it says the same in figures; the
 * line that the reader looks at there stands out here.
 */
import { useElementSize } from '@mantine/hooks';
import { WideTable } from '../components/WideTable.tsx';
import classes from './ParallelCoordinates.module.css';
import { brokenName, type ParallelAxis, ticksWithRoom } from './parallelAxes.ts';

export interface PlottedTrial {
  readonly number: number;
  /** By the axes' keys. */
  readonly values: Readonly<Record<string, number>>;
  /** From 0 for the lowest score to 1 for the highest. */
  readonly rank: number;
  readonly best: boolean;
}

interface ParallelCoordinatesProps {
  readonly axes: readonly ParallelAxis[];
  readonly trials: readonly PlottedTrial[];
  /** The plot in words. */
  readonly label: string;
  /** The number of the trial that the reader looks at. */
  readonly focus: number | null;
  readonly onFocus: (trial: number | null) => void;
  readonly onChoose: (trial: number) => void;
}

const height = 320;
const fontSize = 12;
const lineHeight = 15;
/** Pixels that an axis takes with the figures beside it; where there are fewer, the plot scrolls. */
const narrowest = 64;
const pixelsInRem = 16;
/** Width of a letter, in font sizes. */
const letterWidth = 0.56;
/** Pixels around a line in which the pointer is on it. */
const reach = 11;

/** What stands out is drawn last. */
function inDrawingOrder(trials: readonly PlottedTrial[], focus: number | null): PlottedTrial[] {
  const weight = ({ number, best, rank }: PlottedTrial) => (number === focus ? 3 : best ? 2 : rank);
  return [...trials].sort((a, b) => weight(a) - weight(b));
}

export function ParallelCoordinates({ axes, trials, label, focus, onFocus, onChoose }: ParallelCoordinatesProps) {
  const { ref, width: across } = useElementSize();
  const width = Math.max(across, axes.length * narrowest);
  const step = width / axes.length;
  const names = axes.map((axis) => brokenName(axis.label, Math.floor(step / (fontSize * letterWidth))));
  const top = Math.max(...names.map((lines) => lines.length)) * lineHeight + 14;
  const bottom = height - 14;
  const x = (place: number) => (place + 0.5) * step;
  const y = (axis: ParallelAxis, value: number) => bottom - axis.at(value) * (bottom - top);
  const placesOf = ({ values }: PlottedTrial) =>
    axes.map((axis, place) => [x(place), y(axis, values[axis.key] ?? 0)] as const);
  const standsOut = ({ number, best }: PlottedTrial) => (focus === null ? best : number === focus);

  return (
    <div ref={ref}>
      <WideTable label="Plot of the trials" minWidth={(axes.length * narrowest) / pixelsInRem}>
        <svg role="img" aria-label={label} className={classes.plot} width={width} height={height} fontSize={fontSize}>
          <g fill="none" strokeLinejoin="round">
            {inDrawingOrder(trials, focus).map((trial) => {
              const { number, rank } = trial;
              const places = placesOf(trial);
              const line = `M${places.map(([left, up]) => `${left.toFixed(1)},${up.toFixed(1)}`).join('L')}`;
              const ahead = standsOut(trial);
              return (
                // biome-ignore lint/a11y/noStaticElementInteractions: the plot is an image, with the table beside it.
                <g
                  key={number}
                  className={classes.trial}
                  data-ahead={ahead || undefined}
                  data-faded={(focus !== null && !ahead) || undefined}
                  style={{ '--share': `${Math.round(100 * rank)}%` } as React.CSSProperties}
                  onPointerEnter={() => onFocus(number)}
                  onPointerLeave={() => onFocus(null)}
                  onClick={() => onChoose(number)}
                >
                  <path d={line} className={classes.reach} strokeWidth={reach} />
                  <path d={line} className={classes.line} />
                  {ahead && places.map(([left, up]) => <circle key={left} cx={left} cy={up} r={4} />)}
                </g>
              );
            })}
          </g>
          <g className={classes.axes}>
            {axes.map((axis, place) => (
              <g key={axis.key}>
                <path d={`M${x(place)},${top}V${bottom}`} />
                {(names[place] ?? []).map((words, line, { length }) => (
                  <text
                    key={words}
                    x={x(place)}
                    y={top - 12 - (length - 1 - line) * lineHeight}
                    textAnchor="middle"
                    className={classes.name}
                  >
                    {words}
                  </text>
                ))}
                {ticksWithRoom(axis, bottom - top, lineHeight).map((tick) => (
                  <text key={tick} x={x(place) - 7} y={y(axis, tick)} dy="0.35em" textAnchor="end">
                    {tick}
                  </text>
                ))}
              </g>
            ))}
          </g>
        </svg>
      </WideTable>
    </div>
  );
}

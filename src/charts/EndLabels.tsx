/**
 * The names at the right end of the score chart's lines, which stand in for a legend, with the figures of the kept epoch.
 * Each has a thin leader from its line's last point, since labels are nudged apart where lines end close together.
 */
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { CategoryColour } from '../categoryColours.ts';
import { corpusColour, type LineFocus } from './CategoryLines.tsx';
import classes from './chart.module.css';
import { type EpochGeometry, letterWidth } from './epochGeometry.ts';
import { percent } from './figures.ts';
import { placeLabels, shortName } from './labelPlaces.ts';
import { emphasisesNew, keyOfLine, nameOfLine, type ScoreLines } from './scoreLines.ts';

interface EndLabelsProps extends LineFocus {
  readonly data: ScoreLines;
  readonly colourOf: (category: string) => CategoryColour;
  readonly geometry: EpochGeometry;
}

export function EndLabels({ data, colourOf, geometry, focus, onFocus, onChoose }: EndLabelsProps) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;

  const { fontSize, gutter, leader, lastEpoch } = geometry;
  const emphasis = emphasisesNew(data);
  const labels = data.lines.flatMap((line) => {
    const { category, isNew, values, kept, source } = line;
    const end = values.at(-1) ?? source;
    if (end === null || kept === null) return [];
    return [{ key: `category ${keyOfLine(line)}`, category, name: nameOfLine(line, data.measures), isNew, end, kept }];
  });
  const corpora = data.corpora.map(({ corpus, values, kept }, place) => ({
    ...{ key: `corpus ${place}`, category: null, name: corpus, isNew: false },
    ...{ end: values.at(-1) ?? kept, kept },
  }));
  const gap = fontSize * 1.25;
  // Where even touching labels do not fit, new categories keep theirs; the table and the tooltip name them all.
  const most = Math.max(1, Math.floor(plot.height / (fontSize * 1.05)) + 1);
  const shown = [...corpora, ...labels].sort((a, b) => Number(b.isNew) - Number(a.isNew)).slice(0, most);
  const ends = shown.map(({ end }) => y(end) ?? plot.y);
  const places = placeLabels(ends, { top: plot.y, bottom: plot.y + plot.height, gap });

  const edge = plot.x + plot.width;
  const left = edge + leader + 4;
  const right = edge + gutter - 2;
  const letters = (right - left - fontSize * 3.3) / (fontSize * letterWidth);
  const end = x(data.epochs.at(-1) ?? lastEpoch) ?? edge;
  const stepped = data.epochs.length > 0 && data.keptEpoch !== null;

  return (
    <g>
      {stepped && (
        <text
          x={right}
          y={plot.y - fontSize * 1.25}
          textAnchor="end"
          fontSize={fontSize * 0.85}
          className={classes.tick}
        >
          {`epoch ${data.keptEpoch}`}
        </text>
      )}
      {shown.map(({ key, category, name, isNew, kept }, index) => {
        const colour = category === null ? corpusColour : colourOf(category).css;
        const strong = (isNew && emphasis) || (category !== null && focus === category);
        const from = ends[index] ?? 0;
        const to = places[index] ?? 0;
        const text = {
          y: to,
          dy: '0.35em',
          fontSize,
          className: strong ? classes.strongLabel : isNew ? classes.newLabel : classes.quietLabel,
        };
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the chart is an image, with the table beside it.
          <g
            key={key}
            opacity={focus !== null && focus !== category ? 0.6 : 1}
            onPointerEnter={() => onFocus(category)}
            onPointerLeave={() => onFocus(null)}
            onClick={() => category !== null && onChoose(category)}
          >
            <title>{`${name} ${percent(kept)}`}</title>
            {edge - end > 12 && (
              <path d={`M${end + 6},${from} H${edge}`} stroke={colour} strokeOpacity={0.25} strokeWidth={1} />
            )}
            <path
              d={`M${Math.max(end, edge)},${from} L${edge + leader - 4},${to} H${edge + leader}`}
              fill="none"
              stroke={colour}
              strokeWidth={strong ? 1.75 : 1}
              strokeOpacity={strong ? 1 : 0.7}
            />
            <rect x={edge} y={to - gap / 2} width={gutter} height={gap} fill="transparent" data-screen-only />
            <text x={left} {...text}>
              {shortName(name, letters)}
            </text>
            <text x={right} textAnchor="end" {...text}>
              {percent(kept)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

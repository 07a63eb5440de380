/**
 * Bars in groups, a category a group, in the category's colour. The series differ in how their bars are filled: pale,
 * solid, striped. Figures stand at the bars' ends, so that nobody has to measure.
 */
import { useElementSize } from '@mantine/hooks';
import type { CategoryColour } from '../categoryColours.ts';
import { type BarAxis, type BarChartData, type BarFill, barAxis, describeBars, placeBars } from './barGroups.ts';
import classes from './chart.module.css';
import { letterWidth, widthInLetters } from './epochGeometry.ts';
import { percent, signed } from './figures.ts';
import { shortName } from './labelPlaces.ts';
import { markerPath } from './markerPath.ts';

interface BarProps {
  readonly fill: BarFill;
  readonly colour: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels from one stripe to the next. */
const stripe = 4;

function Bar({ fill, colour, x, y, width, height }: BarProps) {
  if (fill === 'solid') return <rect x={x} y={y} width={Math.max(width, 1)} height={height} fill={colour} />;
  const stripes = Array.from({ length: Math.floor(width / stripe) }, (_, index) => x + (index + 0.5) * stripe);
  return (
    <g stroke={colour}>
      <rect
        x={x + 0.5}
        y={y + 0.5}
        width={Math.max(width - 1, 0)}
        height={height - 1}
        fill={fill === 'pale' ? colour : 'none'}
        fillOpacity={0.28}
      />
      {fill === 'striped' && <path d={stripes.map((left) => `M${left},${y}v${height}`).join('')} strokeWidth={1.25} />}
    </g>
  );
}

interface FrameProps {
  readonly axis: BarAxis;
  readonly x: (value: number) => number;
  readonly top: number;
  readonly bottom: number;
  readonly fontSize: number;
  readonly isSigned: boolean;
}

function Frame({ axis, x, top, bottom, fontSize, isSigned }: FrameProps) {
  return (
    <>
      <g className={classes.grid}>
        {axis.ticks.map((tick) => (
          <path key={tick} d={`M${x(tick)},${top}V${bottom}`} strokeOpacity={tick === 0 ? 1 : 0.7} />
        ))}
      </g>
      {isSigned && <path className={classes.kept} d={`M${x(0)},${top}V${bottom}`} />}
      <g className={classes.tick} fontSize={fontSize * 0.85}>
        {axis.ticks.map((tick) => (
          <text key={tick} x={x(tick)} y={bottom + fontSize * 1.3} textAnchor="middle">
            {isSigned && tick !== 0 ? signed(tick).replace(/\.0$/, '') : tick}
          </text>
        ))}
      </g>
    </>
  );
}

/** What the fills stand for, or what lies on either side of zero. */
function Legend({ data, left, right, zero, fontSize }: LegendProps) {
  const size = fontSize * 0.92;
  if (data.sides) {
    return (
      <g className={classes.tick} fontSize={size}>
        <text x={Math.max(zero - fontSize * 0.6, left)} y={fontSize} textAnchor="end">
          {`← ${data.sides.below}`}
        </text>
        <text x={Math.min(zero + fontSize * 0.6, right)} y={fontSize}>
          {`${data.sides.above} →`}
        </text>
      </g>
    );
  }
  let x = left;
  return (
    <g fontSize={size} className={classes.ink}>
      {data.series.map(({ name, fill }) => {
        const from = x;
        x += fontSize * 2.1 + widthInLetters(name) * size * letterWidth + fontSize * 1.1;
        return (
          <g key={name}>
            <Bar
              fill={fill}
              colour="var(--mantine-color-text)"
              x={from}
              y={fontSize * 0.3}
              width={fontSize * 1.5}
              height={Math.round(fontSize * 0.7)}
            />
            <text x={from + fontSize * 2} y={fontSize}>
              {name}
            </text>
          </g>
        );
      })}
    </g>
  );
}

interface LegendProps {
  readonly data: BarChartData;
  readonly left: number;
  readonly right: number;
  readonly zero: number;
  readonly fontSize: number;
}

interface GroupedBarsProps {
  readonly data: BarChartData;
  readonly colourOf: (category: string) => CategoryColour;
}

export function GroupedBars({ data, colourOf }: GroupedBarsProps) {
  const { ref, width: across } = useElementSize();
  return (
    <div ref={ref} className={classes.chart} role="img" aria-label={describeBars(data)}>
      {across > 0 && <Drawing data={data} colourOf={colourOf} across={across} />}
    </div>
  );
}

function Drawing({ data, colourOf, across }: GroupedBarsProps & { readonly across: number }) {
  const { series, groups, sides } = data;
  const isSigned = sides !== null;
  const narrow = across < 460;
  const fontSize = narrow ? 12 : 13;
  const longest = Math.max(...groups.map(({ name, isNew }) => widthInLetters(isNew ? `${name} (new)` : name)));
  const wish = fontSize * 1.9 + longest * fontSize * letterWidth * 1.04;
  const names = narrow ? 0 : Math.round(Math.min(wish, across * 0.38));
  const places = placeBars(data, fontSize, narrow);
  const axis = barAxis(data);
  // A figure stands beyond the end of its bar, on either side.
  const figureRoom = fontSize * 3;
  const hasBelow = groups.some(({ values }) => values.some((value) => value !== null && value < 0));
  const left = names + (hasBelow ? figureRoom : isSigned ? fontSize : narrow ? fontSize * 0.4 : 2);
  const right = across - figureRoom;
  const x = (value: number) => left + ((value - axis.from) / (axis.to - axis.from)) * (right - left);
  const letters = ((narrow ? across : names) - fontSize * 1.9) / (fontSize * letterWidth);

  return (
    <svg width={across} height={places.height} viewBox={`0 0 ${across} ${places.height}`} aria-hidden="true">
      <Frame axis={axis} x={x} top={places.top} bottom={places.bottom} fontSize={fontSize} isSigned={isSigned} />
      <Legend data={data} left={narrow ? 0 : left} right={right} zero={x(0)} fontSize={fontSize} />
      {groups.map(({ name, category, isNew, values }, place) => {
        const { nameAt = 0, bars = [] } = places.groups[place] ?? {};
        const colour = category === null ? null : colourOf(category);
        const css = colour?.css ?? 'var(--mantine-color-text)';
        const strong = isNew || category === null;
        const said = isNew ? `${name} (new)` : name;
        return (
          <g key={`${category === null} ${name}`}>
            <g fontSize={fontSize} className={strong ? classes.strongLabel : classes.newLabel}>
              <title>{said}</title>
              {colour && <path d={markerPath(colour.marker, fontSize * 0.45, nameAt, fontSize * 0.32)} fill={css} />}
              <text x={fontSize * (colour ? 1.25 : 0)} y={nameAt} dy="0.35em">
                {shortName(said, letters)}
              </text>
            </g>
            {series.map(({ name: what, fill }, bar) => {
              const value = values[bar];
              if (typeof value !== 'number') return null;
              const [from, to] = [x(Math.min(value, 0)), x(Math.max(value, 0))];
              const y = bars[bar] ?? 0;
              const below = value < 0;
              return (
                <g key={what}>
                  <Bar fill={fill} colour={css} x={from} y={y} width={to - from} height={places.barHeight} />
                  <text
                    x={below ? from - fontSize * 0.4 : to + fontSize * 0.4}
                    y={y + places.barHeight / 2}
                    dy="0.35em"
                    textAnchor={below ? 'end' : 'start'}
                    fontSize={fontSize * 0.85}
                    className={fill === 'solid' ? classes.ink : classes.quietLabel}
                  >
                    {isSigned ? signed(value) : percent(value)}
                  </text>
                </g>
              );
            })}
          </g>
        );
      })}
    </svg>
  );
}

/** A run with several seeds: what each came to, and the mean with its interval, by category and over all. */
import { Text } from '@mantine/core';
import { meanAndInterval } from '../../../workers/text/interval.ts';
import { type MeanRow, meansOver, type TestName } from '../../../workers/text/repetitions.ts';
import { BreakableName } from '../../charts/BreakableName.tsx';
import { percent } from '../../charts/figures.ts';
import { CategoryMarker } from '../../components/CategoryMarker.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import type { RepetitionSoFar } from '../../store/repetitions.ts';
import { EpochCell, repetitionNote, testF1 } from './RepetitionCells.tsx';
import classes from './Repetitions.module.css';

interface Categories {
  /** In the order of the score table. */
  readonly categories: readonly string[];
  readonly newCategories: readonly string[];
}

interface SeedsProps extends Categories {
  /** How many were asked for. */
  readonly count: number;
  readonly seeds: readonly RepetitionSoFar[];
}

/** `91.2 ± 0.8`. */
function meanInWords(f1: { readonly mean: number; readonly half: number } | null | undefined): string {
  return f1 ? `${percent(f1.mean)} ± ${percent(f1.half)}` : '–';
}

function meanOf(values: readonly (number | null)[]): string {
  const there = values.filter((value) => value !== null);
  return meanInWords(there.length > 1 ? meanAndInterval(there) : null);
}

export function Seeds({ count, seeds, ...ofRun }: SeedsProps) {
  const ended = seeds.filter(({ underWay, dev }) => !underWay && dev);
  const tested = ended.every((seed) => testF1(seed) !== null);
  const cutOff = seeds.some((seed) => seed.cutOff);
  return (
    <PanelSection
      title="Seeds"
      purpose={`${seeds.length === count ? '' : `${seeds.length} of `}${count} trainings that differ in their seed alone. ± is the 95 % interval of the mean: the less it is, the less of a score is chance.${cutOff ? ' The last one was cut off, and counts all the same.' : ''}`}
    >
      <div className={classes.sides}>
        <SeedsTable seeds={seeds} ended={ended} />
        {ended.length > 1 && <MeansTable ended={ended} tested={tested} {...ofRun} />}
      </div>
      {ended.length < 2 && (
        <Text size="sm" c="dimmed">
          Means come with the second seed.
        </Text>
      )}
    </PanelSection>
  );
}

interface SeedsTableProps {
  readonly seeds: readonly RepetitionSoFar[];
  readonly ended: readonly RepetitionSoFar[];
}

function SeedsTable({ seeds, ended }: SeedsTableProps) {
  return (
    <table className={classes.table} aria-label="Scores by seed">
      <thead>
        <tr>
          <th scope="col">Seed</th>
          {['Best epoch', 'Dev F1', 'Test F1'].map((title) => (
            <th key={title} scope="col" className={classes.figure}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {seeds.map((each) => (
          <tr key={each.number} data-kept={each.kept || undefined}>
            <th scope="row">
              {each.seed} <span className={classes.note}>{repetitionNote(each)}</span>
            </th>
            <EpochCell repetition={each} />
            <td className={classes.figure}>{percent(each.dev?.overall.f1)}</td>
            <td className={classes.figure}>{percent(testF1(each))}</td>
          </tr>
        ))}
      </tbody>
      {ended.length > 1 && (
        <tfoot>
          <tr>
            <th scope="row">Mean</th>
            <td />
            <td className={classes.figure}>{meanOf(ended.map(({ dev }) => dev?.overall.f1 ?? null))}</td>
            <td className={classes.figure}>{meanOf(ended.map(testF1))}</td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

interface MeansTableProps extends Categories {
  readonly ended: readonly RepetitionSoFar[];
  /** Else the dev sentences are all there is. */
  readonly tested: boolean;
}

const totals = { known: 'Overall, known', overall: 'Overall' } as const;

/** The papers' names stand beside those of the score table. */
const titles: Readonly<Record<TestName, string>> = { init: 'Before', main: 'After', random: 'Random' };

/** Totals stay last, in their order. */
function placeIn(order: readonly string[], { kind, name }: MeanRow): number {
  return kind === 'category' ? order.indexOf(name) : order.length;
}

function MeansTable({ ended, tested, categories, newCategories }: MeansTableProps) {
  const scored = ended.flatMap(({ tests, dev }) =>
    tested ? (tests ? [{ tests }] : []) : dev ? [{ tests: { main: dev } }] : [],
  );
  const order = [...newCategories, ...categories];
  const rows = meansOver(scored, newCategories).sort((a, b) => placeIn(order, a) - placeIn(order, b));
  const columns = (['init', 'main', 'random'] as const).filter((column) => rows[0]?.f1[column] !== undefined);
  const part = tested ? 'test' : 'dev';
  return (
    <table className={classes.table} aria-label={`Mean F1 on the ${part} sentences, by category`}>
      <thead>
        <tr>
          <th scope="col">Mean F1, {part}</th>
          {columns.map((column) => (
            <th key={column} scope="col" className={classes.figure}>
              {columns.length > 1 ? titles[column] : 'F1'}
            </th>
          ))}
        </tr>
      </thead>
      {(['category', 'total'] as const).map((group) => {
        const own = rows.filter(({ kind }) => (kind === 'category') === (group === 'category'));
        const Part = group === 'category' ? 'tbody' : 'tfoot';
        return (
          <Part key={group}>
            {own.map((row) => (
              <tr key={row.kind + row.name}>
                <th scope="row">
                  <RowName row={row} />
                </th>
                {/* No seed changes what the source model was worth. */}
                {columns.map((column) => (
                  <td key={column} className={classes.figure}>
                    {column === 'init' ? percent(row.f1.init?.mean) : meanInWords(row.f1[column])}
                  </td>
                ))}
              </tr>
            ))}
          </Part>
        );
      })}
    </table>
  );
}

function RowName({ row: { kind, name } }: { readonly row: MeanRow }) {
  if (kind !== 'category') return totals[kind];
  return (
    <span className={classes.category}>
      <CategoryMarker category={name} />
      <bdi>
        <BreakableName name={name} />
      </bdi>
    </span>
  );
}

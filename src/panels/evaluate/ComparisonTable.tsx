/** What came of comparing two models: the gist in a sentence, then a category a row. */
import { Text } from '@mantine/core';
import { useId } from 'react';
import { BreakableName } from '../../charts/BreakableName.tsx';
import { count, counted, percent, signed } from '../../charts/figures.ts';
import { CategoryMarker } from '../../components/CategoryMarker.tsx';
import { SortHeader } from '../../components/SortHeader.tsx';
import { useSorting } from '../../components/sorting.ts';
import { WideTable } from '../../components/WideTable.tsx';
import type { FinishedComparison } from '../../store/comparison.ts';
import classes from './ComparisonTable.module.css';
import {
  type ComparisonRow,
  comparisonRows,
  mainRow,
  pInWords,
  significance,
  strongSignificance,
} from './comparisonRows.ts';

type ComparisonKey = 'name' | 'a' | 'b' | 'difference' | 'p';

function inColumn(row: ComparisonRow, key: ComparisonKey): string | number | null {
  return key === 'difference' ? (row.sure?.difference ?? null) : row[key];
}

function Gist({ comparison, row }: { readonly comparison: FinishedComparison; readonly row: ComparisonRow }) {
  const { models, ofTags } = comparison;
  const [a, b] = models;
  if (!row.sure) return null;
  const { difference } = row.sure;
  const figure = ofTags ? 'accuracy' : 'F1';
  const where = row.kind === 'known' ? ' on the categories that both know' : '';
  const [better, worse] = difference > 0 ? [b.name, a.name] : [a.name, b.name];
  const size = Math.abs(difference).toFixed(1);
  if (difference === 0) {
    return (
      <Text>
        Both have the same {figure}
        {where}.
      </Text>
    );
  }
  return (
    <Text className={classes.gist}>
      <b>{better}</b> is {size} points of {figure} ahead of <b>{worse}</b>
      {where}.{' '}
      {row.clear
        ? 'That is more than chance would bring about.'
        : 'Chance alone could bring that about: these sentences do not show that one is better.'}
    </Text>
  );
}

function Figures({ row, samples }: { readonly row: ComparisonRow; readonly samples: number }) {
  const { a, b, sure, p, words, clear } = row;
  return (
    <>
      <td>{percent(a)}</td>
      <td>{percent(b)}</td>
      <td data-main>{signed(sure?.difference)}</td>
      <td>{sure ? `${signed(sure.low)} to ${signed(sure.high)}` : '–'}</td>
      <td>{p === null ? '–' : pInWords(p, samples)}</td>
      <td data-words data-clear={clear || undefined}>
        {words}
      </td>
    </>
  );
}

export function ComparisonTable({ comparison }: { readonly comparison: FinishedComparison }) {
  const { models, bootstrap, corpus, part, asInRun, ofTags } = comparison;
  const [a, b] = models;
  const rows = comparisonRows(comparison);
  const { inOrder, head } = useSorting(inColumn, ['name']);
  const { samples, sentences } = bootstrap;
  const caption = useId();
  const main = mainRow(rows);
  const categories = rows.filter(({ kind }) => kind === 'category');
  const where = `${corpus}, ${part}${asInRun ? ', as in its run' : ''}: ${counted(sentences, 'sentence')}, drawn anew ${count(samples)} times`;
  return (
    <div className={classes.result}>
      {main && <Gist comparison={comparison} row={main} />}
      <dl className={classes.models}>
        <dt>A</dt>
        <dd>{a.name}</dd>
        <dt>B</dt>
        <dd>{b.name}</dd>
      </dl>
      <Text id={caption} size="sm" c="dimmed">
        F1 of A and B on {where}.
      </Text>
      <WideTable label="Two models compared" minWidth={42}>
        <table className={classes.table} aria-labelledby={caption}>
          <thead>
            <tr>
              <SortHeader label="Category" {...head('name')} />
              <SortHeader label="A" help={`F1 of ${a.name}`} {...head('a')} />
              <SortHeader label="B" help={`F1 of ${b.name}`} {...head('b')} />
              <SortHeader label="Difference" help="B less A, in points" {...head('difference')} />
              <th scope="col">95 % interval</th>
              <SortHeader
                label="p"
                help="How often a difference this sure comes about by chance where there is none: twice the share of the draws in which the other model was ahead, or both alike."
                {...head('p')}
              />
              <th scope="col" data-words>
                In words
              </th>
            </tr>
          </thead>
          <tbody>
            {inOrder(categories).map((row) => (
              <tr key={row.name}>
                <th scope="row">
                  <span className={classes.name}>
                    <CategoryMarker category={row.name} />
                    <bdi>
                      <BreakableName name={row.name} />
                    </bdi>
                  </span>
                </th>
                <Figures row={row} samples={samples} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            {rows
              .filter(({ kind }) => kind !== 'category')
              .map((row) => (
                <tr key={row.name} data-main={row === main || undefined}>
                  <th scope="row">{row.name}</th>
                  <Figures row={row} samples={samples} />
                </tr>
              ))}
          </tfoot>
        </table>
      </WideTable>
      <Text size="sm" c="dimmed" maw="44rem">
        The interval says how far the difference would move with other sentences of the same kind: of 100 such draws, 95
        lie within it, and where it reaches across 0 the two may be equally good. “Better” stands where p is at most{' '}
        {strongSignificance}, “probably better” up to {significance}.
        {categories.length > 10 &&
          ` Among ${count(categories.length)} ${ofTags ? 'tags' : 'categories'} one may well look better by chance alone.`}
      </Text>
    </div>
  );
}

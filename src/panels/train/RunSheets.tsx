/** One run in full, or two beside each other: what was set up otherwise, and the scores by category with the difference. */
import { Text } from '@mantine/core';
import { BreakableName } from '../../charts/BreakableName.tsx';
import { percent } from '../../charts/figures.ts';
import { CategoryMarker } from '../../components/CategoryMarker.tsx';
import { ShownColours } from '../../store/colours.ts';
import type { RunState } from '../../store/runState.ts';
import { commonPart, pairedScores, sameCorpus } from './pairedScores.ts';
import classes from './RunList.module.css';
import { runSheet, sheetDifferences } from './runSheet.ts';
import { Change } from './ScoreCells.tsx';

interface SheetRun {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly run: RunState;
}

function Heads({ runs, figures = false }: { readonly runs: readonly SheetRun[]; readonly figures?: boolean }) {
  return runs.map(({ id, number, name }) => (
    <th key={id} scope="col" title={name} className={figures ? classes.figure : undefined}>
      Run {number}
    </th>
  ));
}

function SetUps({ runs }: { readonly runs: readonly SheetRun[] }) {
  const [first, second] = runs;
  if (!first) return null;
  const rows = second
    ? sheetDifferences(first.run, second.run)
    : runSheet(first.run).map(({ group, label, value }) => ({ group, label, values: [value] }));
  const caption = second ? 'What was different' : 'Set-up, plan and course';
  return (
    <table className={classes.sheet}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <td />
          <Heads runs={runs} />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ group, label, values }, index) => (
          <tr key={`${group} ${label}`} data-first={rows[index - 1]?.group !== group || undefined}>
            <th scope="row" className={classes.label}>
              {label}
            </th>
            {runs.map(({ id }, column) => (
              <td key={id}>{values[column]}</td>
            ))}
          </tr>
        ))}
        {rows.length === 0 && (
          <tr>
            <td colSpan={3}>Nothing: both were set up alike, and went alike.</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Scores({ runs }: { readonly runs: readonly SheetRun[] }) {
  const states = runs.map(({ run }) => run);
  const part = commonPart(states);
  const two = runs.length === 2;
  return (
    <table className={classes.sheet}>
      <caption>F1 on the {part} sentences, by category</caption>
      <thead>
        <tr>
          <td />
          <Heads runs={runs} figures />
          {two && (
            <th scope="col" className={classes.figure}>
              Difference
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {pairedScores(states, part).map(({ name, kind, values, difference }) => (
          <tr key={`${kind} ${name}`} data-total={kind === 'overall' || undefined}>
            <th scope="row">
              <span className={classes.category}>
                {kind === 'category' && <CategoryMarker category={name} />}
                <bdi>
                  <BreakableName name={name} />
                </bdi>
              </span>
            </th>
            {runs.map(({ id }, column) => (
              <td key={id} className={classes.figure}>
                {percent(values[column])}
              </td>
            ))}
            {two && <Change value={difference} className={classes.figure} />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function RunSheets({ runs }: { readonly runs: readonly SheetRun[] }) {
  const [first, second] = runs;
  return (
    <section aria-label={second ? 'Two runs side by side' : 'One run in full'}>
      <div className={classes.sheets}>
        <SetUps runs={runs} />
        <ShownColours value={first?.run.request?.colours ?? null}>
          <Scores runs={runs} />
        </ShownColours>
      </div>
      {first && second && !sameCorpus(first.run, second.run) && (
        <Text size="sm" c="dimmed" mt="xs">
          They were scored on different sentences, so that a difference is not the runs’ alone.
        </Text>
      )}
    </section>
  );
}

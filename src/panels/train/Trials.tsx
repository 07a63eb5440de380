/** The trials of a random search: a plot in which one sees where the good ones lie, and a table that sorts. */
import { Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { SearchConfiguration } from '../../../workers/protocol/configuration.ts';
import { percent } from '../../charts/figures.ts';
import { ParallelCoordinates } from '../../charts/ParallelCoordinates.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import { SortHeader } from '../../components/SortHeader.tsx';
import { useSorting } from '../../components/sorting.ts';
import { WideTable } from '../../components/WideTable.tsx';
import type { RepetitionSoFar } from '../../store/repetitions.ts';
import { EpochCell, repetitionNote, testF1 } from './RepetitionCells.tsx';
import classes from './Repetitions.module.css';
import { plotInWords, searchPlot, trialInWords, type VariedField, variedFields } from './searchTrials.ts';

interface TrialsProps {
  readonly search: SearchConfiguration;
  readonly trials: readonly RepetitionSoFar[];
  readonly over: boolean;
}

interface Looking {
  /** The trial that is looked at: the one under the pointer or the focus, else the chosen one. */
  readonly focus: number | null;
  readonly chosen: number | null;
  readonly onFocus: (trial: number | null) => void;
  readonly onChoose: (trial: number) => void;
}

export function Trials({ search, trials, over }: TrialsProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const varied = variedFields(search);
  const plot = searchPlot(varied, trials);
  const looking: Looking = {
    focus: pointed ?? chosen,
    chosen,
    onFocus: setPointed,
    onChoose: (trial) => setChosen(trial === chosen ? null : trial),
  };
  const told = plot.trials.find(({ number }) => number === looking.focus) ?? plot.trials.find(({ best }) => best);
  const count = search.trials.length;
  return (
    <PanelSection
      title="Trials"
      purpose={`${over && trials.length === count ? '' : `${trials.length} of `}${count} trials, each a training with other sizes and settings. Colour goes with dev F1; the line of the best is thick. Rates, and sizes that double, stand on logarithmic axes.`}
    >
      {plot.trials.length > 0 && (
        <div>
          <ParallelCoordinates
            axes={plot.axes}
            trials={plot.trials}
            label={plotInWords(plot)}
            focus={looking.focus}
            onFocus={looking.onFocus}
            onChoose={looking.onChoose}
          />
          <Text size="sm" c="dimmed" aria-hidden className={classes.told}>
            {told && trialInWords(plot, told)}
          </Text>
        </div>
      )}
      <TrialsTable trials={trials} varied={varied} over={over} {...looking} />
    </PanelSection>
  );
}

interface TrialsTableProps extends Looking {
  readonly trials: readonly RepetitionSoFar[];
  readonly varied: readonly VariedField[];
  readonly over: boolean;
}

function inColumn(trial: RepetitionSoFar, key: string): number | null {
  const { number, chosen, dev, stage } = trial;
  if (key === 'number') return number;
  if (key === 'epoch') return stage.bestEpoch;
  if (key === 'dev') return dev?.overall.f1 ?? null;
  if (key === 'test') return testF1(trial);
  return Number(chosen[key]);
}

/** Where there is less room for the columns, the table scrolls. */
const remsOfSetting = 6.5;
const remsOfOthers = 22;

function TrialsTable({ trials, varied, over, focus, chosen, onFocus, onChoose }: TrialsTableProps) {
  const { inOrder, head } = useSorting<RepetitionSoFar, string>(inColumn, ['number']);
  // While trials come in they stay where they are.
  const byScore = [...trials].sort((a, b) => (b.dev?.overall.f1 ?? -1) - (a.dev?.overall.f1 ?? -1));
  const rows = inOrder(over ? byScore : trials);
  return (
    <WideTable label="Trials of the search" minWidth={remsOfOthers + varied.length * remsOfSetting}>
      <table className={classes.table} aria-label="Trials of the search">
        <thead>
          <tr>
            <SortHeader label="Trial" {...head('number')} />
            <SortHeader label="Dev F1" {...head('dev')} className={classes.figure} />
            <SortHeader label="Test F1" {...head('test')} className={classes.figure} />
            <SortHeader label="Best epoch" {...head('epoch')} className={classes.figure} />
            {varied.map(({ key, field }) => (
              <SortHeader key={key} label={field.label} {...head(key)} className={classes.figure} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((trial) => (
            <tr
              key={trial.number}
              data-kept={trial.kept || undefined}
              data-ahead={trial.number === focus || undefined}
              onPointerEnter={() => onFocus(trial.number)}
              onPointerLeave={() => onFocus(null)}
            >
              <th scope="row">
                <UnstyledButton
                  className={classes.name}
                  aria-pressed={trial.number === chosen}
                  title="Make its line stand out"
                  onFocus={() => onFocus(trial.number)}
                  onBlur={() => onFocus(null)}
                  onClick={() => onChoose(trial.number)}
                >
                  Trial {trial.number}
                </UnstyledButton>{' '}
                <span className={classes.note}>{repetitionNote(trial)}</span>
              </th>
              <td className={classes.figure}>{percent(trial.dev?.overall.f1)}</td>
              <td className={classes.figure}>{percent(testF1(trial))}</td>
              <EpochCell repetition={trial} />
              {varied.map(({ key }) => (
                <td key={key} className={classes.figure}>
                  {String(trial.chosen[key])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

/** The columns of figures in the score table, with what each holds: the words of the page, and those of the papers. */
import type { ScoreFigureKey } from './scoreRows.ts';

export interface ScoreColumn {
  readonly key: ScoreFigureKey;
  readonly label: string;
  readonly help: string;
}

interface Shown {
  /** `F1`, as the page writes it. */
  readonly figureName: string;
  /** With the source model. */
  readonly compared: boolean;
  readonly withRandom: boolean | null | undefined;
}

export function scoreColumns({ figureName, compared, withRandom }: Shown): ScoreColumn[] {
  const before = { label: 'Before', help: `${figureName} of the source model. Papers call it Init.` };
  const after = compared
    ? { label: 'After', help: `${figureName} of the adapted model, at its kept epoch. Papers call it Sub.` }
    : { label: figureName, help: `${figureName} of the trained model, at its kept epoch.` };
  const random = {
    label: 'Random',
    help: `${figureName} of the same architecture from random weights. Papers call it Rand.`,
  };
  const columns: (ScoreColumn | false | null | undefined)[] = [
    compared && { key: 'before', ...before },
    { key: 'after', ...after },
    compared && { key: 'change', label: 'Change', help: 'After less before, in points.' },
    withRandom && { key: 'random', ...random },
    { key: 'support', label: 'Spans', help: 'How many are annotated: the support.' },
  ];
  return columns.filter((column): column is ScoreColumn => Boolean(column));
}

/** A row of figures with what they count, set quietly: for cards and summaries. */
import { count } from '../charts/figures.ts';
import classes from './Figures.module.css';

interface Props {
  readonly figures: readonly { readonly label: string; readonly value: string | number }[];
}

export function Figures({ figures }: Props) {
  return (
    <dl className={classes.figures}>
      {figures.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{typeof value === 'number' ? count(value) : value}</dd>
        </div>
      ))}
    </dl>
  );
}

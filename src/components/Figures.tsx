/** A row of figures with what they count, set quietly: for cards and summaries. */
import classes from './Figures.module.css';

interface Props {
  readonly figures: readonly { readonly label: string; readonly value: string | number }[];
}

const format = new Intl.NumberFormat('en');

export function Figures({ figures }: Props) {
  return (
    <dl className={classes.figures}>
      {figures.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{typeof value === 'number' ? format.format(value) : value}</dd>
        </div>
      ))}
    </dl>
  );
}

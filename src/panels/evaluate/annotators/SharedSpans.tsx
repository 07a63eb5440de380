/** Spans of two annotators by category: how many each marked, how many both, and F1. */
import type { Agreement } from '../../../../workers/protocol/agreement.ts';
import type { CategoryScore } from '../../../../workers/protocol/scores.ts';
import { BreakableName } from '../../../charts/BreakableName.tsx';
import { count, percent } from '../../../charts/figures.ts';
import { CategoryMarker } from '../../../components/CategoryMarker.tsx';
import classes from '../../../components/CategoryScores.module.css';

interface Props {
  readonly agreement: Pick<Agreement, 'spans'>;
  readonly names: readonly [a: string, b: string];
}

export function SharedSpans({ agreement, names: [a, b] }: Props) {
  const { categories, overall } = agreement.spans;
  return (
    <table className={classes.table}>
      <caption>
        A is {a}, B is {b}
      </caption>
      <thead>
        <tr>
          {['Category', 'A', 'B', 'Both', 'F1'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Object.entries(categories).map(([category, score]) => (
          <tr key={category}>
            <th scope="row">
              <span className={classes.name}>
                <CategoryMarker category={category} />
                <BreakableName name={category} />
              </span>
            </th>
            <Cells score={score} />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Overall</th>
          <Cells score={overall} />
        </tr>
      </tfoot>
    </table>
  );
}

function Cells({ score: { support, predicted, correct, f1 } }: { readonly score: CategoryScore }) {
  return (
    <>
      <td data-quiet>{count(support)}</td>
      <td data-quiet>{count(predicted)}</td>
      <td data-quiet>{count(correct)}</td>
      <td data-main>{percent(f1)}</td>
    </>
  );
}

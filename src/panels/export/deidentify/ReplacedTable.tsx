/** What was replaced, a category a row. */
import type { DeidentifyReport } from '../../../../workers/protocol/deidentify.ts';
import { BreakableName } from '../../../charts/BreakableName.tsx';
import { count } from '../../../charts/figures.ts';
import { CategoryMarker } from '../../../components/CategoryMarker.tsx';
import classes from '../../../components/CategoryScores.module.css';

export function ReplacedTable({ report }: { readonly report: DeidentifyReport }) {
  return (
    <table className={classes.table}>
      <caption>
        What was replaced
        {report.merged > 0 &&
          `; ${count(report.merged)} ${report.merged === 1 ? 'annotation' : 'annotations'} became the same as another one`}
      </caption>
      <thead>
        <tr>
          {['Category', 'Times', 'Different', 'No surrogate'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {report.categories.map(({ category, replaced, different, placeholders }) => (
          <tr key={category}>
            <th scope="row">
              <span className={classes.name}>
                <CategoryMarker category={category} />
                <BreakableName name={category} />
              </span>
            </th>
            <td data-main>{count(replaced)}</td>
            <td data-quiet>{count(different)}</td>
            <td data-quiet>{count(placeholders)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What was replaced, a category a row. */
import type { DeidentifyReport } from '../../../../workers/protocol/deidentify.ts';
import { count } from '../../../charts/figures.ts';
import { CategoryTable, ColumnTitles } from '../../../components/CategoryTable.tsx';

export function ReplacedTable({ report }: { readonly report: DeidentifyReport }) {
  const merged = report.merged > 0 ? `; ${count(report.merged)} annotations became the same as another one` : '';
  const clashes =
    report.clashes > 0
      ? `; ${count(report.clashes)} names or parts of names have another surrogate than before, since that one stands in the corpus for itself`
      : '';
  return (
    <CategoryTable
      caption={`What was replaced${merged}${clashes}`}
      head={<ColumnTitles titles={['Category', 'Times', 'Different', 'No surrogate']} />}
      rows={report.categories.map(({ category, replaced, different, placeholders }) => ({
        category,
        cells: (
          <>
            <td data-main>{count(replaced)}</td>
            <td data-quiet>{count(different)}</td>
            <td data-quiet>{count(placeholders)}</td>
          </>
        ),
      }))}
    />
  );
}

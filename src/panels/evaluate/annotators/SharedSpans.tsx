/** Spans of two annotators by category: how many each marked, how many both, and F1. */
import type { Agreement } from '../../../../workers/protocol/agreement.ts';
import type { CategoryScore } from '../../../../workers/protocol/scores.ts';
import { count, percent } from '../../../charts/figures.ts';
import { CategoryTable, ColumnTitles } from '../../../components/CategoryTable.tsx';

interface Props {
  readonly agreement: Pick<Agreement, 'spans'>;
  readonly names: readonly [a: string, b: string];
}

export function SharedSpans({ agreement, names: [a, b] }: Props) {
  const { categories, overall } = agreement.spans;
  return (
    <CategoryTable
      caption={`A is ${a}, B is ${b}`}
      head={<ColumnTitles titles={['Category', 'A', 'B', 'Both', 'F1']} />}
      rows={Object.entries(categories).map(([category, score]) => ({ category, cells: <Cells score={score} /> }))}
      overall={<Cells score={overall} />}
    />
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

/** conlleval's figures as a table, a category a row. */
import type { CategoryScore, Scores } from '../../workers/protocol/scores.ts';
import { count, percent } from '../charts/figures.ts';
import { measured } from '../charts/scoreOf.ts';
import { CategoryTable } from './CategoryTable.tsx';
import { SortHeader } from './SortHeader.tsx';
import { useSorting } from './sorting.ts';

interface CategoryScoresProps {
  readonly scores: Scores;
  readonly caption: string;
  /** Categories in the order of the matrix beside; without one, as they come. */
  readonly order?: readonly string[];
}

type ScoreKey = 'name' | 'precision' | 'recall' | 'f1' | 'support';

/** Null where the category has no examples, and so no score. */
function inColumn([name, score]: readonly [string, CategoryScore], key: ScoreKey): string | number | null {
  if (key === 'name') return name;
  return key === 'support' ? score.support : (measured(score)?.[key] ?? null);
}

function Figures({ score }: { readonly score: CategoryScore }) {
  const shown = measured(score);
  return (
    <>
      <td>{percent(shown?.precision)}</td>
      <td>{percent(shown?.recall)}</td>
      <td data-main>{percent(shown?.f1)}</td>
      <td data-quiet>{count(score.support)}</td>
    </>
  );
}

export function CategoryScores({ scores, caption, order = [] }: CategoryScoresProps) {
  const place = (category: string) => (order.includes(category) ? order.indexOf(category) : order.length);
  const categories = Object.entries(scores.categories).sort(([a], [b]) => place(a) - place(b));
  const { inOrder, head } = useSorting(inColumn, ['name']);
  return (
    <CategoryTable
      caption={caption}
      head={
        <>
          <SortHeader label="Category" {...head('name')} />
          <SortHeader label="Precision" {...head('precision')} />
          <SortHeader label="Recall" {...head('recall')} />
          <SortHeader label="F1" {...head('f1')} />
          <SortHeader label="Spans" {...head('support')} />
        </>
      }
      rows={inOrder(categories).map(([category, score]) => ({ category, cells: <Figures score={score} /> }))}
      overall={<Figures score={scores.overall} />}
    />
  );
}

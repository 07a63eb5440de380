/** Renames, merges and leaves out categories of a corpus. */
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { CategoryMapForm } from '../../components/CategoryMapForm.tsx';
import { mapCategories } from '../../engine/corpora.ts';
import { useRunUnderWay } from '../../store/runs.ts';

export function CategoryEditor({ corpus }: { readonly corpus: CorpusSummary }) {
  const running = useRunUnderWay();
  return (
    <CategoryMapForm
      categories={corpus.categories}
      label="Categories to rename, merge or leave out"
      from="Now"
      gone="left out"
      apply="Apply to the corpus"
      locked={running ? 'A run is under way: categories can be changed when it has ended.' : null}
      onApply={(mapping) => mapCategories(corpus.id, mapping)}
    />
  );
}

/** The documents that are gone through, in short, as they come into view. */
import { useCallback } from 'react';
import { usePages } from '../../components/usePages.ts';
import { listQuery } from '../../engine/annotating.ts';
import { studio } from '../../engine/studio.ts';
import { useAnnotating } from '../../store/annotating.ts';

export function useDocumentList(corpusId: string, revision: number) {
  const part = useAnnotating((state) => state.part);
  const filters = useAnnotating((state) => state.filters);
  const order = useAnnotating((state) => state.order);
  const ask = useCallback(
    async (offset: number, limit: number) => {
      // These are what the query is made of: another of them is another question.
      void [part, filters, order];
      const { total, documents } = await studio().corpora.documents(corpusId, { ...listQuery(), offset, limit });
      return { total, items: documents };
    },
    [corpusId, part, filters, order],
  );
  return usePages(ask, revision);
}

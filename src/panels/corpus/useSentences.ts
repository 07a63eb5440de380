/** Sentences of a corpus by their place, as many as there are. */
import { useCallback } from 'react';
import type { PartName } from '../../../workers/protocol/corpus.ts';
import { usePages } from '../../components/usePages.ts';
import { studio } from '../../engine/studio.ts';

export interface SentenceFilter {
  readonly part: PartName;
  readonly category: string | null;
  readonly text: string;
}

export function useSentences(corpusId: string, { part, category, text }: SentenceFilter, revision: number) {
  const ask = useCallback(
    async (offset: number, limit: number) => {
      const wanted = { part, offset, limit, ...(category && { category }), ...(text.trim() && { text: text.trim() }) };
      const { total, sentences } = await studio().corpora.sentences(corpusId, wanted);
      return { total, items: sentences };
    },
    [corpusId, part, category, text],
  );
  return usePages(ask, revision);
}

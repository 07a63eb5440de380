/** Sentences of a corpus by their place, fetched a page at a time as they come into view. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { PartName } from '../../../workers/protocol/corpus.ts';
import { type Problem, problemFrom } from '../../../workers/protocol/errors.ts';
import type { SentenceView } from '../../../workers/protocol/sentences.ts';
import { studio } from '../../engine/studio.ts';

const pageSize = 60;

export interface SentenceFilter {
  readonly part: PartName;
  readonly category: string | null;
  readonly text: string;
}

interface Found {
  /** Null until the first page is there. */
  readonly total: number | null;
  readonly pages: ReadonlyMap<number, readonly SentenceView[]>;
  readonly problem: Problem | null;
}

const nothing: Found = { total: null, pages: new Map(), problem: null };

export function useSentences(corpusId: string, { part, category, text }: SentenceFilter, revision: number) {
  const [found, setFound] = useState<Found>(nothing);
  const asked = useRef(new Set<number>());
  const latest = useRef(0);

  const fetchPage = useCallback(
    async (page: number) => {
      if (asked.current.has(page)) return;
      asked.current.add(page);
      const query = latest.current;
      try {
        const { total, sentences } = await studio().corpora.sentences(corpusId, {
          part,
          offset: page * pageSize,
          limit: pageSize,
          ...(category && { category }),
          ...(text.trim() && { text: text.trim() }),
        });
        if (query !== latest.current) return;
        setFound((before) => ({ total, pages: new Map(before.pages).set(page, sentences), problem: null }));
      } catch (thrown) {
        if (query === latest.current) setFound((before) => ({ ...before, problem: problemFrom(thrown) }));
      }
    },
    [corpusId, part, category, text],
  );

  useEffect(() => {
    latest.current += 1;
    asked.current = new Set();
    setFound(nothing);
    void fetchPage(0);
    // The revision is no part of the question, but of the answer.
    void revision;
  }, [fetchPage, revision]);

  const sentenceAt = (index: number): SentenceView | null =>
    found.pages.get(Math.floor(index / pageSize))?.[index % pageSize] ?? null;
  const showRange = (first: number, last: number) => {
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page++) void fetchPage(page);
  };
  return { total: found.total, problem: found.problem, sentenceAt, showRange };
}

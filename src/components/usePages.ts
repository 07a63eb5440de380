/** The items of a long list by their place, fetched a page at a time as they come into view. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Problem, problemFrom } from '../../workers/protocol/errors.ts';

const pageSize = 60;

interface Page<Item> {
  readonly total: number;
  readonly items: readonly Item[];
}

interface Found<Item> {
  /** Null until the first page is there. */
  readonly total: number | null;
  readonly pages: ReadonlyMap<number, readonly Item[]>;
  readonly problem: Problem | null;
}

/**
 * @param ask another function is another question, and the list begins anew; the same one must stay the same.
 * @param revision another one has other answers to the same question: what is shown stays until they are there.
 */
export function usePages<Item>(ask: (offset: number, limit: number) => Promise<Page<Item>>, revision: number) {
  const [found, setFound] = useState<Found<Item>>({ total: null, pages: new Map(), problem: null });
  const asked = useRef(new Set<number>());
  const latest = useRef(0);

  const fetchPage = useCallback(
    async (page: number) => {
      if (asked.current.has(page)) return;
      asked.current.add(page);
      const query = latest.current;
      try {
        const { total, items } = await ask(page * pageSize, pageSize);
        if (query !== latest.current) return;
        setFound((before) => ({ total, pages: new Map(before.pages).set(page, items), problem: null }));
      } catch (thrown) {
        if (query === latest.current) setFound((before) => ({ ...before, problem: problemFrom(thrown) }));
      }
    },
    [ask],
  );

  useEffect(() => {
    setFound({ total: null, pages: new Map(), problem: null });
    void ask;
  }, [ask]);

  useEffect(() => {
    latest.current += 1;
    asked.current = new Set();
    void fetchPage(0);
    // The revision is no part of the question, but of the answer.
    void revision;
  }, [fetchPage, revision]);

  const itemAt = (index: number): Item | null =>
    found.pages.get(Math.floor(index / pageSize))?.[index % pageSize] ?? null;
  const showRange = (first: number, last: number) => {
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page++) void fetchPage(page);
  };
  return { total: found.total, problem: found.problem, itemAt, showRange };
}

/** Suggestions for annotators: spans of the documents, and orders of them. */
import { describe, expect, it } from 'vitest';
import type { Subject } from './subject.ts';

export function describeSuggestions(subject: Subject): void {
  describe('its suggestions', () => {
    it('are spans of the documents, apart from each other, and in order', async () => {
      const { engine, corpora, target, source } = subject;
      const { documents, suggestions } = await engine.suggest({ corpus: target, part: 'train', modelId: source.id });
      const { train } = await corpora.splits(target.id);
      expect(documents).toBe(train.documents.length);
      const told = await engine.suggestions(
        target.id,
        'train',
        train.documents.map(({ id }) => id),
      );
      expect(told.reduce((sum, each) => sum + (each?.suggestions.length ?? 0), 0)).toBe(suggestions);
      told.forEach((each, place) => {
        const { id, text } = train.documents[place] ?? expect.fail('no document');
        expect(each?.documentId).toBe(id);
        let reached = 0;
        for (const { start, end, category, confidence } of each?.suggestions ?? []) {
          expect(start).toBeGreaterThanOrEqual(reached);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(source.categories).toContain(category);
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1);
          reached = end;
        }
      });
    });

    it('give orders of all documents, and know nothing of others', async () => {
      const { engine, corpora, target } = subject;
      const { train } = await corpora.splits(target.id);
      const ids = train.documents.map(({ id }) => id);
      expect(await engine.documentOrder(target, 'train', 'given', 1)).toEqual(ids);
      for (const order of ['random', 'uncertainty', 'diversity'] as const) {
        expect([...(await engine.documentOrder(target, 'train', order, 1))].sort()).toEqual([...ids].sort());
      }
      expect(await engine.suggestions(target.id, 'train', ['nowhere'])).toEqual([null]);
    });

    it('single out documents by what the model says, in their order', async () => {
      const { engine, corpora, target, source } = subject;
      await engine.suggest({ corpus: target, part: 'train', modelId: source.id });
      const { train } = await corpora.splits(target.id);
      const ids = train.documents.map(({ id }) => id);
      expect(await engine.documentsFound(target, 'train', 'unsure', 0)).toEqual([]);
      const found = await engine.documentsFound(target, 'train', 'differs', 1);
      expect(found).toEqual(ids.filter((id) => found.includes(id)));
      const order = await engine.documentOrder(target, 'train', 'disagreement', 1);
      expect([...found].sort()).toEqual([...order].sort());
    });
  });
}

/** Files that were made to harm, through the same door as a user's: each is read or refused in clear words, and no half of it is kept. */
import { describe, expect, it } from 'vitest';
import {
  excessive,
  hostilelyNamed,
  oddRecords,
  soundFiles,
  truncated,
  wronglyEncoded,
} from '../../test/hostile/corpora.ts';
import { type Hostile, outcomeOf } from '../../test/hostile/outcome.ts';
import type { Document } from '../protocol/corpus.ts';
import { partNames } from '../protocol/corpus.ts';
import { allSpans } from '../text/spans.ts';
import { createCorpusService } from './corpusService.ts';

const service = createCorpusService();

async function importing({ name, bytes }: Hostile) {
  let read: readonly Document[] = [];
  const problem = await outcomeOf(async () => {
    const { id } = await service.importCorpus('letters', [{ name, bytes }], {});
    const splits = await service.splits(id);
    read = partNames.flatMap((part) => splits[part].documents);
    await service.removeCorpus(id);
  });
  return { problem, read };
}

/** Whatever was made of it must be whole. */
function checkDocuments(documents: readonly Document[]): void {
  for (const document of documents) {
    const length = document.text.length;
    const tokens = document.sentences.flatMap((sentence) => sentence.tokens);
    const outside =
      // A file may give an empty word.
      tokens.find(({ start, end }) => !(start >= 0 && start <= end && end <= length)) ??
      allSpans(document).find(({ start, end }) => !(start >= 0 && start < end && end <= length));
    expect(outside, `in ${document.id}`).toBeUndefined();
    for (const { category } of allSpans(document)) expect(typeof category).toBe('string');
  }
}

/** All that goes wrong, so that one run shows every kind of it. */
async function faultsOf(inputs: Iterable<Hostile>): Promise<{ count: number; faults: string[] }> {
  const faults: string[] = [];
  let count = 0;
  for (const input of inputs) {
    count++;
    try {
      const { read } = await importing(input);
      checkDocuments(read);
    } catch (thrown) {
      const cause = (thrown as Error).cause as Error | undefined;
      faults.push(
        `${input.name}, ${input.what}: ${(thrown as Error).message} ${cause?.stack?.split('\n').slice(0, 5).join(' | ') ?? ''}`,
      );
    }
  }
  return { count, faults };
}

describe('a hostile corpus', () => {
  it('is told from one that is sound', async () => {
    for (const input of soundFiles()) expect((await importing(input)).problem, input.name).toBeNull();
  });

  it.each([
    ['cut at any structural boundary', truncated, 500],
    ['wrongly encoded', wronglyEncoded, 200],
    ['with hostile names and words', hostilelyNamed, 1000],
    ['with values that no reader waits for', oddRecords, 200],
    ['deep, long or large beyond measure', excessive, 90],
  ])('%s is read or refused in clear words', { timeout: 300_000 }, async (_, inputs, least) => {
    const { count, faults } = await faultsOf(inputs());
    expect(faults).toEqual([]);
    expect(count).toBeGreaterThan(least);
  });
});

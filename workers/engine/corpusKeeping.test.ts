import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { partNames } from '../protocol/corpus.ts';
import type { CorpusSummary } from '../protocol/engine.ts';
import type { SavingState } from '../protocol/projects.ts';
import { database } from '../storage/database.ts';
import { removeProject } from '../storage/projects.ts';
import { emptyDatabase } from '../storage/testing.ts';
import { createCorpusService } from './corpusService.ts';

const encoder = new TextEncoder();
const spansLine = (text: string, label: string) => JSON.stringify({ text, label: [[0, 3, label]] });
const onlyInDev = spansLine('Uma came back.', 'Person');
const lines = ['Ada moved.', 'Bob called Ada.', 'Eve left.', 'Ian slept.'].map((text) => spansLine(text, 'Person'));

type Service = ReturnType<typeof createCorpusService>;

let states: SavingState[] = [];
const onSaving = (state: SavingState) => void states.push(state);

const importCalls = (service: Service, name = 'calls') =>
  service.importCorpus(
    name,
    partNames.map((part) => {
      const written = part === 'dev' ? [...lines, onlyInDev] : lines;
      return { name: `${part}.jsonl`, part, bytes: encoder.encode(written.join('\n')) };
    }),
    {},
  );

/** What another visit finds: a service of its own, and nothing but what is stored. */
async function anotherVisit(project = 'p'): Promise<{ service: Service; corpora: readonly CorpusSummary[] }> {
  const service = createCorpusService();
  return { service, corpora: await service.restoreCorpora(project, false, () => {}) };
}

/** All that can be asked of a corpus. */
const contentOf = async (service: Service, { id }: CorpusSummary) => ({
  splits: await service.splits(id),
  sentences: await service.sentences(id, { part: 'train', offset: 0, limit: 10 }),
});

beforeEach(async () => {
  states = [];
  await emptyDatabase();
});
afterEach(() => vi.restoreAllMocks());

async function keepCalls(): Promise<{ service: Service; corpus: CorpusSummary }> {
  const service = createCorpusService();
  const corpus = await importCalls(service);
  await service.keepCorporaIn('p', onSaving);
  return { service, corpus };
}

describe('the corpora of a project', () => {
  it('are the same in another visit, whether they came before or after the project', async () => {
    const { service, corpus } = await keepCalls();
    const later = await importCalls(service, 'later');
    await service.keepNoCorpora();
    const again = await anotherVisit();
    expect(new Set(again.corpora)).toEqual(new Set([corpus, later]));
    expect(await contentOf(again.service, corpus)).toEqual(await contentOf(service, corpus));
  });

  it.each<[string, (service: Service, id: string) => Promise<CorpusSummary>]>([
    [
      'an edited document',
      async (service, id) => {
        const page = await service.documents(id, { part: 'dev', offset: 1, limit: 1 });
        const document = await service.document(id, 'dev', page.documents[0]?.id ?? '');
        const further = [{ start: 0, end: 10, category: 'Call' }];
        const edited = { ...document, furtherSpans: further, annotated: ['Person', 'Call'] };
        return service.replaceDocuments(id, [{ part: 'dev', document: edited }]);
      },
    ],
    ['renamed categories', (service, id) => service.mapCategories(id, { Person: 'Human' })],
    ['a guideline', (service, id) => service.writeGuideline(id, 'Person', 'People by name.')],
    ['another name', (service, id) => service.renameCorpus(id, 'other calls')],
    ['sentences that were taken out', (service, id) => service.deduplicate(id, 'dev')],
    [
      'a change that was taken back',
      async (service, id) => {
        const { revision } = await service.mapCategories(id, { Person: null });
        return service.takeBackChange(id, revision);
      },
    ],
  ])('have %s', async (_, change) => {
    const { service, corpus } = await keepCalls();
    const changed = await change(service, corpus.id);
    await service.keepNoCorpora();
    const again = await anotherVisit();
    expect(again.corpora).toEqual([changed]);
    expect(await contentOf(again.service, corpus)).toEqual(await contentOf(service, corpus));
  });

  it('are not those that are read for a run alone', async () => {
    const { service, corpus } = await keepCalls();
    await service.importCorpus('raw', [{ name: 'a.txt', bytes: encoder.encode('It rains.\n'.repeat(20)) }], {
      passing: true,
    });
    await service.keepNoCorpora();
    expect((await anotherVisit()).corpora).toEqual([corpus]);
  });

  it('never give a revision twice, though it was taken back before', async () => {
    const { service, corpus } = await keepCalls();
    const { revision } = await service.mapCategories(corpus.id, { Person: 'Human' });
    await service.takeBackChange(corpus.id, revision);
    await service.keepNoCorpora();
    const again = await anotherVisit();
    expect((await again.service.mapCategories(corpus.id, { Person: 'Other' })).revision).toBe(revision + 1);
  });

  it('are gone when they were removed, and stay where nobody keeps them any more', async () => {
    const { service, corpus } = await keepCalls();
    const other = await importCalls(service, 'other');
    await service.removeCorpus(corpus.id);
    await service.keepNoCorpora();
    await service.removeCorpus(other.id);
    expect((await anotherVisit()).corpora).toEqual([other]);
  });

  it('are not changed by a tab that only reads them', async () => {
    const { service, corpus } = await keepCalls();
    await service.keepNoCorpora();
    const reading = createCorpusService();
    await reading.restoreCorpora('p', true, onSaving);
    await reading.renameCorpus(corpus.id, 'other');
    await reading.keepNoCorpora();
    expect((await anotherVisit()).corpora).toEqual([corpus]);
  });

  it('are told to wait where the disk is full, and are written once it is not', async () => {
    const { service, corpus } = await keepCalls();
    await vi.waitFor(() => expect(states.at(-1)).toEqual({ waiting: 0, problem: null }));
    const full = Object.assign(new Error('no room'), { name: 'QuotaExceededError' });
    const { corpora } = await database();
    const put = vi.spyOn(corpora, 'put').mockRejectedValue(full);
    await service.renameCorpus(corpus.id, 'front desk');
    await vi.waitFor(() => expect(states.at(-1)).toMatchObject({ waiting: 1, problem: { code: 'disk-full' } }));
    put.mockRestore();
    await service.saveAgain();
    await vi.waitFor(() => expect(states.at(-1)).toEqual({ waiting: 0, problem: null }));
    expect((await anotherVisit()).corpora[0]?.name).toBe('front desk');
  });

  it('are not written into a project that was deleted because the disk was full', async () => {
    const { service, corpus } = await keepCalls();
    await vi.waitFor(() => expect(states.at(-1)).toEqual({ waiting: 0, problem: null }));
    const full = Object.assign(new Error('no room'), { name: 'QuotaExceededError' });
    const { corpora } = await database();
    const put = vi.spyOn(corpora, 'put').mockRejectedValue(full);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await service.renameCorpus(corpus.id, 'front desk');
    await service.corporaWritten();
    await service.keepNoCorpora();
    put.mockRestore();
    await removeProject('p');
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    await service.corporaWritten();
    expect((await anotherVisit()).corpora).toEqual([]);
  });
});

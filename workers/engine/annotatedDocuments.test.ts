/** What annotators say of documents and categories, as the corpus service keeps it. */
import { expect, it } from 'vitest';
import type { Document } from '../protocol/corpus.ts';
import type { CorpusFile } from '../protocol/engine.ts';
import { createCorpusService } from './corpusService.ts';

const lines = [
  { id: 'a', text: 'Ada called.', label: [[0, 3, 'Person']] },
  { id: 'b', text: 'Ulm is quiet.', label: [[0, 3, 'City']] },
];
const jsonl = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');
const file = (name: string, text: string, part: 'train' | 'dev'): CorpusFile => ({
  ...{ name, part, bytes: new TextEncoder().encode(text) },
});
const ofDev = () => file('dev.jsonl', jsonl([{ id: 'd', text: 'Eva rang.', label: [] }]), 'dev');

async function imported(train: string) {
  const service = createCorpusService();
  return { service, summary: await service.importCorpus('calls', [file('train.jsonl', train, 'train'), ofDev()], {}) };
}

it('documents come back from JSON Lines with what annotators said of them', async () => {
  const { service, summary } = await imported(jsonl(lines));
  const [a, b] = await Promise.all(['a', 'b'].map((id) => service.document(summary.id, 'train', id)));
  const changes = [
    { part: 'train' as const, document: { ...(a as Document), status: 'discarded' as const, note: 'Not “ours”.' } },
    { part: 'train' as const, document: { ...(b as Document), status: 'draft' as const } },
  ];
  const changed = await service.replaceDocuments(summary.id, changes);
  expect(changed.revision).toBe(summary.revision + 1);
  expect(changed.parts.train.standings).toEqual({ waiting: 0, draft: 1, submitted: 0, discarded: 1 });
  const again = await imported(await service.exportCorpus(summary.id, 'train', 'jsonl'));
  const read = await again.service.splits(again.summary.id);
  expect(read.train.documents).toEqual(changes.map(({ document }) => document));
});

it('documents keep text and tokens where an edit leaves them out', async () => {
  const { service, summary } = await imported(jsonl(lines));
  const { text, sentences, ...annotation } = await service.document(summary.id, 'train', 'a');
  const further = { ...annotation, annotated: ['Person'], spans: [] };
  await service.replaceDocuments(summary.id, [{ part: 'train', document: further }]);
  expect(await service.document(summary.id, 'train', 'a')).toEqual({ ...further, text, sentences });
  const gone = { ...further, id: 'z' };
  await expect(service.replaceDocuments(summary.id, [{ part: 'train', document: gone }])).rejects.toThrow(
    'no document z',
  );
});

it('categories have guidelines, which follow a renaming', async () => {
  const { service, summary } = await imported(jsonl(lines));
  const written = await service.writeGuideline(summary.id, 'City', 'Towns too.');
  expect(written).toMatchObject({ revision: summary.revision, guidelines: { City: 'Towns too.' } });
  await service.writeGuideline(summary.id, 'Person', 'Names alone.');
  const renamed = await service.mapCategories(summary.id, { City: 'Place', Person: 'Place' });
  expect(renamed.guidelines).toEqual({ Place: 'Towns too.\nNames alone.' });
  expect((await service.writeGuideline(summary.id, 'Place', ' ')).guidelines).toEqual({});
});

/** Documents of a kept corpus one at a time: read, replaced, written with what annotators said of them. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../protocol/corpus.ts';
import type { CorpusFile } from '../protocol/engine.ts';
import { createCorpusService } from './corpusService.ts';

const file = (name: string, text: string, part: NonNullable<CorpusFile['part']>): CorpusFile => ({
  ...{ name, part },
  bytes: new TextEncoder().encode(text),
});

async function imported(files: readonly CorpusFile[]) {
  const service = createCorpusService();
  return { service, summary: await service.importCorpus('calls', files, {}) };
}

describe('single documents', () => {
  const lines = [
    { id: 'a', text: 'Ada called.', label: [[0, 3, 'Person']] },
    { id: 'b', text: 'Ulm is quiet.', label: [[0, 3, 'City']] },
  ];
  const jsonl = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const ofDev = file('dev.jsonl', jsonl([{ id: 'd', text: 'Eva rang.', label: [] }]), 'dev');
  const opened = () => imported([file('a.jsonl', jsonl(lines), 'train'), ofDev]);

  it('are read and replaced alone, and each change makes a new revision', async () => {
    const { service, summary } = await opened();
    expect(summary.revision).toBe(1);
    const document = await service.document(summary.id, 'train', 'b');
    const other = await service.document(summary.id, 'train', 'a');
    const spans = [...document.spans, { start: 7, end: 12, category: 'Mood' }];
    const changed = await service.replaceDocuments(summary.id, [{ part: 'train', document: { ...document, spans } }]);
    expect(changed).toMatchObject({ revision: 2, categories: ['Person', 'City', 'Mood'] });
    expect(changed.parts.train.categories).toEqual({ Person: 1, City: 1, Mood: 1 });
    expect((await service.document(summary.id, 'train', 'b')).spans).toEqual(spans);
    // Nobody looked there for what is new.
    expect(await service.document(summary.id, 'train', 'a')).toEqual({ ...other, annotated: ['Person', 'City'] });
    const splits = await service.splits(summary.id);
    expect([splits.train, splits.dev, splits.test].map(({ categories }) => categories.length)).toEqual([3, 3, 3]);
    const page = await service.sentences(summary.id, { part: 'train', category: 'Mood', offset: 0, limit: 9 });
    expect(page.total).toBe(1);
    expect((await service.mapCategories(summary.id, { Mood: null })).revision).toBe(3);
    expect((await service.mapCategories(summary.id, {})).revision).toBe(3);
  });

  it('stay as they were where an edit is refused', async () => {
    const { service, summary } = await opened();
    const document = await service.document(summary.id, 'train', 'a');
    const broken = { ...document, spans: [{ start: 0, end: 99, category: 'X' }] };
    const other = await service.document(summary.id, 'train', 'b');
    const change = (edited: Document) => [
      { part: 'train' as const, document: { ...other, annotated: [] } },
      { part: 'train' as const, document: edited },
    ];
    await expect(service.replaceDocuments(summary.id, change(broken))).rejects.toThrow('Document a: The span X 0–99');
    expect(await service.document(summary.id, 'train', 'b')).toBe(other);
    expect(await service.document(summary.id, 'train', 'a')).toBe(document);
    await expect(service.document(summary.id, 'dev', 'a')).rejects.toThrow('no document a');
    await expect(service.replaceDocuments(summary.id, change({ ...document, id: 'z' }))).rejects.toThrow(
      'no document z',
    );
  });

  it('have ids of their own within a part, whatever the files say', async () => {
    const repeated = [...lines, { ...lines[0], text: 'Ida left.' }, { ...lines[0], id: 'a (2)', text: 'Bo sat.' }];
    const { service, summary } = await imported([
      file('a.jsonl', jsonl(repeated), 'train'),
      file('b.jsonl', jsonl(lines), 'train'),
      ofDev,
      file('c.jsonl', jsonl([{ ...lines[0], text: 'Eva left.' }]), 'test'),
    ]);
    const { train, test } = await service.splits(summary.id);
    expect(train.documents.map(({ id }) => id)).toEqual(['a', 'b', 'a (3)', 'a (2)', 'a (4)', 'b (2)']);
    expect(test.documents.map(({ id }) => id)).toEqual(['a']);
    expect(summary.problems.filter(({ code }) => code === 'repeated-id').map(({ message }) => message)).toEqual([
      'In train, 3 documents have an id that another has too, such as “a”, which became “a (3)”.',
    ]);
    expect((await service.document(summary.id, 'train', 'a (3)')).text).toBe('Ida left.');
  });
});

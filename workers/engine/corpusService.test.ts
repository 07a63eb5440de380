import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CorpusFile } from '../protocol/engine.ts';
import { createCorpusService } from './corpusService.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function file(name: string, text: string, part?: CorpusFile['part']): CorpusFile {
  return { name, bytes: encode(text), ...(part && { part }) };
}

/** `[Ada](Person) called .` a sentence: words apart by spaces, entities in brackets. */
function conll(...sentences: string[]): string {
  const rows = sentences.map((sentence) =>
    sentence
      .split(' ')
      .map((word) => {
        const entity = /^\[(.+)\]\((.+)\)$/.exec(word);
        return entity ? `${entity[1]} B-${entity[2]}` : `${word} O`;
      })
      .join('\n'),
  );
  return `${rows.join('\n\n')}\n`;
}

const train = conll('[Ada](Person) called from [Ulm](City) .', 'Nobody answered .', 'The line to [Graz](City) broke .');
const dev = conll('[Lovis](Person) called back .');
const test = conll('[Bern](City) is quiet .', '[Ilse](Person) met [Jan](Person) .');

async function imported(files: readonly CorpusFile[], options = {}) {
  const service = createCorpusService();
  const summary = await service.importCorpus('calls', files, options);
  return { service, summary };
}

describe('importing a corpus', () => {
  it('counts documents, sentences, tokens and categories by part', async () => {
    const { summary } = await imported([file('a', train, 'train'), file('b', dev, 'dev'), file('c', test, 'test')]);
    expect(summary).toMatchObject({ name: 'calls', kind: 'spans', categories: ['Person', 'City'], annotated: 'all' });
    expect(summary.parts.train).toMatchObject({ sentences: 3, tokens: 14, categories: { Person: 1, City: 2 } });
    expect(summary.parts.dev).toMatchObject({ sentences: 1, tokens: 4, categories: { Person: 1, City: 0 } });
    expect(summary.parts.test).toMatchObject({ sentences: 2, categories: { Person: 2, City: 1 } });
  });

  it.each([
    [['calls.train', 'calls.testa', 'calls.testb']],
    [['emerging/wnut17train.conll', 'emerging.dev.conll', 'emerging.test.annotated']],
    [['engtrain.bio', 'engvalid.valid', 'engtest.bio']],
    [['train.txt', 'validation.txt', 'test.txt']],
  ])('tells the parts by their names: %s', async ([one, two, three]) => {
    const files = [file(one as string, train), file(two as string, dev), file(three as string, test)];
    const { summary } = await imported(files);
    expect([summary.parts.train.sentences, summary.parts.dev.sentences, summary.parts.test.sentences]).toEqual([
      3, 1, 2,
    ]);
    expect(summary.assumed.join('\n')).toContain('is dev, by its name');
  });

  it('says that a file without a telling name was taken for train', async () => {
    const { summary } = await imported([file('calls.conll', train), file('more.dev', dev), file('more.test', test)]);
    expect(summary.parts.train.sentences).toBe(3);
    expect(summary.assumed.join('\n')).toContain('calls.conll was taken for train');
  });

  it('divides a single file by the seed, the same way each time', async () => {
    const many = conll(...Array.from({ length: 200 }, (_, index) => `[Ada](Person) has call number n${index} .`));
    const sizes = async (splitSeed: number) => {
      const { service, summary } = await imported([file('all.conll', many)], { splitSeed });
      const { sentences } = await service.sentences(summary.id, { part: 'test', offset: 0, limit: 3 });
      return { parts: summary.parts, first: sentences.map(({ text }) => text) };
    };
    const once = await sizes(3);
    expect([once.parts.train.sentences, once.parts.dev.sentences, once.parts.test.sentences]).toEqual([160, 20, 20]);
    expect(await sizes(3)).toEqual(once);
    expect((await sizes(4)).first).not.toEqual(once.first);
  });

  it('divides train where nothing is given but train, in however many files', async () => {
    const many = (letter: string) =>
      conll(...Array.from({ length: 25 }, (_, index) => `[Ada](Person) has call number ${letter}${index} .`));
    const files = ['a', 'b'].map((letter) => file(`${letter}.dev.conll`, many(letter), 'train'));
    const { summary } = await imported(files);
    expect([summary.parts.train.sentences, summary.parts.dev.sentences, summary.parts.test.sentences]).toEqual([
      40, 5, 5,
    ]);
    expect(summary.assumed.join('\n')).toContain('80/10/10');
  });

  it('takes dev from train where there is none, and says so', async () => {
    const many = conll(...Array.from({ length: 50 }, (_, index) => `[Ada](Person) has call number n${index} .`));
    const { summary } = await imported([file('a.conll', many, 'train'), file('b', test, 'test')]);
    expect([summary.parts.train.sentences, summary.parts.dev.sentences, summary.parts.test.sentences]).toEqual([
      45, 5, 2,
    ]);
    expect(summary.assumed.join('\n')).toContain('a tenth of train');
  });

  it('leaves the other parts empty where only test is given', async () => {
    const { summary } = await imported([file('b', test, 'test')]);
    expect([summary.parts.train.sentences, summary.parts.dev.sentences, summary.parts.test.sentences]).toEqual([
      0, 0, 2,
    ]);
  });

  it('warns of sentences on both sides of the split', async () => {
    const { summary } = await imported([file('a.train', train), file('b.dev', dev), file('c.test', train)]);
    expect(summary.problems).toContainEqual(expect.objectContaining({ code: 'sentence-overlap' }));
  });

  it('takes out of a part what stands in another, says how many went, and warns no more', async () => {
    const { service, summary } = await imported([
      file('a.train', `${train}\n${dev}`),
      file('b.dev', dev),
      file('c.test', test),
    ]);
    const rest = await service.deduplicate(summary.id, 'train');
    const { dev: devBefore, train: trainBefore } = summary.parts;
    expect(rest.parts.train.sentences).toBe(trainBefore.sentences - devBefore.sentences);
    expect(rest.parts.dev).toEqual(devBefore);
    expect(rest.revision).toBe(2);
    const words = devBefore.sentences === 1 ? '1 sentence that stands' : `${devBefore.sentences} sentences that stand`;
    expect(rest.assumed.at(-1)).toBe(`taken out of train: ${words} in another part`);
    expect(rest.problems.filter(({ code }) => code === 'sentence-overlap')).toEqual([]);
    const again = await service.deduplicate(summary.id, 'train');
    expect([again.revision, again.parts]).toEqual([2, rest.parts]);
    expect(again.assumed.at(-1)).toContain('nothing');
    // What was said of the sentences is taken back with them.
    expect(await service.takeBackChange(summary.id, rest.revision)).toEqual(summary);
  });

  it('passes on what readers found wrong, with file and line', async () => {
    const broken = `${train}\nOnlyOneColumn\n\n${dev}`;
    const { summary } = await imported([file('broken.conll', broken, 'test')]);
    expect(summary.problems).toContainEqual(
      expect.objectContaining({ file: 'broken.conll', line: expect.any(Number) }),
    );
  });

  it('refuses files of different kinds, and no file at all', async () => {
    const tagged = 'The/DT line/NN broke/VBD ./.\nAda/NNP called/VBD ./.\n';
    await expect(imported([file('a', train, 'train'), file('b.pos', tagged, 'test')])).rejects.toThrow('b.pos');
    await expect(imported([])).rejects.toThrow('No file');
  });

  it('keeps its revision under another name: what was found out about it holds', async () => {
    const { service, summary } = await imported([file('a.train', train), file('b.dev', dev), file('c.test', test)]);
    const renamed = await service.renameCorpus(summary.id, 'another name');
    expect(renamed).toEqual({ ...summary, name: 'another name' });
  });

  it('takes the word of the user on what was looked for', async () => {
    const { summary } = await imported([file('a', train, 'test')], { annotated: ['City'] });
    expect(summary.annotated).toEqual(['City']);
  });

  it('reports its progress', async () => {
    const service = createCorpusService();
    const labels: string[] = [];
    await service.importCorpus('calls', [file('a.train', train), file('b.test', test)], {}, ({ label }) =>
      labels.push(label),
    );
    expect(labels).toEqual(['Reading a.train', 'Reading b.test', 'Comparing the parts']);
  });
});

describe('a kept corpus', () => {
  const files = [file('a', train, 'train'), file('b', dev, 'dev'), file('c', test, 'test')];

  it('shows sentences a page at a time, with offsets into each sentence', async () => {
    const { service, summary } = await imported(files);
    const page = await service.sentences(summary.id, { part: 'train', offset: 2, limit: 10 });
    expect(page.total).toBe(3);
    expect(page.sentences).toHaveLength(1);
    const [sentence] = page.sentences;
    expect(sentence?.text).toBe('The line to Graz broke .');
    expect(sentence?.spans).toEqual([{ start: 12, end: 16, category: 'City' }]);
  });

  it('finds sentences by category and by text, whatever its case', async () => {
    const { service, summary } = await imported(files);
    const find = async (query: { category?: string; text?: string }) =>
      (await service.sentences(summary.id, { part: 'train', offset: 0, limit: 9, ...query })).sentences.map(
        ({ text }) => text,
      );
    expect(await find({ category: 'Person' })).toEqual(['Ada called from Ulm .']);
    expect(await find({ category: 'City' })).toHaveLength(2);
    expect(await find({ text: 'LINE TO' })).toEqual(['The line to Graz broke .']);
    expect(await find({ category: 'Person', text: 'graz' })).toEqual([]);
    expect(await find({ text: '' })).toHaveLength(3);
  });

  it('renames, merges and leaves out categories in all parts', async () => {
    const { service, summary } = await imported(files);
    const renamed = await service.mapCategories(summary.id, { Person: 'Name', City: 'Name' });
    expect(renamed.categories).toEqual(['Name']);
    expect(renamed.parts.train.categories).toEqual({ Name: 3 });
    const without = await service.mapCategories(summary.id, { Name: null });
    expect(without.parts.test.categories).toEqual({});
    expect((await service.splits(summary.id)).test.documents.flatMap(({ spans }) => spans)).toEqual([]);
  });

  it('writes one part or all of them, and reads back what it wrote', async () => {
    const { service, summary } = await imported(files);
    expect(await service.exportCorpus(summary.id, 'dev', 'conll-iob2')).toBe(`${dev}\n`);
    for (const format of ['conll-iob2', 'conll-bioes', 'jsonl'] as const) {
      const all = await service.exportCorpus(summary.id, 'all', format);
      const { summary: again } = await imported([file(`again.${format}`, all, 'test')]);
      expect(again.parts.test).toMatchObject({ sentences: 6, categories: { Person: 4, City: 3 } });
    }
  });

  it('is gone after it was removed', async () => {
    const { service, summary } = await imported(files);
    await service.removeCorpus(summary.id);
    await expect(service.splits(summary.id)).rejects.toThrow('no corpus');
    await expect(service.removeCorpus(summary.id)).rejects.toThrow('no corpus');
  });
});

describe('categories named as parts of the language', () => {
  it('are counted, found, renamed and left out like others', async () => {
    const label = [
      [0, 3, '__proto__'],
      [4, 7, 'constructor'],
      [8, 11, 'toString'],
    ];
    const text = `${JSON.stringify({ text: 'Ada Bea Cid', label })}\n`;
    const { service, summary } = await imported([file('a.jsonl', text, 'test')]);
    expect(Object.entries(summary.parts.test.categories)).toEqual(label.map(([, , name]) => [name, 1]));
    const found = await service.sentences(summary.id, { part: 'test', category: '__proto__', offset: 0, limit: 1 });
    expect(found.total).toBe(1);
    const mapping = Object.fromEntries([
      ['__proto__', null],
      ['toString', '__proto__'],
    ]);
    const mapped = await service.mapCategories(summary.id, mapping);
    expect(Object.entries(mapped.parts.test.categories)).toEqual([
      ['constructor', 1],
      ['__proto__', 1],
    ]);
  });
});

const shared = process.env.GRAFT_DATA ?? join(import.meta.dirname, '../../../shared/data');

describe.skipIf(!existsSync(join(shared, 'conll2003/eng.train')))(
  'real corpora (skipped where they are absent)',
  () => {
    const real = (folder: string, names: readonly string[]) =>
      imported(names.map((name) => ({ name, bytes: readFileSync(join(shared, folder, name)) })));

    it('CoNLL-2003 has the parts and counts that its makers give', async () => {
      const { summary } = await real('conll2003', ['eng.train', 'eng.testa', 'eng.testb']);
      const counts = [summary.parts.train, summary.parts.dev, summary.parts.test].map(({ sentences, categories }) => [
        sentences,
        Object.values(categories).reduce((sum, count) => sum + count, 0),
      ]);
      expect(counts).toEqual([
        [14041, 23499],
        [3250, 5942],
        [3453, 5648],
      ]);
    }, 60_000);
  },
);

describe('a change of a corpus', () => {
  const files = [file('a', train, 'train'), file('b', dev, 'dev'), file('c', test, 'test')];

  it('can be taken back, and so can the one before it; its revision is given to nothing else', async () => {
    const { service, summary } = await imported(files);
    const before = await service.splits(summary.id);
    const renamed = await service.mapCategories(summary.id, { Person: 'Name' });
    const merged = await service.mapCategories(summary.id, { City: 'Name' });
    expect((await service.takeBackChange(summary.id, merged.revision)).categories).toEqual(renamed.categories);
    expect(await service.takeBackChange(summary.id, renamed.revision)).toEqual(summary);
    expect(await service.splits(summary.id)).toEqual(before);
    const again = await service.mapCategories(summary.id, { City: null });
    expect([renamed, merged, again].map(({ revision }) => revision)).toEqual([2, 3, 4]);
  });

  it('leaves the name that was given since', async () => {
    const { service, summary } = await imported(files);
    const { revision } = await service.mapCategories(summary.id, { Person: null });
    await service.renameCorpus(summary.id, 'Desk');
    expect(await service.takeBackChange(summary.id, revision)).toEqual({ ...summary, name: 'Desk' });
    expect((await service.splits(summary.id)).dev.name).toBe('Desk');
  });

  it('is not taken back past a later one', async () => {
    const { service, summary } = await imported(files);
    const first = await service.mapCategories(summary.id, { Person: 'Name' });
    await service.mapCategories(summary.id, { City: 'Town' });
    await expect(service.takeBackChange(summary.id, first.revision)).rejects.toMatchObject({
      problem: { code: 'corpus-changed-since' },
    });
  });
});

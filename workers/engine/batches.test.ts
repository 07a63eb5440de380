import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Tagger } from '../models/tagger.ts';
import type { Document, PartName, Splits } from '../protocol/corpus.ts';
import type { OnProgress } from '../protocol/engine.ts';
import type { PreviewedFile } from '../protocol/preview.ts';
import { dividedLetter } from '../text/deidentify/testing.ts';
import { documentFromText } from '../text/documents.ts';
import { Batches } from './batches.ts';

/** Capitalised words are people, of which it is as sure as they are long; of small words it is sure but for `perhaps`. */
const tagger = {
  kind: 'spans',
  categories: ['Person'],
  tag: async (sentences: readonly (readonly string[])[]) =>
    sentences.map((words) => ({
      tags: words.map((word) => (/^\p{Lu}/u.test(word) ? 'S-Person' : 'O')),
      probabilities: words.map((word) => (/^\p{Lu}/u.test(word) ? word.length / 10 : word === 'perhaps' ? 0.5 : 1)),
    })),
} as unknown as Tagger;

const batchesOf = (model: Tagger) => new Batches((_, work) => work(model));
const file = (name: string, content: string | Uint8Array): PreviewedFile => ({
  name,
  blob: new Blob([content as BlobPart]),
});
const records = (corpus: Uint8Array) =>
  new TextDecoder()
    .decode(corpus)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('many files', () => {
  it('become one corpus, in which what the model was unsure of waits', async () => {
    const { corpus, documents, spans, review } = await batchesOf(tagger).tagFiles(
      'model',
      [
        file('in/Grüße 1.txt', 'Konstantin left.\r\n'),
        file('in/deep/er/✓.txt', 'perhaps Konstantin left.'),
        file('in/short.txt', 'so Ada left.'),
        file('in/none.txt', 'nobody left.'),
      ],
      { reviewBelow: 0.8 },
    );
    expect([documents, spans]).toEqual([4, 3]);
    expect(records(corpus).map(({ id, text, label, annotated }) => [id, text, label, annotated])).toEqual([
      ['in/Grüße 1.txt', 'Konstantin left.\r\n', [[0, 10, 'Person']], undefined],
      ['in/deep/er/✓.txt', 'perhaps Konstantin left.', [[8, 18, 'Person']], []],
      ['in/short.txt', 'so Ada left.', [[3, 6, 'Person']], []],
      ['in/none.txt', 'nobody left.', [], undefined],
    ]);
    expect(review).toEqual([
      { documentId: 'in/short.txt', start: 3, end: 6, confidence: 0.3, words: 'Ada', category: 'Person' },
      { documentId: 'in/deep/er/✓.txt', start: 0, end: 7, confidence: 0.5, words: 'perhaps', category: null },
    ]);
  });

  it('are decoded, unpacked, and told where they are left out', async () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const zip = zipSync({ 'a.txt': bytes('Ada left.'), 'b/c.txt': bytes('nobody left.') });
    const progress: string[] = [];
    const { corpus, problems, assumed } = await batchesOf(tagger).tagFiles(
      'model',
      [
        file('old.txt', Uint8Array.from([...Buffer.from('Andr\u00e9 left. Caf\u00e9 in Velby.', 'latin1')])),
        file('empty.txt', ''),
        file('blank.txt', ' \n\n'),
        file('picture.png', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])),
        file('.DS_Store', 'x'),
        file('corpus.jsonl', '{"text":"Ada left","label":[[0,3,"Person"]]}\n'),
        file('mails.zip', zip),
      ],
      { reviewBelow: 0 },
      ({ label }) => progress.push(label),
    );
    expect(records(corpus).map(({ id, text }) => [id, text])).toEqual([
      ['old.txt', 'André left. Café in Velby.'],
      ['mails.zip/a.txt', 'Ada left.'],
      ['mails.zip/b/c.txt', 'nobody left.'],
    ]);
    expect(assumed).toEqual([expect.stringMatching(/^old\.txt: decoded as/)]);
    expect(problems.map(({ file: name }) => name)).toEqual([
      'empty.txt',
      'blank.txt',
      'picture.png',
      '.DS_Store',
      'corpus.jsonl',
    ]);
    for (const { message } of problems) expect(message).toMatch(/The file was left out\.$/);
    expect(problems.at(-1)?.message).toContain('It looks like jsonl');
    expect(progress).toContain('Tagging mails.zip');
  });

  it('are refused where none is a text, and by a model that finds no spans', async () => {
    const tag = (model: Tagger, files: readonly PreviewedFile[]) =>
      batchesOf(model).tagFiles('model', files, { reviewBelow: 0.8 });
    await expect(tag(tagger, [file('empty.txt', '')])).rejects.toThrow('The file is empty.');
    await expect(tag(tagger, [])).rejects.toThrow('There is no file in it.');
    const ofTags = { ...tagger, kind: 'tags' } as Tagger;
    await expect(tag(ofTags, [file('a.txt', 'Ada left.')])).rejects.toThrow('it finds no spans');
  });

  it('are the same by themselves as among others', async () => {
    const texts = Array.from({ length: 150 }, (_, place) => `Word${'x'.repeat(place % 7)} left. perhaps Ada came.`);
    const all = await batchesOf(tagger).tagFiles(
      'model',
      texts.map((text, place) => file(`${place}.txt`, text)),
      { reviewBelow: 0.8 },
    );
    const [first] = records(all.corpus).slice(149);
    const alone = await batchesOf(tagger).tagFiles('model', [file('149.txt', texts[149] ?? '')], { reviewBelow: 0.8 });
    expect(records(alone.corpus)).toEqual([first]);
    expect(all.documents).toBe(150);
  });

  it('are called off between two', async () => {
    const batches = batchesOf(tagger);
    const files = Array.from({ length: 500 }, (_, place) => file(`${place}.txt`, 'Ada left. Nobody came.'));
    const told: number[] = [];
    const tagging = batches.tagFiles('model', files, { reviewBelow: 0.8 }, ({ fraction }) => {
      told.push(fraction);
      if (told.length === 3) batches.stop();
    });
    await expect(tagging).rejects.toThrow('called off');
    expect(told.length).toBeLessThan(100);
  });
});

describe('one long text', () => {
  const sentences = 2000;
  const long = 'Konstantin left. '.repeat(sentences);
  /** Counts what it is asked. */
  const counting = () => {
    let asked = 0;
    const tag: Tagger['tag'] = (words) => {
      asked += words.length;
      return tagger.tag(words);
    };
    return { batches: batchesOf({ ...tagger, tag } as Tagger), asked: () => asked };
  };

  it.each([
    [
      'tagged',
      (batches: Batches, onProgress: OnProgress) =>
        batches.tagFiles('model', [file('long.txt', long)], { reviewBelow: 0.8 }, onProgress),
    ],
    [
      'doubted',
      (batches: Batches, onProgress: OnProgress) => {
        const given = documentFromText({ id: 'long', text: long, spans: [], annotated: 'all' }, () => {});
        const train = { name: 'a', kind: 'spans' as const, categories: ['Person'], documents: [given] };
        const none = { ...train, documents: [] };
        return batches.modelDoubts('model', { train, dev: none, test: none }, 'all', 0.8, onProgress);
      },
    ],
  ])('is called off within it as it is %s, and tells how far it is', async (_, work) => {
    const { batches, asked } = counting();
    const told: number[] = [];
    const working = work(batches, ({ fraction }) => {
      told.push(fraction);
      if (told.length === 3) batches.stop();
    });
    await expect(working).rejects.toThrow('called off');
    expect(told.every((fraction, place) => place === 0 || fraction > (told[place - 1] as number))).toBe(true);
    expect([told.length, asked() < sentences / 2]).toEqual([3, true]);
  });
});

describe('what a model is unsure of in a corpus', () => {
  it('is told by document, whatever is annotated there', async () => {
    const texts = ['perhaps Konstantin left.', 'Konstantin left.'];
    const documents = texts.map((text, place) =>
      documentFromText({ id: `${place}`, text, spans: [], annotated: 'all' }, () => {}),
    );
    const train = { name: 'a', kind: 'spans' as const, categories: ['Person'], documents };
    const none = { ...train, documents: [] };
    const splits: Splits = { train, dev: none, test: none };
    const unsure = [{ start: 0, end: 7, category: null, confidence: 0.5 }];
    const doubtsIn = (corpus: Splits, part: PartName | 'all') =>
      batchesOf(tagger).modelDoubts('model', corpus, part, 0.8);
    expect(await doubtsIn(splits, 'all')).toEqual({ train: { 0: [unsure] }, dev: {}, test: {} });
    expect(await doubtsIn(splits, 'dev')).toEqual({ train: {}, dev: {}, test: {} });
    const alike = { ...splits, train: { ...train, documents: documents.map((each) => ({ ...each, id: 'letter' })) } };
    expect((await doubtsIn(alike, 'train')).train).toEqual({ letter: [unsure, []] });
  });

  it('is told of all sentences of a divided document, and of documents of one id apart', async () => {
    const divided = dividedLetter('perhaps so.\nKonstantin left.\nSo did [Person|Ada].');
    const [other] = dividedLetter('Now [Person|Ada] left.').train.documents;
    const splits: Splits = {
      ...divided,
      dev: { ...divided.dev, documents: [...divided.dev.documents, other as Document] },
    };
    const { train, dev, test } = await batchesOf(tagger).modelDoubts('model', splits, 'all', 0.8);
    expect(train?.letter?.[0]?.map(({ start }) => start)).toEqual([0, 29, 36]);
    expect(dev?.letter?.[0]?.map(({ start }) => start)).toEqual([0, 4]);
    expect(test).toEqual({});
  });
});

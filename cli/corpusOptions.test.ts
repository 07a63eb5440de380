import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createCorpusService } from '../workers/engine/corpusService.ts';
import { corpusName, fileList, importFiles } from './corpusOptions.ts';
import { Progress } from './progress.ts';
import { recordingContext, temporaryFolder, writeCorpus } from './testing.ts';

it('gathers the files of an option that is given several times', () => {
  expect(fileList('b', fileList('a'))).toEqual(['a', 'b']);
});

it.each([
  [['train.txt'], 'train.txt'],
  [['/data/politics/train.txt'], 'politics/train.txt'],
  [['/data/politics/a.txt', '/data/science/b.txt', 'c.txt'], 'politics/a.txt and 2 more'],
])('names a corpus after its first file and says how many more there are: %s', (paths, name) => {
  expect(corpusName(paths)).toBe(name);
});

async function imported(files: Parameters<typeof importFiles>[1]) {
  const { context, said } = recordingContext();
  const corpus = await importFiles(createCorpusService(), files, {}, new Progress(context));
  const { train, dev, test } = corpus.parts;
  return { name: corpus.name, sizes: [train.sentences, dev.sentences, test.sentences], note: said.note };
}

it('takes all files of every part, in order, and divides train where it is alone', async () => {
  const folder = temporaryFolder();
  const [a, b, c] = ['a.conll', 'b.dev.conll', 'c.conll'].map((name, index) =>
    writeCorpus(folder, name, index + 1, 20),
  ) as [string, string, string];
  expect((await imported({ train: [a, b], dev: [c] })).sizes).toEqual([40, 20, 0]);
  expect((await imported({ train: a, test: [b, c] })).sizes).toEqual([18, 2, 40]);
  const { sizes, name, note } = await imported({ train: [a, b] });
  expect(sizes[0]).toBe(32);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(40);
  expect(name).toMatch(/a\.conll and 1 more$/);
  expect(note).toContain('divided into train, dev and test, 80/10/10');
});

it('reads files of several formats into one part', async () => {
  const folder = temporaryFolder();
  const [columns, lines] = [join(folder, 'a.conll'), join(folder, 'a.jsonl')];
  writeFileSync(columns, 'Ada B-Person\nleft O\n');
  writeFileSync(lines, '{"text":"is Velby far","label":[[3,8,"Place"]]}\n');
  expect((await imported({ test: [columns, lines] })).sizes).toEqual([0, 0, 2]);
});

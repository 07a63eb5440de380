/** How several files become a corpus: zips, texts with their annotation files, and parts by the names of folders. */
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { PartName } from '../protocol/corpus.ts';
import type { CorpusFile, ImportOptions } from '../protocol/engine.ts';
import { GraftError } from '../protocol/errors.ts';
import { createCorpusService } from './corpusService.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const file = (name: string, content: string | Uint8Array, part?: PartName): CorpusFile => ({
  name,
  bytes: typeof content === 'string' ? encode(content) : content,
  ...(part && { part }),
});
const zip = (files: Readonly<Record<string, string | Uint8Array>>) =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [path, typeof content === 'string' ? encode(content) : content]),
    ),
  );

async function imported(files: readonly CorpusFile[], options: ImportOptions = {}) {
  const service = createCorpusService();
  const summary = await service.importCorpus('letters', files, options);
  const { train, dev, test } = await service.splits(summary.id);
  const texts = (documents: typeof train.documents) => documents.map(({ text }) => text);
  return {
    summary,
    said: summary.assumed.join('\n'),
    parts: { train: texts(train.documents), dev: texts(dev.documents), test: texts(test.documents) },
    documents: [...train.documents, ...dev.documents, ...test.documents],
  };
}

async function refusal(files: readonly CorpusFile[]) {
  try {
    await imported(files);
  } catch (error) {
    if (error instanceof GraftError) return error.problem;
    throw error;
  }
  throw new Error('nothing thrown');
}

const columns = (name: string) => `${name} B-PER\nran O\n\n`;
const ann = (name: string) => `T1\tPER 0 ${name.length}\t${name}\n`;

describe('a zip of corpus files', () => {
  it('gives its files by their names as parts, and says what was left packed', async () => {
    const archive = zip({
      'letters/train.conll': columns('Ada'),
      'letters/dev.conll': columns('Bo'),
      'letters/test.conll': columns('Ida'),
      'letters/README.md': '# Letters',
      '__MACOSX/letters/._train.conll': 'x',
    });
    const { parts, said } = await imported([file('letters.zip', archive)]);
    expect(parts).toEqual({ train: ['Ada ran'], dev: ['Bo ran'], test: ['Ida ran'] });
    expect(said).toContain('3 files unpacked');
    expect(said).toContain('left packed: letters/README.md');
  });

  it('goes by the names of folders where those of files say nothing, and by what the user says before all', async () => {
    const archive = zip({
      'train/a.conll': columns('Ada'),
      'dev/a.conll': columns('Bo'),
      'test/a.conll': columns('Ida'),
    });
    const expected = { train: ['Ada ran'], dev: ['Bo ran'], test: ['Ida ran'] };
    expect((await imported([file('letters.zip', archive)])).parts).toEqual(expected);
    // The terminal calls everything train where --train alone is given.
    expect((await imported([file('letters.zip', archive, 'train')])).parts).toEqual(expected);
    const asTest = await imported([file('letters.zip', archive, 'test')]);
    expect(asTest.parts.test).toEqual(['Ada ran', 'Bo ran', 'Ida ran']);
  });

  it('leaves plain texts beside annotated files out, and lists that are no corpus, and says so', async () => {
    const archive = zip({
      'letters.conll': columns('Ada').repeat(9),
      'remarks.txt': 'These letters were found in an attic.\n',
      'labels.json': '{"0":"O","1":"B-PER"}',
    });
    const { documents, said, summary } = await imported([file('letters.zip', archive)]);
    expect(documents).toHaveLength(9);
    expect(said).toContain('plain text beside annotated files, left out: letters.zip/remarks.txt');
    expect(summary.problems).toContainEqual(
      expect.objectContaining({ file: 'letters.zip/labels.json', message: expect.stringContaining('left out') }),
    );
  });

  it('is read as plain text where it holds nothing else', async () => {
    const { documents } = await imported([file('letters.zip', zip({ 'a.txt': 'Ada ran.\n', 'b.txt': 'Bo slept.\n' }))]);
    expect(documents.map(({ text, annotated }) => [text, annotated])).toEqual([
      ['Ada ran.', []],
      ['Bo slept.', []],
    ]);
  });

  it('fails where a file that is called a part cannot be read', async () => {
    const archive = zip({ 'train.conll': columns('Ada'), 'test.json': '{"broken' });
    expect((await refusal([file('letters.zip', archive)])).file).toBe('letters.zip/test.json');
  });

  it.each([
    ['a Word document', { 'word/document.xml': '<x/>' }],
    ['an Excel workbook', { 'xl/workbook.xml': '<x/>' }],
    ['a model of Graft', { 'model.json': '{}', 'weights.safetensors': 'x' }],
    ['no file that Graft reads', { 'a.png': 'x' }],
    ['no file that Graft reads', {}],
  ])('is refused by its name: %s', async (words, files) => {
    const { message, file: name } = await refusal([file('letters.zip', zip(files))]);
    expect([message, name]).toEqual([expect.stringContaining(words), 'letters.zip']);
  });

  it('is refused where it is cut off, protected, or far too large', async () => {
    const archive = zip({ 'train.conll': columns('Ada') });
    expect((await refusal([file('a.zip', archive.subarray(0, archive.length - 30))])).code).toBe('zip-damaged');
    const locked = archive.slice();
    locked[6] = 1;
    expect((await refusal([file('a.zip', locked)])).message).toContain('password');
    const bomb = archive.slice();
    // The size that the central directory claims: four bytes, 24 behind its mark.
    const directory = bomb.findIndex((_, at) => bomb[at] === 0x50 && bomb[at + 1] === 0x4b && bomb[at + 2] === 1);
    bomb.set([0, 0, 0, 0x7f], directory + 24);
    expect(await refusal([file('a.zip', bomb)])).toMatchObject({
      code: 'over-limit',
      message: expect.stringContaining('2.1 GB; the limit is 512.0 MB (zip-bytes)'),
    });
  });
});

describe('texts with their annotation files', () => {
  it('are put together by their names, and a text without one is unannotated', async () => {
    const { documents, summary } = await imported([
      file('a.txt', 'Ada ran.'),
      file('b.ann', ann('Bo')),
      file('a.ann', ann('Ada')),
      file('b.txt', 'Bo ran.'),
      file('c.txt', 'Somebody ran.'),
    ]);
    expect(new Map(documents.map(({ id, annotated, spans }) => [id, [annotated, spans.length]]))).toEqual(
      new Map<string, unknown>([
        ['a', ['all', 1]],
        ['b', ['all', 1]],
        ['c', [[], 0]],
      ]),
    );
    expect(summary.kind).toBe('spans');
  });

  it('are parts by what the user says, and in a zip by their folders', async () => {
    const given = [
      file('a.txt', 'Ada ran.', 'train'),
      file('a.ann', ann('Ada'), 'train'),
      file('b.txt', 'Bo ran.', 'test'),
      file('b.ann', ann('Bo'), 'test'),
    ];
    expect((await imported(given)).parts.test).toEqual(['Bo ran.']);
    const archive = zip({
      'train/1.txt': 'Ada ran.',
      'train/1.ann': ann('Ada'),
      'train/2.txt': 'Ida ran.',
      'train/2.ann': ann('Ida'),
      'test/1.txt': 'Bo ran.',
      'test/1.ann': ann('Bo'),
      'annotation.conf': '[entities]\nPER\n',
    });
    expect((await imported([file('letters.zip', archive)])).parts.test).toEqual(['Bo ran.']);
  });

  it('may stand in folders of their own', async () => {
    const archive = zip({ 'texts/1.txt': 'Ada ran.', 'annotations/1.ann': ann('Ada') });
    expect((await imported([file('letters.zip', archive)])).documents[0]?.spans).toHaveLength(1);
  });

  it('are put together in time that grows with their number, as a corpus has a file a document', async () => {
    const count = 8000;
    const texts = Array.from({ length: count }, (_, index) => file(`letters/${index}.txt`, 'Ada ran.'));
    const annotations = texts.map(({ name }) => file(name.replace('.txt', '.ann'), ann('Ada')));
    const { documents } = await imported([...texts, ...annotations]);
    expect(documents.filter(({ spans }) => spans.length === 1)).toHaveLength(count);
  }, 15_000);

  it('leave other files as they are, and tell of an annotation file whose text is missing', async () => {
    const { documents, summary } = await imported([
      file('a.txt', 'Ada ran.'),
      file('a.ann', ann('Ada')),
      file('b.ann', ann('Bo')),
      file('more.conll', columns('Ida')),
    ]);
    expect(documents.map(({ text }) => text).sort()).toEqual(['Ada ran.', 'Ida ran']);
    expect(summary.problems).toContainEqual(
      expect.objectContaining({ code: 'annotation-without-text', file: 'b.ann' }),
    );
  });

  it('are refused where no annotation file has its text', async () => {
    expect((await refusal([file('a.ann', ann('Ada')), file('b.txt', 'Bo ran.')])).code).toBe('annotation-without-text');
  });
});

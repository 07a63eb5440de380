import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { gzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { GraftError } from '../protocol/errors.ts';
import { type ReadVectorsOptions, readVectors } from './vectors.ts';

const data = resolve(process.env.GRAFT_DATA ?? '../shared/data');
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** The bytes as a stream, cut at the given places. */
function streamOf(bytes: Uint8Array, cuts: readonly number[] = []): ReadableStream<Uint8Array> {
  const places = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return new ReadableStream({
    start(controller) {
      for (let index = 1; index < places.length; index++) {
        controller.enqueue(bytes.slice(places[index - 1], places[index]));
      }
      controller.close();
    },
  });
}

function read(content: string | Uint8Array, options: Partial<ReadVectorsOptions> = {}, cuts: readonly number[] = []) {
  const bytes = typeof content === 'string' ? bytesOf(content) : content;
  return readVectors(streamOf(bytes, cuts), { fileName: 'test.txt', ...options });
}

async function problemOf(reading: Promise<unknown>) {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(GraftError);
  return (error as GraftError).problem;
}

const glove = 'the 0.5 -1.25 2\nZoë 1e-3 0 4\n🚲 7 8 9\n';

describe('readVectors', () => {
  it.each([
    ['GloVe', glove],
    ['word2vec text', `3 3\n${glove}`],
    ['fastText, with a space at the end of the line', `3 3\n${glove.replaceAll('\n', ' \n')}`],
    ['tabs', glove.replaceAll(' ', '\t')],
    ['CRLF and a byte order mark', `\ufeff${glove.replaceAll('\n', '\r\n')}`],
    ['no newline at the end', glove.trimEnd()],
  ])('reads %s', async (_, text) => {
    const vectors = await read(text);
    expect(vectors.words).toEqual(['the', 'Zoë', '🚲']);
    expect(vectors.dimension).toBe(3);
    expect([...vectors.values]).toEqual([0.5, -1.25, 2, Math.fround(1e-3), 0, 4, 7, 8, 9]);
    expect(vectors.problems).toEqual([]);
  });

  it('looks words up as written, then lower-cased', async () => {
    const vectors = await read('the 1 2\nThe 3 4\n');
    expect([...(vectors.lookup('The') ?? [])]).toEqual([3, 4]);
    expect([...(vectors.lookup('THE') ?? [])]).toEqual([1, 2]);
    expect(vectors.lookup('absent')).toBeUndefined();
    expect(vectors.has('THE')).toBe(false);
  });

  it('keeps the wanted words only', async () => {
    const vectors = await read(glove, { wanted: (word) => word === '🚲' });
    expect(vectors.words).toEqual(['🚲']);
    expect([...vectors.values]).toEqual([7, 8, 9]);
  });

  it('reads words that hold spaces', async () => {
    const vectors = await read('the 0.1 0.2\n. . . 0.3 0.4\n5 1/2 0.5 0.6\nNew\u00a0York 0.7 0.8\n');
    expect(vectors.words).toEqual(['the', '. . .', '5 1/2', 'New\u00a0York']);
    expect(vectors.problems).toEqual([]);
  });

  it('names lines that it leaves out, and reads the rest', async () => {
    const lines = ['a 1 2 3', 'b 1 2', 'c 1 x 3', '', 'd 0.1 0.2 0.3 0.4', ' 1 2 3', 'a 4 5 6', 'e 1 nan 3', 'f 4 5 6'];
    const vectors = await read(lines.join('\n'));
    expect(vectors.words).toEqual(['a', 'f']);
    expect(vectors.problems.map(({ code, line, message }) => [code, line, message])).toEqual([
      [
        'vector-dimensions',
        2,
        '2 lines hold another number of numbers than most, which is 3: line 2 (“b”, 2 numbers), line 5 (“d”, 4 numbers).',
      ],
      [
        'vector-line',
        3,
        '2 lines hold something among the numbers that is none: line 3 (“x” in the vector of “c”), line 8 (“nan” in the vector of “e”).',
      ],
      ['vector-line', 4, 'A line is empty: line 4.'],
      ['vector-line', 6, 'A line holds numbers but no word: line 6.'],
      ['duplicate-word', 7, 'A line holds a word that stood in the file before: line 7 (“a”).'],
    ]);
  });

  it('sums up what is wrong with many lines, and names the first', async () => {
    const vectors = await read(`a 1 2\n${'b 1.5 2 3\n'.repeat(20)}${'c 4 5\n'.repeat(30)}`, {
      wanted: (word) => word !== 'c',
    });
    expect(vectors.problems).toHaveLength(1);
    expect(vectors.problems[0]?.message).toMatch(/^20 lines .* line 2 \(“b”, 3 numbers\), .* and 10 more\.$/);
  });

  it.each([
    ['a line', 'a 1 2\nb 3 4 5\nc 6 7 8\n', ['vector-dimensions']],
    ['a header', '3 2\na 1 2 3\nb 3 4 5\nc 6 7 8\n', ['vector-header']],
    ['a title', 'vectors of mine\nb 3 4 5\nc 6 7 8\n', ['vector-dimensions']],
  ])('takes the dimension of most lines where %s at the beginning is wrong, and says so', async (_, text, codes) => {
    const vectors = await read(text);
    expect(vectors.dimension).toBe(3);
    expect(vectors.words.slice(-2)).toEqual(['b', 'c']);
    expect(vectors.problems.map(({ code, line }) => [code, line])).toEqual(codes.map((code) => [code, 1]));
  });

  it('says where a word is not UTF-8', async () => {
    const bytes = bytesOf('the 1 2\nca?e 3 4\n\ufffd 5 6\n');
    bytes[bytes.indexOf(0x3f)] = 0xe9;
    const vectors = await read(bytes);
    expect(vectors.words).toEqual(['the', '\ufffd']);
    expect(vectors.problems).toMatchObject([{ code: 'vector-encoding', line: 2 }]);
  });

  it('says where the header announces other than what follows, and where nothing is wanted', async () => {
    const vectors = await read('5 2\na 1 2\nb 3 4\n', { wanted: () => false });
    expect(vectors.problems.map(({ code }) => code)).toEqual(['vector-count', 'no-wanted-vectors']);
    expect(vectors.words).toEqual([]);
  });

  it.each([
    ['an empty file', '', 'empty-file'],
    ['prose', 'Dear all,\nplease find attached\n', 'not-vectors'],
    ['decimal commas', 'the 0,5 -1,25\nof 1,0 2,0\n', 'not-vectors'],
    ['a header alone', '3 2\n', 'not-vectors'],
    ['a header of no dimension', '3 0\na\n', 'not-vectors'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x61, 0, 0x20, 0]), 'encoding'],
    ['binary word2vec', new Uint8Array([...bytesOf('1 2\nthe '), 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]), 'binary-vectors'],
    ['a line without end', 'x'.repeat(2_000_000), 'not-vectors'],
  ])('refuses %s', async (_, content, code) => {
    const problem = await problemOf(read(content));
    expect(problem.code).toBe(code);
    expect(problem.file).toBe('test.txt');
    expect(problem.remedy).not.toBe('');
  });

  it('tells of decimal commas', async () => {
    expect((await problemOf(read('the 0,5 -1,25\n'))).message).toContain('“0,5” has a decimal comma');
  });

  it('tells what to do with a binary file', async () => {
    expect((await problemOf(read(new Uint8Array(64)))).remedy).toContain('.vec');
  });

  it('refuses another dimension than the one asked for', async () => {
    expect((await read(glove, { dimension: 3 })).words).toHaveLength(3);
    expect(await problemOf(read(glove, { dimension: 50 }))).toMatchObject({ code: 'vector-dimension' });
    const large = `a 1 2\n${'b 3 4\n'.repeat(2000)}`;
    expect((await problemOf(read(large, { dimension: 3 }))).message).toContain('(2)');
  });

  it('tells how far it is in the file on disk', async () => {
    const seen: number[] = [];
    const bytes = gzipSync(bytesOf(glove));
    await read(bytes, { onProgress: (count) => seen.push(count) }, [10, 20]);
    expect(seen.at(-1)).toBe(bytes.length);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('keeps numbers after many reallocations', async () => {
    const text = Array.from({ length: 3000 }, (_, row) => `w${row} ${row} ${row + 0.5}`).join('\n');
    const vectors = await read(text, {}, [1000, 5000, 20_000]);
    expect([...(vectors.lookup('w2999') ?? [])]).toEqual([2999, 2999.5]);
    expect(vectors.values).toHaveLength(6000);
  });
});

describe('packed vector files', () => {
  const containers = {
    plain: bytesOf(glove),
    gzip: gzipSync(bytesOf(glove)),
    'deflated zip': zipSync({ 'v.txt': bytesOf(glove) }),
    'stored zip': zipSync({ 'v.txt': bytesOf(glove) }, { level: 0 }),
  };

  it.each(Object.entries(containers))('reads %s, wherever the chunks are cut', async (_, bytes) => {
    const whole = await read(bytes);
    expect(whole.words).toEqual(['the', 'Zoë', '🚲']);
    const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const vectors = await read(bytes, {}, places);
        expect(vectors.words).toEqual(whole.words);
        expect(vectors.values).toEqual(whole.values);
        expect(vectors.problems).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  const archive = zipSync({
    'README.md': bytesOf('About these vectors 1 2\n'),
    '__MACOSX/v.2d.txt': new Uint8Array(200),
    'v.2d.txt': bytesOf(`the 1 2\n${'x 3 4\n'.repeat(3000)}`),
    'v.3d.txt': bytesOf(glove),
    'v.4d.txt': bytesOf('the 1 2 3 4\n'),
  });

  it('takes the first vectors of an archive', async () => {
    expect((await read(archive)).dimension).toBe(2);
  });

  it('takes the vectors of the dimension asked for', async () => {
    expect((await read(archive, { dimension: 3 }, [50, 300, 500])).words).toEqual(['the', 'Zoë', '🚲']);
    expect((await read(archive, { dimension: 4 })).dimension).toBe(4);
  });

  it('says which dimensions an archive has where it has not the one asked for', async () => {
    const { code, message } = await problemOf(read(archive, { dimension: 300 }));
    expect(code).toBe('vector-dimension');
    expect(message).toContain('v.2d.txt (2), v.3d.txt (3), v.4d.txt (4)');
  });

  it('refuses an archive without vectors', async () => {
    expect((await problemOf(read(zipSync({ 'a.pdf': bytesOf('x 1 2') })))).code).toBe('vectors-absent');
  });

  it.each([
    ['gzip', gzipSync(bytesOf(glove.repeat(500)))],
    ['zip', zipSync({ 'v.txt': bytesOf(glove.repeat(500)) })],
  ])('refuses a %s file that ends too early', async (_, bytes) => {
    expect((await problemOf(read(bytes.slice(0, bytes.length * 0.6)))).code).toBe('damaged-archive');
  });

  it('stops fetching once the wanted entry has been read', async () => {
    let pulled = 0;
    const bytes = zipSync({ 'a.txt': bytesOf(glove), 'b.txt': new Uint8Array(1_000_000) }, { level: 0 });
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(bytes.slice(pulled, pulled + 1000));
        pulled += 1000;
        if (pulled >= bytes.length) controller.close();
      },
    });
    await readVectors(stream, { fileName: 'large.zip' });
    expect(pulled).toBeLessThan(10_000);
  });
});

describe('the real files', () => {
  const gloveFile = resolve(data, 'glove_6b_50d_top10k/glove.6B.50d.10k.txt');
  const twitterFile = resolve(data, 'glove_twitter_25d_top12k/glove.twitter.25d.11925.txt');
  const corpus = resolve(data, 'conll2003/eng.train');
  const absent = [gloveFile, twitterFile, corpus].filter((file) => !existsSync(file));
  const skipped = absent.length > 0 ? ` (skipped: ${absent.join(', ')} absent)` : '';

  it.skipIf(skipped)(`covers as many tokens of CoNLL-2003 as the data sheet says${skipped}`, async () => {
    const words = readFileSync(corpus, 'utf8')
      .split('\n')
      .filter((line) => line.trim() && !line.startsWith('-DOCSTART-'))
      .map((line) => line.split(' ')[0] as string);
    const coverage = async (file: string) => {
      const vectors = await read(readFileSync(file), {}, [1 << 16, 1 << 20]);
      expect(vectors.problems).toEqual([]);
      return [
        vectors.words.length,
        vectors.dimension,
        words.filter((word) => vectors.lookup(word)).length / words.length,
      ];
    };
    const [gloveWords, gloveDimension, gloveCoverage] = await coverage(gloveFile);
    expect([gloveWords, gloveDimension]).toEqual([10_000, 50]);
    expect(gloveCoverage).toBeCloseTo(0.86, 2);
    const [twitterWords, twitterDimension, twitterCoverage] = await coverage(twitterFile);
    expect([twitterWords, twitterDimension]).toEqual([11_925, 25]);
    expect(twitterCoverage).toBeCloseTo(0.65, 2);
  });
});

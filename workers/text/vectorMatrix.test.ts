import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { numpyHeader } from './numpy.ts';
import { packVectors } from './vectorMatrix.ts';
import { type ReadVectorsOptions, readVectors } from './vectors.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const array = (type: '<f2' | '<f4' | '|i1', shape: readonly number[], numbers: ArrayBufferView) =>
  new Uint8Array([...numpyHeader(type, shape), ...new Uint8Array(numbers.buffer)]);
const words = bytesOf('the\nZoë\n🚲\n');
const matrix = array('<f4', [3, 2], Float32Array.of(0.5, -1.25, 2, 1e-3, 7, 8));

const read = (packed: Uint8Array<ArrayBuffer>, options: Partial<ReadVectorsOptions> = {}) =>
  readVectors(new Blob([packed]).stream(), { fileName: 'v.zip', ...options });

describe('a list of words and a matrix', () => {
  it('are read in single precision', async () => {
    const vectors = await read(packVectors({ words, matrix }));
    expect(vectors).toMatchObject({ words: ['the', 'Zoë', '🚲'], dimension: 2, problems: [] });
    expect([...vectors.values]).toEqual([0.5, -1.25, 2, Math.fround(1e-3), 7, 8]);
  });

  it('are read in half precision: the smallest numbers, the largest, and negative ones', async () => {
    const bits = Uint16Array.of(0x0001, 0x03ff, 0x7bff, 0xc000, 0x3555, 0x8000);
    const { values } = await read(packVectors({ words, matrix: array('<f2', [3, 2], bits) }));
    expect([...values]).toEqual([2 ** -24, 1023 * 2 ** -24, 65504, -2, 0.333251953125, -0]);
  });

  it('are read as small whole numbers with a scale for each word', async () => {
    const scales = array('<f2', [3], Uint16Array.of(0x3c00, 0x3800, 0x4000)); // 1, 0.5, 2
    const rows = array('|i1', [3, 2], Int8Array.of(1, -2, 127, -127, 3, 0));
    const { values } = await read(packVectors({ words, scales, matrix: rows }));
    expect([...values]).toEqual([1, -2, 63.5, -63.5, 6, 0]);
  });

  it('keep the wanted words alone', async () => {
    const vectors = await read(packVectors({ words, matrix }), { wanted: (word) => word === '🚲' });
    expect(vectors.words).toEqual(['🚲']);
    expect([...vectors.values]).toEqual([7, 8]);
  });

  it('tell of words twice, of none in a line, and of numbers that are none', async () => {
    const odd = bytesOf('a\n\na\nb\n');
    const numbers = array('<f4', [4, 1], Float32Array.of(1, 2, 3, Number.NaN));
    const vectors = await read(packVectors({ words: odd, matrix: numbers }));
    expect(vectors.words).toEqual(['a']);
    expect([...vectors.values]).toEqual([1]);
    expect(vectors.problems.map(({ code, line }) => [code, line])).toEqual([
      ['vector-line', 2],
      ['duplicate-word', 3],
      ['vector-line', 4],
    ]);
  });

  it('must go together', async () => {
    const fewer = packVectors({ words: bytesOf('the\n'), matrix });
    await expect(read(fewer)).rejects.toThrow('It has the shape [3, 2], and words.txt holds 1 word.');
    await expect(read(zipSync({ 'vectors.npy': matrix }))).rejects.toThrow('No words.txt stands before it');
    const scales = array('<f4', [2], Float32Array.of(1, 1));
    await expect(read(packVectors({ words, scales, matrix }))).rejects.toThrow('there are scales of the shape [2]');
  });

  it('are refused where the model needs another dimension', async () => {
    await expect(read(packVectors({ words, matrix }), { dimension: 100 })).rejects.toThrow(
      'The file holds no vectors of 100 dimensions, but of: vectors.npy (2).',
    );
  });

  it.each([
    ['cut off', matrix.subarray(0, matrix.length - 1), 'where its header announces'],
    ['of text', bytesOf('no numbers'), 'It does not begin as NumPy’s files do.'],
    ['of a type that is not read', bytesOf(''), 'It holds numbers of the type <i8'],
  ])('are refused where the array is %s', async (name, bytes, message) => {
    const integers = new TextEncoder().encode("{'descr': '<i8', 'fortran_order': False, 'shape': (3,2), }\n");
    const other = Uint8Array.from([...matrix.subarray(0, 8), integers.length, 0, ...integers]);
    const given = name === 'of a type that is not read' ? other : bytes;
    await expect(read(packVectors({ words, matrix: given }))).rejects.toThrow(message);
  });

  it('leave a file of that name with vectors in text form as it is', async () => {
    const vectors = await read(zipSync({ 'words.txt': bytesOf('the 0.5 1\na 2 3\n') }));
    expect(vectors).toMatchObject({ words: ['the', 'a'], dimension: 2 });
  });
});

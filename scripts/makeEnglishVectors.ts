/**
 * Makes the vectors that come with the studio: the first words of GloVe 6B, which lists the most usual ones first, as whole
 * numbers of eight bits with a scale for each word.
 *
 *     npx tsx scripts/makeEnglishVectors.ts FOLDER    with words.txt and vectors.f16.npy of GloVe 6B, 50 dimensions
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { englishVectors } from '../workers/protocol/englishVectors.ts';
import { halfPrecision, numpyHeader, readNumpy } from '../workers/text/numpy.ts';
import { packVectors } from '../workers/text/vectorMatrix.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('Name the folder with words.txt and vectors.f16.npy.');
const { words: count, dimension, path } = englishVectors;
const words = readFileSync(join(folder, 'words.txt'), 'utf8').split('\n').slice(0, count);
const matrix = readNumpy(readFileSync(join(folder, 'vectors.f16.npy')), 'vectors.f16.npy'); // [words, dimension]
if (matrix.shape[1] !== dimension) throw new Error(`The vectors have ${matrix.shape[1]} numbers, not ${dimension}.`);

const rounded = new Int8Array(count * dimension);
const scales = new Uint16Array(count);
for (let row = 0; row < count; row++) {
  const vector = Array.from({ length: dimension }, (_, n) => matrix.at(row * dimension + n));
  scales[row] = scaleBits(Math.max(...vector.map(Math.abs)) / 127);
  const scale = halfPrecision(scales[row] as number);
  for (let n = 0; n < dimension; n++) rounded[row * dimension + n] = Math.round((vector[n] as number) / scale);
}

/** The next larger half-precision number above one of the normal range, so that nothing exceeds 127. */
function scaleBits(value: number): number {
  const exponent = Math.floor(Math.log2(value));
  const fraction = Math.ceil((value / 2 ** exponent - 1) * 1024);
  return ((exponent + 15) << 10) + fraction; // a fraction of 1024 carries over into the exponent
}

const joined = (header: Uint8Array, numbers: ArrayBufferView) =>
  Buffer.concat([header, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)]);
const packed = packVectors({
  words: new TextEncoder().encode(`${words.join('\n')}\n`),
  scales: joined(numpyHeader('<f2', [count]), scales),
  matrix: joined(numpyHeader('|i1', [count, dimension]), rounded),
});
const target = join(import.meta.dirname, '../public', path);
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, packed);
process.stdout.write(`${path}: ${count} words, ${(packed.length / 1e6).toFixed(1)} MB\n`);

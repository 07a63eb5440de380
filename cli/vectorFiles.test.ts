import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { englishVectors } from '../workers/protocol/englishVectors.ts';
import { numpyHeader } from '../workers/text/numpy.ts';
import { readVectors, type WordVectors } from '../workers/text/vectors.ts';
import { openVectors } from './vectorFiles.ts';

async function read(named: string): Promise<WordVectors> {
  const { name, blob } = await openVectors(named);
  return readVectors(blob.stream(), { fileName: name });
}

describe('vectors', () => {
  it('come along for English: every word with finite numbers', async () => {
    const vectors = await read('english');
    expect(vectors).toMatchObject({ dimension: englishVectors.dimension, problems: [] });
    expect(vectors.words.length).toBe(englishVectors.words);
    expect(vectors.words.slice(0, 3)).toEqual(['the', ',', '.']);
    expect(vectors.values.every(Number.isFinite)).toBe(true);
  });

  it('are read from a list of words and its array, whichever of them is named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'graft-vectors-'));
    writeFileSync(join(folder, 'words.txt'), 'a\nb\n');
    const numbers = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
    writeFileSync(join(folder, 'v.npy'), new Uint8Array([...numpyHeader('<f4', [2, 2]), ...numbers]));
    for (const named of [folder, join(folder, 'words.txt'), join(folder, 'v.npy')]) {
      expect([...(await read(named)).values]).toEqual([1, 2, 3, 4]);
    }
    writeFileSync(join(folder, 'w.npy'), new Uint8Array());
    await expect(openVectors(folder)).rejects.toThrow('v.npy and w.npy are there');
    expect([...(await read(join(folder, 'v.npy'))).values]).toEqual([1, 2, 3, 4]);
  });

  it('miss their other half with a word', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'graft-vectors-'));
    await expect(openVectors(folder)).rejects.toThrow('there is no array (.npy)');
    writeFileSync(join(folder, 'v.npy'), '');
    await expect(openVectors(join(folder, 'v.npy'))).rejects.toThrow('there is no words.txt');
    execFileSync('mkfifo', [join(folder, 'words.txt')]);
    await expect(openVectors(folder)).rejects.toThrow('This is a FIFO and no file.');
  });

  const whole = resolve(process.env.GRAFT_DATA ?? '../shared/data', 'glove_6b_50d');
  it.skipIf(!existsSync(whole))(
    'that come along are GloVe’s, rounded by half a step at most',
    { timeout: 60_000 },
    async () => {
      const [ours, theirs] = await Promise.all([read('english'), read(whole)]);
      expect(ours.words).toEqual(
        readFileSync(join(whole, 'words.txt'), 'utf8').split('\n').slice(0, ours.words.length),
      );
      for (let row = 0; row < ours.words.length; row += 997) {
        const [one, other] = [ours, theirs].map((from) => [...(from.lookup(ours.words[row] as string) ?? [])]);
        const step = Math.max(...(other as number[]).map(Math.abs)) / 127;
        const errors = (one as number[]).map((value, n) => Math.abs(value - ((other as number[])[n] as number)));
        // The scale is rounded up to half precision.
        expect(Math.max(...errors)).toBeLessThanOrEqual((step / 2) * (1 + 2 ** -9));
      }
    },
  );
});

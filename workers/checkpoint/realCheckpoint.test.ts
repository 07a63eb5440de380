/** A checkpoint as it was published, where it is at hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from './readCheckpoint.ts';

const folder = resolve(process.env.GRAFT_DATA ?? '../shared/data', 'minilm_l6');
const isThere = existsSync(folder);
if (!isThere) console.warn(`minilm_l6 is not at ${folder} (set GRAFT_DATA to the folder above): its test is skipped.`);

describe.skipIf(!isThere)('MiniLM, in half precision', () => {
  it('holds what PyTorch reads of it', () => {
    const files = readdirSync(folder).map((path) => ({
      path,
      bytes: new Uint8Array(readFileSync(resolve(folder, path))),
    }));
    const { specification, weights, head, facts } = readCheckpoint(files);
    expect(specification).toMatchObject({
      layers: 6,
      hiddenSize: 384,
      heads: 12,
      vocabularySize: 30_522,
      tokenTypes: 2,
    });
    expect(head).toBeNull();
    expect(facts.notes).toHaveLength(1);
    const all = Object.values(weights).reduce((sum, { values }) => sum + values.length, 0);
    expect(all).toBe(22_565_376);
    // Each number times the cosine of its place, summed up by PyTorch in double precision: it shows any other order.
    const sum = (name: string) =>
      (weights[name]?.values ?? new Float32Array()).reduce(
        (so, value, place) => so + value * Math.cos(place % 1000),
        0,
      );
    expect(sum('pieceTable.rows')).toBeCloseTo(129.5839540596, 8);
    expect(sum('layers.3.attentionInput.weights')).toBeCloseTo(-26.8188966446, 8);
    expect(sum('layers.0.feedForwardOutput.weights')).toBeCloseTo(-16.7364614079, 8);
  }, 60_000);
});

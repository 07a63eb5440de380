import { describe, expect, it } from 'vitest';
import type { Engine } from '../workers/protocol/engine.ts';
import { corpora, standInEngine, withEngine } from './testing.ts';

async function said(categories: readonly string[], ...words: readonly string[]): Promise<string[]> {
  const { files, source } = corpora();
  const { engine } = standInEngine();
  const loadModel: Engine['loadModel'] = async (...file) => ({ ...(await engine.loadModel(...file)), categories });
  const { note } = await withEngine(['adapt', '--source', source, ...files, ...words], { loadModel });
  return note.split('\n').filter((line) => line.includes('looks like'));
}

describe('names of a corpus that differ from the model’s', () => {
  it('are proposed as a map, before the run', async () => {
    expect(await said(['PER', 'my location'])).toEqual([
      'Person of the corpus looks like PER of the model: --map Person=PER',
    ]);
    expect(await said(["person's, name", 'location'])).toEqual([
      'Place of the corpus looks like location of the model: --map Place=location',
    ]);
  });

  it('are left as they are where somebody decided', async () => {
    expect(await said(['PER'], '--new', 'Person')).toEqual([]);
    expect(await said(['PER'], '--map', 'Person=PER')).toEqual([]);
    expect(await said(['PER', 'Person'])).toEqual([]);
  });
});

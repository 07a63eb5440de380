import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unpackBundle } from '../../workers/bundle/bundle.ts';
import { keptBundle } from '../../workers/bundle/testing.ts';
import { createNodeEngine } from '../nodeEngine.ts';
import { graft, temporaryFolder } from '../testing.ts';

/** A model of Person, Place and Product in a folder of its own, and `graft edit` of it. */
function setUp() {
  const folder = temporaryFolder();
  const model = join(folder, 'model.graft');
  const out = join(folder, 'edited.graft');
  writeFileSync(model, keptBundle(2));
  const edit = (...words: string[]) =>
    graft(['edit', model, ...words, '--out', out], { openEngine: async (corpora) => createNodeEngine(corpora) });
  const edited = () => unpackBundle(out, new Uint8Array(readFileSync(out)));
  return { model, out, edit, edited };
}

describe('edit', () => {
  it('renames, merges and removes at once, says what it did, and leaves the model as it is', async () => {
    const { model, edit, edited } = setUp();
    const { status, note } = await edit('--rename', 'Person=PER', '--remove', 'Product');
    expect([status, note]).toEqual([0, expect.stringContaining('Renamed Person to PER, removed Product.')]);
    expect(note).toContain('Output layer: 13 rows before, 9 after.');
    const { categories, history, weights } = edited();
    expect(categories).toEqual(['PER', 'Place']);
    expect(history.at(-1)).toMatchObject({ task: 'edit', mapping: { Person: 'PER', Product: null } });
    expect(weights['transitions.scores']?.shape).toEqual([11, 11]);
    expect(new Uint8Array(readFileSync(model))).toEqual(keptBundle(2));
  });

  it('lets names change places, and hold commas and equals signs', async () => {
    const { edit, edited } = setUp();
    await edit('--rename', 'Person=Place', '--rename', 'Place=Person', '--rename', 'Product=a\\,b\\=c');
    expect(edited().categories).toEqual(['Place', 'Person', 'a,b=c']);
  });

  it('merges', async () => {
    const { edit, edited } = setUp();
    const { note } = await edit('--merge', 'Place, Product=Thing');
    expect(edited().categories).toEqual(['Person', 'Thing']);
    expect(note).toContain('Merged Place, Product into Thing.');
  });

  it.each([
    [['--rename', 'Person=Place'], "the model has this category already. Merge them: --merge 'Person,Place=Place'."],
    [['--rename', 'Person=X', '--rename', 'Place=X'], 'Place would be called so too.'],
    [['--rename', 'Person=X', '--remove', 'Person'], '--remove Person: this category stands in another change too.'],
    [[], 'Say what to change'],
    [['--rename', 'Person'], 'Give it as from=to.'],
    [['--merge', 'Person=X'], 'Give two categories or more'],
    [['--rename', 'A,B=C'], 'Give one category'],
  ])('refuses %j as wrong usage', async (words, message) => {
    const { out, edit } = setUp();
    const { status, note } = await edit(...words);
    expect(note).toContain(message);
    expect([status, existsSync(out)]).toEqual([2, false]);
  });

  it.each([
    [
      ['--remove', 'Persn'],
      '--remove Persn: the model has no such category. Did you mean Person? It has: Person, Place, Product.',
    ],
    [['--remove', 'Person,Place,Product'], 'No category would be left'],
    [['--rename', 'Person=O'], 'Person would have the name O'],
  ])('fails for %j', async (words, message) => {
    const { out, edit } = setUp();
    const { status, note } = await edit(...words);
    expect(note).toContain(message);
    expect([status, existsSync(out)]).toEqual([2, false]);
  });

  it('writes the names in its advice as they have to be given', async () => {
    const { edit } = setUp();
    const { note } = await edit('--rename', 'Person=a\\,b', '--rename', 'Place=a\\,b');
    expect(note).toContain(
      "--rename Person=a\\,b: Place would be called so too. Merge them: --merge 'Person,Place=a\\,b'.",
    );
  });

  it('is not written over the model', async () => {
    const { model } = setUp();
    const { status, note } = await graft(['edit', model, '--remove', 'Person', '--out', model]);
    expect(note).toContain('--out would overwrite what the model reads');
    expect(status).toBe(1);
  });
});

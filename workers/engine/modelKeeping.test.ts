import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { savedFiles } from '../checkpoint/testing.ts';
import { listFiles } from '../storage/largeFiles.ts';
import { bundleName, removeStoredModel } from '../storage/projects.ts';
import { modelKeeping } from './modelKeeping.ts';
import { openTestServices } from './testing.ts';

const demoModel = () => new Uint8Array(readFileSync(new URL('../../public/demo/source-model.graft', import.meta.url)));
const text = 'Ines Amaral called from Velby about her new phone on Monday.';

describe('a model of a project', () => {
  it('is the same in another visit, by the id that it had, and tags identically', async () => {
    const first = await openTestServices();
    const model = await first.engine.loadModel('desk', demoModel());
    await modelKeeping(first.engine).storeModel('p', model.id, 'front desk');
    const second = await openTestServices();
    const again = await modelKeeping(second.engine).restoreModel('p', model.id, 'front desk');
    expect(again).toEqual({ ...model, name: 'front desk' });
    expect(await second.engine.tagText(again.id, text)).toEqual(await first.engine.tagText(model.id, text));
    expect(await second.engine.exportModel(again.id)).toEqual(await first.engine.exportModel(model.id, 'front desk'));
  });

  it('leaves nothing when it is removed, and says that it is gone', async () => {
    const { engine } = await openTestServices();
    const { id } = await engine.loadModel('desk', demoModel());
    const keeping = modelKeeping(engine);
    await keeping.storeModel('p', id, 'desk');
    expect((await listFiles('p')).map(({ name }) => name)).toContain(bundleName(id));
    await removeStoredModel('p', id);
    expect((await listFiles('p')).map(({ name }) => name)).not.toContain(bundleName(id));
    await expect(keeping.restoreModel('p', id, 'desk')).rejects.toThrow(/model “desk” are not in the project/);
  });
});

describe('an encoder of a project', () => {
  it('is the same in another visit, by the id that it had', async () => {
    const first = await openTestServices();
    const { encoder } = await first.engine.loadCheckpoint('small', savedFiles('masked/bert'));
    await modelKeeping(first.engine).storeEncoder('p', encoder.id);
    const second = await openTestServices();
    const again = await modelKeeping(second.engine).restoreEncoder('p', encoder.id, 'small');
    expect(again).toMatchObject({ id: encoder.id, name: 'small', specification: encoder.specification });
    const numbers = async ({ engine }: typeof first) =>
      (await engine.exportEncoder(encoder.id)).find(({ path }) => path.endsWith('.safetensors'));
    expect(await numbers(second)).toEqual(await numbers(first));
  });
});

import 'fake-indexeddb/auto';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { unpackBundle } from '../bundle/bundle.ts';
import type { Engine, RunEvent, RunResult } from '../protocol/engine.ts';
import { database } from '../storage/database.ts';
import { listFiles } from '../storage/largeFiles.ts';
import { journalName } from '../storage/projects.ts';
import { runKeeping } from './runKeeping.ts';
import { adapting, asking, smallSplits, testEnvironment, training } from './testing.ts';

let engine: Engine;
let source: string;

beforeAll(async () => {
  ({ engine } = await testEnvironment({ source: smallSplits(1, ['Product']), target: smallSplits(10) }, 'wasm'));
  source = (await engine.run(asking(training('bilstm-crf', { epochs: 2 }), 'source'), () => {})).model.id;
});

beforeEach(async () => {
  const { files } = await database();
  await files.clear();
});

const wanted = (changes = {}) =>
  asking(adapting({ newCategories: ['Product'] }, { epochs: 3, patience: 3, ...changes }), 'target', source);

class Killed extends Error {}

/** The trainer is gone at an event. */
async function cutOff(isTheEnd: (event: RunEvent) => boolean): Promise<void> {
  const run = runKeeping(engine).keptRun('p', wanted(), false, (event) => {
    if (isTheEnd(event)) throw new Killed();
  });
  await expect(run).rejects.toThrow(Killed);
}

const goOn = () => runKeeping(engine).keptRun('p', wanted(), true, () => {});

const weightsOf = async ({ model }: RunResult) => unpackBundle('m.graft', await engine.exportModel(model.id)).weights;

const kept = async () => (await listFiles('p')).map(({ name }) => name);

describe('a run of a project', () => {
  it.each([
    ['before its first epoch had ended', (event: RunEvent) => event.type === 'step'],
    ['as an epoch ended', (event: RunEvent) => event.type === 'epoch' && event.epoch === 1],
    ['in its last epoch', (event: RunEvent) => event.type === 'step' && event.epoch === 3],
  ])('that was cut off %s ends with the same weights, bit for bit', async (_, isTheEnd) => {
    const straight = await engine.run(wanted(), () => {});
    await cutOff(isTheEnd);
    expect(await weightsOf(await goOn())).toEqual(await weightsOf(straight));
  });

  it('that begins anew has nothing of the one before, and leaves nothing when it is forgotten', async () => {
    await cutOff((event) => event.type === 'epoch' && event.epoch === 2);
    expect(await kept()).toEqual([journalName]);
    const epochs: number[] = [];
    await runKeeping(engine).keptRun('p', wanted(), false, (event) => {
      if (event.type === 'epoch') epochs.push(event.epoch);
    });
    expect(epochs).toEqual([1, 2, 3]);
    await runKeeping(engine).forgetRun('p');
    expect(await kept()).toEqual([]);
  });

  it('is not gone on with where the corpus was changed since', async () => {
    await cutOff((event) => event.type === 'epoch' && event.epoch === 2);
    const request = wanted();
    const corpora = { target: { ...request.corpora.target, revision: 2 } };
    const run = runKeeping(engine).keptRun('p', { ...request, corpora }, true, () => {});
    await expect(run).rejects.toMatchObject({ problem: { code: 'journal-differs' } });
  });

  it('goes on where its journal cannot be stored, and says so once', async () => {
    const { files } = await database();
    const full = vi.spyOn(files, 'put').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
    const warnings: string[] = [];
    const run = runKeeping(engine).keptRun('p', wanted(), false, (event) => {
      if (event.type === 'warning' && event.problem.code === 'disk-full') warnings.push(event.runId);
    });
    const { runId } = await run;
    full.mockRestore();
    expect(warnings).toEqual([runId]);
  });
});

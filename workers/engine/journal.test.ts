/** A run that was cut off and is begun again with its journal ends as if nothing had happened. */
import { beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors, safetensorsMetadata } from '../bundle/safetensors.ts';
import type { Engine, RunEvent, RunRequest, RunResult } from '../protocol/engine.ts';
import type { JournalKeeping } from '../protocol/journal.ts';
import { writeSafetensors } from '../text/safetensors.ts';
import { adapting, asking, smallSplits, testEnvironment, training } from './testing.ts';

const corpora = { source: smallSplits(1, ['Product']), target: smallSplits(10) };

let engine: Engine;
let source: string;

beforeAll(async () => {
  ({ engine } = await testEnvironment(corpora, 'wasm'));
  source = (await engine.run(asking(training('bilstm-crf', { epochs: 3 }), 'source'), () => {})).model.id;
});

const configured = (changes = {}) =>
  adapting(
    { newCategories: ['Product'], initialisation: 'best', compareWithRandom: true },
    { epochs: 3, patience: 3, ...changes },
  );

class Killed extends Error {}

/** The journal as it was when the run was killed at an event. */
async function killedAt(request: RunRequest, isTheEnd: (event: RunEvent) => boolean): Promise<Uint8Array> {
  let kept: Uint8Array | null = null;
  const keeping = keepingFrom(null, (journal) => {
    kept = journal;
  });
  const run = engine.run(
    request,
    (event) => {
      if (isTheEnd(event)) throw new Killed();
    },
    keeping,
  );
  await expect(run).rejects.toThrow(Killed);
  if (!kept) throw new Error('Nothing was kept.');
  return kept;
}

function keepingFrom(journal: Uint8Array | null, save: (journal: Uint8Array) => void = () => {}): JournalKeeping {
  return { journal, inputs: { '--train': 'abc' }, save: async (bytes) => save(bytes.slice()) };
}

const outcome = ({ stages, tests, main }: RunResult) => ({
  main,
  tests,
  stages: stages.map(({ records, ...stage }) => ({
    ...stage,
    records: records.map((record) => ({ ...record, seconds: 0 })),
  })),
});

const bytesOf = async ({ model }: RunResult) => {
  const { unpackBundle } = await import('../bundle/bundle.ts');
  return unpackBundle('m.graft', await engine.exportModel(model.id)).weights;
};

describe('a run that was cut off', () => {
  it.each([
    ['in the first trial', (event: RunEvent) => event.type === 'step' && event.stage === 'zeros' && event.epoch === 2],
    ['in a later trial', (event: RunEvent) => event.type === 'step' && event.stage === 'matched' && event.epoch === 3],
    ['in the comparison', (event: RunEvent) => event.type === 'step' && event.stage === 'random' && event.epoch === 4],
    ['in testing', (event: RunEvent) => event.type === 'phase' && event.label === 'Testing'],
  ])('%s ends with the same weights, bit for bit', async (_, isTheEnd) => {
    const request = asking(configured(), 'target', source);
    const straight = await engine.run(request, () => {});
    const journal = await killedAt(request, isTheEnd);
    const trained: string[] = [];
    const resumed = await engine.run(
      request,
      (event) => {
        if (event.type === 'epoch') trained.push(`${event.stage} ${event.epoch}`);
      },
      keepingFrom(journal),
    );
    expect(outcome(resumed)).toEqual(outcome(straight));
    expect(await bytesOf(resumed)).toEqual(await bytesOf(straight));
    // What was finished is not trained again.
    expect(trained).not.toContain('zeros 1');
  });

  it('ends with the same weights where lower layers learn at rates of their own', async () => {
    const request = asking(configured({ layerDecay: 0.4 }), 'target', source);
    const straight = await engine.run(request, () => {});
    const journal = await killedAt(request, (event) => event.type === 'step' && event.epoch === 3);
    const resumed = await engine.run(request, () => {}, keepingFrom(journal));
    expect(await bytesOf(resumed)).toEqual(await bytesOf(straight));
    expect(await bytesOf(straight)).not.toEqual(
      await bytesOf(await engine.run(asking(configured(), 'target', source), () => {})),
    );
  });

  it('goes on with a journal from before a setting was there, which had its default', async () => {
    const request = asking(configured(), 'target', source);
    const straight = await engine.run(request, () => {});
    const journal = await killedAt(request, (event) => event.type === 'step' && event.stage === 'matched');
    const text = safetensorsMetadata(journal).journal ?? '';
    const older = text.replaceAll('"layerDecay":1,', '');
    expect(older.length).toBeLessThan(text.length);
    const resumed = await engine.run(
      request,
      () => {},
      keepingFrom(writeSafetensors(readSafetensors(journal), { journal: older })),
    );
    expect(outcome(resumed)).toEqual(outcome(straight));
    expect(await bytesOf(resumed)).toEqual(await bytesOf(straight));
  });

  it('in a later seed of several keeps what the earlier seeds gave', async () => {
    const repeated = (seeds: number[]) => {
      const run = training('blstm', { epochs: 2 });
      return asking({ version: 2, task: 'repeat', run, seeds }, 'source');
    };
    // In both orders: the first seed is the better one in one of them.
    for (const seeds of [
      [3, 8, 1],
      [8, 3, 1],
    ]) {
      const straight = await engine.run(repeated(seeds), () => {});
      const isTheEnd = (event: RunEvent) =>
        event.type === 'step' && event.stage === 'seed 1: main' && event.epoch === 2;
      const journal = await killedAt(repeated(seeds), isTheEnd);
      const resumed = await engine.run(repeated(seeds), () => {}, keepingFrom(journal));
      expect(resumed.repetitions).toEqual(straight.repetitions);
      expect(outcome(resumed)).toEqual(outcome(straight));
      expect(await bytesOf(resumed)).toEqual(await bytesOf(straight));
    }
  });

  it('by a stop is no finished run: given again it goes on to what it would have been', async () => {
    const request = asking(configured(), 'target', source);
    const straight = await engine.run(request, () => {});
    let kept: Uint8Array | null = null;
    const keeping = keepingFrom(null, (journal) => {
      kept = journal;
    });
    const stopped = await engine.run(
      request,
      (event) => {
        if (event.type === 'epoch' && event.stage === 'random' && event.epoch === 2) void engine.stop(event.runId);
      },
      keeping,
    );
    expect(stopped.stages.at(-1)).toMatchObject({ id: 'random', stopped: 'by the user' });
    const resumed = await engine.run(request, () => {}, keepingFrom(kept));
    expect(outcome(resumed)).toEqual(outcome(straight));
  });

  it('tells the seconds of all its calls together', async () => {
    const request = asking(configured(), 'target', source);
    const journal = await killedAt(request, (event) => event.type === 'step' && event.stage === 'random');
    const began = performance.now();
    const { seconds } = await engine.run(request, () => {}, keepingFrom(journal));
    expect(seconds).toBeGreaterThan((performance.now() - began) / 1000);
  });

  it('is not gone on with under other settings or with other inputs, and the difference is named', async () => {
    const request = asking(configured(), 'target', source);
    const journal = await killedAt(request, (event) => event.type === 'epoch' && event.epoch === 2);
    const other = asking(configured({ learningRate: 0.02 }), 'target', source);
    await expect(engine.run(other, () => {}, keepingFrom(journal))).rejects.toMatchObject({
      problem: {
        code: 'journal-differs',
        message: expect.stringContaining('settings.learningRate was 0.01 and is 0.02'),
      },
    });
    const inputs = { ...keepingFrom(journal), inputs: { '--train': 'xyz' } };
    await expect(engine.run(request, () => {}, inputs)).rejects.toMatchObject({
      problem: {
        code: 'journal-differs',
        message: expect.stringContaining('--train'),
        remedy: expect.stringContaining('--restart'),
      },
    });
  });

  it('is not gone on with from a damaged journal', async () => {
    const request = asking(configured(), 'target', source);
    const journal = await killedAt(request, (event) => event.type === 'epoch' && event.epoch === 2);
    for (const damaged of [journal.slice(0, 100), new Uint8Array(50), journal.slice(0, -4)]) {
      await expect(engine.run(request, () => {}, keepingFrom(damaged))).rejects.toMatchObject({
        problem: { code: 'journal-damaged', remedy: expect.stringContaining('--restart') },
      });
    }
  });
});

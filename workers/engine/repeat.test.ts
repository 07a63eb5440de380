/** One configuration with several seeds, as one run. */
import { beforeAll, describe, expect, it } from 'vitest';
import { runsOf } from '../models/testing.ts';
import type { RepeatConfiguration, SingleConfiguration } from '../protocol/configuration.ts';
import type { Engine, RunEvent } from '../protocol/engine.ts';
import { comparisonStage, initialisationsTried } from '../text/runResult.ts';
import { adapting, asking, recorder, smallSplits, testEnvironment, training } from './testing.ts';

const corpora = { source: smallSplits(1, ['Product']), target: smallSplits(10) };
let engine: Engine;
let source: string;

beforeAll(async () => {
  ({ engine } = await testEnvironment(corpora, 'wasm'));
  source = (await engine.run(asking(training('blstm', { epochs: 3 }), 'source'), () => {})).model.id;
});

const repeating = (run: SingleConfiguration, seeds: number[]): RepeatConfiguration => ({
  version: 2,
  task: 'repeat',
  run,
  seeds,
});
const of = (events: readonly RunEvent[], type: RunEvent['type']) => events.filter((event) => event.type === type);

describe('a run that is repeated with several seeds', () => {
  it('gives for each seed what the run by itself gives, and keeps the model of the best dev score', async () => {
    const run = training('blstm', { epochs: 2 });
    const alone = [];
    for (const seed of [3, 8]) alone.push(await engine.run(asking({ ...run, seed }, 'source'), () => {}));
    const { events, record } = recorder();
    const result = await engine.run(asking(repeating(run, [3, 8]), 'source'), record);
    expect(result.repetitions.map(({ seed, tests }) => ({ seed, tests }))).toEqual(
      alone.map(({ seed, tests }) => ({ seed, tests })),
    );
    expect(result.stages.map(({ id }) => id)).toEqual(['seed 3: main', 'seed 8: main']);
    const devF1 = alone.map(({ stages }) => Math.max(...(stages[0]?.records ?? []).map(({ dev }) => dev.overall.f1)));
    const best = (devF1[0] as number) >= (devF1[1] as number) ? 0 : 1;
    expect(result.seed).toBe([3, 8][best]);
    expect(result.tests).toEqual(alone[best]?.tests);
    expect(runsOf(result.model).at(-1)?.configuration).toEqual({ ...run, seed: result.seed });
    // What is the same for all is told once.
    expect(of(events, 'started')).toHaveLength(1);
    expect(of(events, 'stage')).toHaveLength(2);
  });

  it('repeats trials and the comparison as well, each under its seed', async () => {
    const initialisation = 'best';
    const run = adapting(
      { newCategories: ['Product'], initialisation, compareWithRandom: true },
      { epochs: 1, patience: 1 },
    );
    const result = await engine.run(asking(repeating(run, [1, 2]), 'target', source), () => {});
    const each = ['zeros', 'normal', 'matched', 'random'];
    expect(result.stages.map(({ id }) => id)).toEqual(
      [1, 2].flatMap((seed) => each.map((id) => `seed ${seed}: ${id}`)),
    );
    // What is told of trials and of the comparison is that of the seed whose model was kept.
    const kept = `seed ${result.seed}: `;
    expect(Object.keys(initialisationsTried(result) ?? {})).toEqual(each.slice(0, 3).map((id) => kept + id));
    expect(comparisonStage(result)?.id).toBe(`${kept}random`);
    for (const { tests } of result.repetitions) expect(Object.keys(tests).sort()).toEqual(['init', 'main', 'random']);
  });

  it('keeps what is finished where it is stopped', async () => {
    const result = await engine.run(
      asking(repeating(training('blstm', { epochs: 2 }), [1, 2, 3]), 'source'),
      (event) => {
        if (event.type === 'stage' && event.stage.id === 'seed 2: main') void engine.stop(event.runId);
      },
    );
    expect(result.repetitions.map(({ seed }) => seed)).toEqual([1]);
  });

  it('is refused with one seed, or with one twice', async () => {
    const run = training('blstm');
    for (const seeds of [[1], [1, 1]]) {
      await expect(engine.run(asking(repeating(run, seeds), 'source'), () => {})).rejects.toMatchObject({
        problem: { code: 'run-configuration', message: expect.stringContaining('seeds') },
      });
    }
  });
});

describe('a search', () => {
  it('trains once with what each trial drew, and keeps the model of the best dev score', async () => {
    const run = training('blstm', { epochs: 5 });
    const trials: Record<string, number>[] = [{ wordHidden: 8, learningRate: 0.0001 }, { wordHidden: 20 }];
    const result = await engine.run(asking({ version: 2, task: 'search', run, trials }, 'source'), () => {});
    expect(result.repetitions.map(({ chosen }) => chosen)).toEqual(trials);
    expect(result.stages.map(({ id }) => id)).toEqual(['trial 1: main', 'trial 2: main']);
    expect(result.main).toBe('trial 2: main');
    const encoder = { ...run.specification.encoder, wordHidden: 20 };
    const alone = await engine.run(
      asking({ ...run, specification: { ...run.specification, encoder } }, 'source'),
      () => {},
    );
    expect(result.tests).toEqual(alone.tests);
    const [entry] = runsOf(result.model);
    expect(entry?.configuration).toMatchObject({ task: 'train', specification: { encoder } });
  });

  it('refuses a value that its field does not take', async () => {
    const run = training('blstm', { epochs: 1 });
    const trials = [{ dropout: 2 }, { dropout: 0.1 }];
    await expect(
      engine.run(asking({ version: 2, task: 'search', run, trials }, 'source'), () => {}),
    ).rejects.toMatchObject({ problem: { code: 'run-configuration' } });
  });
});

/** A device that is lost in the middle of an epoch: the run finishes, and every model still tags as before. */
import { setBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeEngine } from '../../cli/nodeEngine.ts';
import { hasWebgpuEnvironment } from '../../scripts/webgpu-environment.ts';
import { memoryUsedUp } from '../kernels/deviceErrors.ts';
import { expectClose } from '../kernels/testing.ts';
import { closeDevice, openedDevice } from '../kernels/webgpu/device.ts';
import type { CorpusService, Engine, RunEvent } from '../protocol/engine.ts';
import type { TaggedText } from '../protocol/evaluation.ts';
import type { ModelSummary } from '../protocol/model.ts';
import { mainStage } from '../text/runResult.ts';
import { adapting, asking, recorder, smallSplits, testEnvironment, training } from './testing.ts';

const corpora = { source: smallSplits(1, ['Product']), target: smallSplits(10) };
const texts = ['Ada moved to Velby', 'is Orrick far ?', 'Bram sold the Lumo'];
const request = (source: ModelSummary, compareWithRandom = true) =>
  asking(adapting({ newCategories: ['Product'], compareWithRandom }, { epochs: 3, patience: 3 }), 'target', source.id);

const tagAll = async (engine: Engine, { id }: ModelSummary): Promise<TaggedText[]> =>
  Promise.all(texts.map((text) => engine.tagText(id, text)));

async function trainSource(engine: Engine): Promise<ModelSummary> {
  const { model } = await engine.run(asking(training('bilstm-crf', { epochs: 4 }), 'source'), () => {});
  return model;
}

/** Calls `lose` in the middle of the second epoch of a stage, once. */
function losing(stage: string, lose: () => void) {
  const { events, record } = recorder();
  let lost = false;
  const onEvent = (event: RunEvent) => {
    record(event);
    // Between the first epoch's end and the second's there are steps, and only they.
    if (lost || event.type !== 'epoch' || event.stage !== stage || event.epoch !== 1) return;
    lost = true;
    setTimeout(lose, 5);
  };
  return { events, onEvent };
}

const goesOn = (events: readonly RunEvent[]) =>
  events.filter((event) => event.type === 'warning' && event.problem.code === 'run-goes-on');

describe.each(['cpu', 'wasm'] as const)('a device that is lost, simulated on %s', (backend) => {
  it.each(['matched', 'random'])('in the stage %s costs neither the run nor a model', async (stage) => {
    const { engine, lose, opened } = await testEnvironment(corpora, backend);
    const source = await trainSource(engine);
    const before = await tagAll(engine, source);
    const straight = await engine.run(request(source), () => {});

    const { events, onEvent } = losing(stage, lose);
    const result = await engine.run(request(source), onEvent);
    expect(goesOn(events)).toHaveLength(1);
    expect(opened).toHaveLength(2);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'backend', backend: expect.objectContaining({ name: backend }) }),
    );
    // The stage goes on where its last checkpoint was, to the very figures of the run that lost nothing.
    expect(events).toContainEqual(expect.objectContaining({ type: 'restored', stage }));
    const figures = ({ records }: { records: readonly { loss: number; dev: object; devLoss: number }[] }) =>
      records.map(({ loss, dev, devLoss }) => ({ loss, dev, devLoss }));
    expect(result.stages.map(figures)).toEqual(straight.stages.map(figures));
    expect(result.tests).toEqual(straight.tests);
    expect(await tagAll(engine, source)).toEqual(before);
    expect(await tagAll(engine, result.model)).toEqual(await tagAll(engine, straight.model));
  });

  it('with its memory used up goes on with each batch in two parts, whose gradients are summed', async () => {
    const { engine, lose } = await testEnvironment(corpora, backend);
    const source = await trainSource(engine);
    const withoutDropout = asking(
      adapting({ newCategories: ['Product'] }, { epochs: 3, patience: 3, dropout: 0 }),
      'target',
      source.id,
    );
    const straight = await engine.run(withoutDropout, () => {});
    const { events, onEvent } = losing('matched', () => lose(memoryUsedUp));
    const result = await engine.run(withoutDropout, onEvent);
    const [told, ...further] = events.flatMap((event) => (event.type === 'warning' ? [event.problem] : []));
    expect([told?.code, further]).toEqual(['run-goes-on-in-parts', []]);
    expect(told?.message).toContain('each batch in 2 parts');
    // As much is learned of a batch in parts as of a whole one, but for rounding.
    const losses = (run: typeof result) => mainStage(run).records.flatMap(({ loss, devLoss }) => [loss, devLoss]);
    expectClose(losses(result), losses(straight), 1e-3);
  });

  it('while it tags does the work again', async () => {
    const { engine, lose } = await testEnvironment(corpora, backend);
    const source = await trainSource(engine);
    const before = await tagAll(engine, source);
    const tagging = tagAll(engine, source);
    lose();
    expect(await tagging).toEqual(before);
  });
});

describe.runIf(hasWebgpuEnvironment())(
  'a WebGPU device that is destroyed',
  { timeout: 180_000, tags: ['webgpu'] },
  () => {
    let engine: Engine;

    beforeAll(async () => {
      const service: Pick<CorpusService, 'splits'> = { splits: async (id) => corpora[id as keyof typeof corpora] };
      engine = createNodeEngine(service as CorpusService);
      expect((await engine.chooseBackend('webgpu')).name).toBe('webgpu');
    }, 60_000);
    afterAll(async () => {
      await setBackend('cpu');
      closeDevice();
    });

    it('in the middle of an epoch costs neither the run nor a model', async () => {
      const source = await trainSource(engine);
      const before = await tagAll(engine, source);
      const { events, onEvent } = losing('matched', () => openedDevice()?.device.destroy());
      const result = await engine.run(request(source, false), onEvent);
      expect(goesOn(events)).toHaveLength(1);
      expect(mainStage(result).records).toHaveLength(3);
      const spansOf = (tagged: readonly TaggedText[]) =>
        tagged.map(({ spans }) => spans.map(({ start, end, category }) => ({ start, end, category })));
      expect(spansOf(await tagAll(engine, source))).toEqual(spansOf(before));
      expect(result.tests.main.overall.f1).toBeGreaterThan(0);
    });
  },
);

import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../checkpoint/readCheckpoint.ts';
import { savedFiles } from '../checkpoint/testing.ts';
import type { Splits } from '../protocol/corpus.ts';
import { transformerEncoder } from '../protocol/encoders/transformer.ts';
import type { Engine } from '../protocol/engine.ts';
import { defaultsOf } from '../protocol/fields.ts';
import {
  type FreshEncoder,
  type PretrainingEvent,
  type PretrainingRequest,
  pretrainingFields,
} from '../protocol/pretraining.ts';
import { letterText, noText, testEnvironment } from './testing.ts';

const whole: Splits = { train: letterText(1, 120), dev: noText, test: noText };
const texts: Record<string, Splits> = {
  whole,
  apart: { ...whole, dev: letterText(2, 20) },
  one: { ...whole, train: letterText(1, 1) },
  none: { ...whole, train: noText },
};

const settings = { ...defaultsOf(pretrainingFields), epochs: 2, batchSize: 16, learningRate: 0.01, dropout: 0 };

function asking(encoder: string | FreshEncoder, changes: Partial<PretrainingRequest> = {}): PretrainingRequest {
  return { encoder, corpus: { id: 'whole', revision: 1 }, settings, seed: 1, name: 'adapted', ...changes };
}

const open = async (backend: 'cpu' | 'wasm' = 'wasm') => testEnvironment(texts, backend);
const load = async (engine: Engine, path = 'masked/bert') =>
  (await engine.loadCheckpoint('small', savedFiles(path))).encoder.id;

const fresh: FreshEncoder = {
  specification: {
    kind: 'transformer',
    ...defaultsOf(transformerEncoder.fields),
    ...{ embeddingSize: 16, hiddenSize: 16, layers: 1, heads: 2, intermediateSize: 24, vocabularySize: 60 },
    ...{ maximumLength: 32 },
  },
  lowercase: true,
};

describe('pretraining', () => {
  it('goes on with a checkpoint and its head: perplexity falls, before, during and after it is told', async () => {
    const { engine } = await open();
    const events: PretrainingEvent[] = [];
    const result = await engine.pretrain(asking(await load(engine)), (event) => events.push(event));
    expect(result.records.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
    const [before, , after] = result.records.map(({ perplexity }) => perplexity) as [number, number, number];
    expect(before).toBeGreaterThan(20);
    expect(after).toBeLessThan(before / 2);
    expect(result).toMatchObject({
      stopped: 'last epoch',
      perplexity: Math.min(after, result.records[1]?.perplexity ?? 0),
    });
    expect(events.filter(({ type }) => type === 'measured')).toHaveLength(3);
    expect(events.filter(({ type }) => type === 'warning')).toEqual([]);
    // 120 passages of a sentence each, one of twenty held out.
    expect(events.find(({ type }) => type === 'started')).toMatchObject({ passages: 114, heldOut: 6, steps: 16 });
    expect(events.some(({ type }) => type === 'step')).toBe(true);
    expect(result.encoder).toMatchObject({ name: 'adapted', family: 'BERT' });
  });

  it('goes on from its journal to the bits of one in one go, and refuses that of another', async () => {
    const { engine } = await open();
    const request = asking(await load(engine), { settings: { ...settings, epochs: 3, dropout: 0.1 } });
    const straight = await engine.pretrain(request, () => {});
    let journal: Uint8Array | null = null;
    const keeping = (kept: Uint8Array | null) => ({
      ...{ journal: kept, inputs: { '--text': 'abc' } },
      save: async (bytes: Uint8Array) => {
        journal = bytes.slice();
      },
    });
    const killed = engine.pretrain(
      request,
      (event) => {
        if (event.type === 'measured' && event.epoch === 2) throw new Error('killed');
      },
      keeping(null),
    );
    await expect(killed).rejects.toThrow('killed');
    const kept = journal ?? expect.fail('nothing was kept');
    const events: PretrainingEvent[] = [];
    const resumed = await engine.pretrain(request, (event) => events.push(event), keeping(kept));
    expect(events.find(({ type }) => type === 'restored')).toMatchObject({
      records: straight.records.slice(0, 3).map(({ epoch, perplexity }) => ({ epoch, perplexity })),
    });
    expect(events.filter(({ type }) => type === 'measured')).toHaveLength(1);
    expect(resumed.records.map(({ perplexity }) => perplexity)).toEqual(
      straight.records.map(({ perplexity }) => perplexity),
    );
    expect(await engine.exportEncoder(resumed.encoder.id)).toEqual(await engine.exportEncoder(straight.encoder.id));
    const other = { ...request, settings: { ...request.settings, masking: 'spans' as const } };
    await expect(engine.pretrain(other, () => {}, keeping(kept))).rejects.toThrow(
      /masking was "tokens" and is "spans"/,
    );
  });

  it('is the same for the same seed, to the bit, and another for another', async () => {
    const { engine } = await open();
    const encoder = await load(engine);
    const filesOf = async (seed: number) => {
      const { encoder: made } = await engine.pretrain(asking(encoder, { seed }), () => {});
      return engine.exportEncoder(made.id);
    };
    const first = await filesOf(1);
    expect(await filesOf(1)).toEqual(first);
    expect(await filesOf(2)).not.toEqual(first);
  });

  it.each(['masked/bert', 'masked/roberta', 'masked/modernbert', 'masked/electra', 'masked/distilbert'])(
    'gives a folder that is read again as it was: %s',
    async (family) => {
      const { engine } = await open();
      const made = await engine.pretrain(asking(await load(engine, family)), () => {});
      const files = await engine.exportEncoder(made.encoder.id);
      expect(readCheckpoint(files).facts.notes).toEqual([]);
      const again = (await engine.loadCheckpoint('again', files)).encoder.id;
      const onlyMeasured = { ...settings, epochs: 1, learningRate: 0 };
      const { records } = await engine.pretrain(asking(again, { settings: onlyMeasured }), () => {});
      expect(records[0]?.perplexity).toBe(made.perplexity);
    },
  );

  it('measures on the text that is given for it, and takes few steps where few are asked for', async () => {
    const { engine } = await open();
    const events: PretrainingEvent[] = [];
    const few = { ...settings, epochs: 3, steps: 2, masking: 'spans' as const };
    const corpus = { id: 'apart', revision: 1 };
    await engine.pretrain(asking(await load(engine), { corpus, settings: few }), (event) => events.push(event));
    expect(events.find(({ type }) => type === 'started')).toMatchObject({ passages: 120, heldOut: 20, steps: 6 });
  });

  it('begins the layers that guess pieces anew where the checkpoint lacks them, and says so', async () => {
    const { engine } = await open();
    const events: PretrainingEvent[] = [];
    const encoder = await load(engine, 'checkpoints/roberta');
    const { records } = await engine.pretrain(asking(encoder), (event) => events.push(event));
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.problem.code] : []));
    expect(warnings).toEqual(['pretraining-new-head']);
    expect(records.at(-1)?.perplexity).toBeLessThan(records[0]?.perplexity ?? 0);
  });

  it('begins from nothing, with a vocabulary that the text gave', async () => {
    const { engine } = await open();
    const result = await engine.pretrain(asking(fresh, { settings: { ...settings, epochs: 4 } }), () => {});
    // Five special pieces, eight letters in both places, and what stands together.
    expect(result.encoder.specification).toMatchObject({ vocabularySize: 27, layers: 1 });
    expect(result.records[0]?.perplexity).toBeCloseTo(27, -1);
    expect(result.perplexity).toBeLessThan(12);
    const { specification, facts } = readCheckpoint(await engine.exportEncoder(result.encoder.id));
    expect(facts.family).toBe('BERT');
    expect(specification).toMatchObject({ hiddenSize: 16, vocabularySize: 27 });
  });

  it('begins again where the device was lost, and comes to the same bits', async () => {
    const undisturbed = await open();
    const made = await undisturbed.engine.pretrain(asking(await load(undisturbed.engine)), () => {});
    const expected = await undisturbed.engine.exportEncoder(made.encoder.id);
    const { engine, lose } = await open();
    const events: PretrainingEvent[] = [];
    let lost = false;
    const result = await engine.pretrain(asking(await load(engine)), (event) => {
      events.push(event);
      if (lost || event.type !== 'measured' || event.epoch !== 1) return;
      lost = true;
      lose();
    });
    expect(events.map(({ type }) => type)).toContain('backend');
    expect(await engine.exportEncoder(result.encoder.id)).toEqual(expected);
  });

  it('keeps what was learned where it is stopped, and nothing where it had not begun', async () => {
    const { engine } = await open();
    const encoder = await load(engine);
    const slow = asking(encoder, { settings: { ...settings, epochs: 500 } });
    const result = await engine.pretrain(slow, (event) => {
      if (event.type === 'measured' && event.epoch === 2) void engine.stop(event.runId);
    });
    expect(result.stopped).toBe('by the user');
    expect(result.records.length).toBeLessThan(10);
    const atOnce = engine.pretrain(slow, (event) => {
      if (event.type === 'started') void engine.stop(event.runId);
    });
    await expect(atOnce).rejects.toMatchObject({ problem: { code: 'run-stopped' } });
  });

  it('is refused by what it lacks', async () => {
    const { engine } = await open('cpu');
    const encoder = await load(engine);
    const code = (request: PretrainingRequest) =>
      engine
        .pretrain(request, () => {})
        .then(
          () => 'none',
          ({ problem }) => problem.code,
        );
    expect(await code(asking(encoder, { corpus: { id: 'none', revision: 1 } }))).toBe('pretraining-text');
    expect(await code(asking(encoder, { corpus: { id: 'one', revision: 1 } }))).toBe('pretraining-text');
    expect(await code(asking(fresh, { corpus: { id: 'none', revision: 1 } }))).toBe('pretraining-text');
    expect(await code(asking('encoder 9'))).toBe('unknown-encoder');
    expect(await code(asking(encoder, { settings: { ...settings, epochs: 0 } }))).toBe('run-configuration');
    const odd = { ...fresh, specification: { ...fresh.specification, gated: true } };
    expect(await code(asking(odd))).toBe('checkpoint-form');
  });
});

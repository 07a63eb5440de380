import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../checkpoint/readCheckpoint.ts';
import { savedFiles, withMorePieces } from '../checkpoint/testing.ts';
import type { Splits } from '../protocol/corpus.ts';
import type { Engine } from '../protocol/engine.ts';
import { type ShrinkingEvent, type ShrinkingRequest, shrinkingDefaults } from '../protocol/shrinking.ts';
import { letterText, noText, testEnvironment } from './testing.ts';

const whole: Splits = { train: letterText(1, 120), dev: noText, test: noText };
const texts: Record<string, Splits> = {
  whole,
  one: { ...whole, train: letterText(1, 1) },
  none: { ...whole, train: noText },
};

/** Beside 21 that are special or single characters. */
const pieces = ['ab', 'cd', 'hh', 'gh', 'fgh'];
const settings = { ...shrinkingDefaults, pieces: 23, learningRate: 0.01 };
const asking = (encoder: string, changes: Partial<ShrinkingRequest> = {}): ShrinkingRequest => ({
  ...{ encoder, corpus: { id: 'whole', revision: 1 }, settings, seed: 1, name: 'small' },
  ...changes,
});
const open = () => testEnvironment(texts, 'wasm');
const load = async (engine: Engine, path = 'masked/bert') => {
  const files = withMorePieces(savedFiles(path), pieces);
  return (await engine.loadCheckpoint('whole', files)).encoder.id;
};

describe('shrinking', () => {
  it('keeps the pieces that the text uses most, and says how much of it they cover', async () => {
    const { engine } = await open();
    const result = await engine.shrink(asking(await load(engine)), () => {});
    expect(result).toMatchObject({
      pieces: { before: 26, after: 23 },
      layers: { before: 2, kept: [1, 2] },
      records: [],
      error: null,
      stopped: 'last epoch',
    });
    expect(result.encoder).toMatchObject({ name: 'small', family: 'BERT' });
    expect(result.encoder.parameters).toBe(result.parametersBefore - 3 * 8);
    const { texts: written, specification } = readCheckpoint(await engine.exportEncoder(result.encoder.id));
    expect(specification.vocabularySize).toBe(23);
    const { vocab } = JSON.parse(written['tokenizer.files']?.[0] ?? '').model;
    expect(Object.keys(vocab)).toContain('ab');
    expect(Object.keys(vocab)).not.toContain('hh');
    expect(result.coverage.pieces).toBeGreaterThan(0.5);
    expect(result.coverage.pieces).toBeLessThan(1);
    expect(result.coverage.words).toBeLessThan(1);
  });

  it('learns the states of the whole encoder again: the error falls on text that it does not learn from', async () => {
    const { engine } = await open();
    const events: ShrinkingEvent[] = [];
    const learning = { ...settings, layers: 1, steps: 40 };
    const request = asking(await load(engine), { settings: learning });
    const result = await engine.shrink(request, (event) => events.push(event));
    expect(events.find(({ type }) => type === 'distilling')).toMatchObject({ passages: 114, heldOut: 6, steps: 40 });
    expect(result.records.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(result.error).toBeLessThan((result.records[0]?.error ?? 0) / 3);
    expect(result.layers).toEqual({ before: 2, kept: [2] });
    expect(events.filter(({ type }) => type === 'measured')).toHaveLength(6);
    expect(events.filter(({ type }) => type === 'warning')).toEqual([]);
  });

  it('learns where pieces alone are fewer: a word’s first piece comes to stand for the word', async () => {
    const { engine } = await open();
    const encoder = await load(engine);
    const { records, error } = await engine.shrink(asking(encoder, { settings: { ...settings, steps: 40 } }), () => {});
    expect(records[0]?.error).toBeGreaterThan(0);
    expect(error).toBeLessThan((records[0]?.error ?? 0) / 2);
  });

  it('has no error where nothing was cut', async () => {
    const { engine } = await open();
    const all = { ...settings, pieces: 0, steps: 1, learningRate: 0 };
    const { records } = await engine.shrink(asking(await load(engine), { settings: all }), () => {});
    expect(records[0]?.error).toBe(0);
  });

  it.each(['masked/roberta', 'masked/electra', 'masked/distilbert', 'masked/modernbert'])(
    'gives a folder that is read again, head and all: %s',
    async (family) => {
      const { engine } = await open();
      const { encoder } = await engine.shrink(asking(await load(engine, family)), () => {});
      for (const numbers of ['float32', 'int8'] as const) {
        const { facts, masked, specification } = readCheckpoint(await engine.exportEncoder(encoder.id, numbers));
        expect(facts.notes).toEqual([]);
        expect(specification.vocabularySize).toBe(23);
        expect(masked).not.toBeNull();
      }
    },
  );

  it('is the same for the same seed, to the bit', async () => {
    const { engine } = await open();
    const encoder = await load(engine);
    const filesOf = async (seed: number) => {
      const request = asking(encoder, { seed, settings: { ...settings, layers: 1, steps: 9 } });
      return engine.exportEncoder((await engine.shrink(request, () => {})).encoder.id);
    };
    const first = await filesOf(1);
    expect(await filesOf(1)).toEqual(first);
    expect(await filesOf(2)).not.toEqual(first);
  });

  it('goes on where the device was lost, and is stopped before it began or within', async () => {
    const { engine, lose } = await open();
    const encoder = await load(engine);
    const events: ShrinkingEvent[] = [];
    const slow = asking(encoder, { settings: { ...settings, layers: 1, steps: 400 } });
    let lost = false;
    const result = await engine.shrink(slow, (event) => {
      events.push(event);
      if (event.type !== 'measured' || event.epoch !== 1) return;
      if (lost) void engine.stop(event.runId);
      else lose();
      lost = true;
    });
    expect(events.map(({ type }) => type)).toContain('backend');
    expect(result.stopped).toBe('by the user');
    const atOnce = engine.shrink(slow, (event) => {
      if (event.type === 'distilling') void engine.stop(event.runId);
    });
    await expect(atOnce).rejects.toMatchObject({ problem: { code: 'run-stopped' } });
  });

  it('is refused by what cannot be', async () => {
    const { engine } = await open();
    const encoder = await load(engine);
    const code = (request: ShrinkingRequest) =>
      engine
        .shrink(request, () => {})
        .then(
          () => 'none',
          ({ problem }) => problem.code,
        );
    expect(await code(asking('encoder 9'))).toBe('unknown-encoder');
    expect(await code(asking(encoder, { corpus: { id: 'none', revision: 1 } }))).toBe('shrinking-text');
    const changed = (changes: Partial<typeof settings>) => asking(encoder, { settings: { ...settings, ...changes } });
    expect(await code({ ...changed({ steps: 1 }), corpus: { id: 'one', revision: 1 } })).toBe('pretraining-text');
    expect(await code(changed({ pieces: 20 }))).toBe('shrinking-pieces');
    expect(await code(changed({ layers: 3 }))).toBe('shrinking-layers');
    expect(await code(changed({ steps: -1 }))).toBe('run-configuration');
  });
});

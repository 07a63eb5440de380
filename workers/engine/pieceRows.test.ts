/** Runs over a transformer with more pieces than its sentences use: what learns of the table is what they use, whatever kind of run. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { unpackBundle } from '../bundle/bundle.ts';
import { readCheckpoint } from '../checkpoint/readCheckpoint.ts';
import { savedFolder } from '../checkpoint/testing.ts';
import { writeCheckpoint } from '../checkpoint/writeCheckpoint.ts';
import { wordPieceFiles } from '../encoders/testing.ts';
import { uniform, type Weight } from '../layers/parameters.ts';
import { beginningWith, type EncoderSummary } from '../protocol/checkpoint.ts';
import { defaultJointLearning, type RunConfiguration } from '../protocol/configuration.ts';
import type { Corpus } from '../protocol/corpus.ts';
import type { Engine, RunRequest } from '../protocol/engine.ts';
import { type Example, sentencesOf } from '../text/examples.ts';
import { createRandom } from '../text/random.ts';
import { mapSplits } from '../text/splits.ts';
import { adapting, asking, smallSplits, testEnvironment, training } from './testing.ts';

/** Sentences that tell of products in vain are left out, so that the target has words that the source has not. */
const withoutProducts = (corpus: Corpus): Corpus => ({
  ...corpus,
  documents: corpus.documents.filter(({ text }) => !/Lumo|Zephyr|Quartz|Nimbus/.test(text)),
});
const source = mapSplits(smallSplits(1, ['Product']), withoutProducts);
const target = smallSplits(10);
const wordsOf = (sentences: Iterable<Example['words']>) => new Set([...sentences].flat());
const sourceWords = wordsOf(sentencesOf(source.train));
const targetWords = wordsOf(sentencesOf(target.train));

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const never = Array.from({ length: 200 }, (_, n) => `never${n}`);
/** Each word is a piece; those that no corpus has stand among the others. */
const pieces = [...special, ...never.slice(100), ...new Set([...sourceWords, ...targetWords]), ...never.slice(0, 100)];
const width = 8;
const table = 'pieceTable.rows';
const rowsOf = (weights: Readonly<Record<string, Weight>>) => {
  const { values = new Float32Array() } = weights[table] ?? {};
  return pieces.map((_, id) => [...values.subarray(id * width, (id + 1) * width)]);
};

/** The pieces whose rows differ. */
function movedBetween(before: Readonly<Record<string, Weight>>, after: Readonly<Record<string, Weight>>): string[] {
  const [old, fresh] = [rowsOf(before), rowsOf(after)];
  return pieces.filter((_, id) => `${old[id]}` !== `${fresh[id]}`).sort();
}

const withEnds = (words: ReadonlySet<string>) => [...words, '[CLS]', '[SEP]'].sort();

let engine: Engine;
let encoder: EncoderSummary;
let given: Readonly<Record<string, Weight>>;

beforeAll(async () => {
  ({ engine } = await testEnvironment({ source, target }, 'wasm'));
  const { facts: _, ...checkpoint } = readCheckpoint(savedFolder('bert'));
  const values = uniform(createRandom(1), pieces.length * width, 0.3);
  given = { ...checkpoint.weights, [table]: { shape: [pieces.length, width], values } };
  const files = writeCheckpoint({
    ...checkpoint,
    specification: { ...checkpoint.specification, vocabularySize: pieces.length },
    weights: given,
    texts: { 'tokenizer.files': wordPieceFiles(pieces) },
  });
  ({ encoder } = await engine.loadCheckpoint('bert', files));
});

const settings = { epochs: 2, patience: 2, batchSize: 16, learningRate: 0.01, weightDecay: 0.1 } as const;

const trained = (changes = {}) => beginningWith(encoder, training('bert-crf', { ...settings, ...changes }));

const beginning = (configuration: RunConfiguration): RunRequest => ({
  ...asking(configuration, 'source'),
  models: { encoder: encoder.id },
});

const run = (request: RunRequest) => engine.run(request, () => {});

async function weightsOf(model: string) {
  return unpackBundle('a.graft', await engine.exportModel(model)).weights;
}

describe('of the table of pieces', () => {
  it('a training moves the rows that its sentences use, and no bit of the others', async () => {
    const { model } = await run(beginning(trained()));
    expect(movedBetween(given, await weightsOf(model.id))).toEqual(withEnds(sourceWords));
  });

  it('an adaptation moves those of the target and of what is rehearsed, also such as the source never learned', async () => {
    const carrying = { ...trained(), carry: 20, importance: true };
    const { model } = await run(beginning(carrying));
    const before = await weightsOf(model.id);
    const tensors = memory().numTensors;
    const adapted = async (adaptation: Parameters<typeof adapting>[0]) => {
      const configuration = adapting(
        { newCategories: ['Product'], ...adaptation },
        { ...settings, optimizer: 'adamw' },
      );
      return weightsOf((await run(asking(configuration, 'target', model.id))).model.id);
    };
    expect([...targetWords].filter((word) => !sourceWords.has(word))).not.toEqual([]);
    expect(movedBetween(before, await adapted({}))).toEqual(withEnds(targetWords));
    expect(memory().numTensors).toBe(tensors);
    const all = await adapted({ ...{ rehearse: 1, imagine: 1, distil: 1, pull: 1, mix: true, consult: 0.3 } });
    const moved = movedBetween(before, all);
    expect(moved).toEqual(expect.arrayContaining(withEnds(targetWords)));
    expect(moved.filter((piece) => piece.startsWith('never'))).toEqual([]);
  }, 60_000);

  it('a pull holds each row at its own, by the importance of its own', async () => {
    const { model } = await run(beginning({ ...trained(), importance: true }));
    const { weights, importance = {} } = unpackBundle('a.graft', await engine.exportModel(model.id));
    const measured = wordsOf(sentencesOf(source.dev));
    expect(importance[table]?.shape).toEqual([pieces.length, 1]);
    expect(pieces.filter((_, id) => (importance[table]?.values[id] ?? 0) > 0).sort()).toEqual(withEnds(measured));
    /** How far each piece of the target is from where it was. */
    const moved = async (pull: number) => {
      const configuration = adapting({ newCategories: ['Product'], pull }, { ...settings, optimizer: 'adamw' });
      const after = rowsOf(await weightsOf((await run(asking(configuration, 'target', model.id))).model.id));
      const before = rowsOf(weights);
      const distances = pieces.map((piece, id): [string, number] => [
        piece,
        Math.hypot(...(before[id] ?? []).map((value, at) => value - (after[id]?.[at] ?? 0))),
      ]);
      return new Map(distances.filter(([piece]) => targetWords.has(piece)));
    };
    const [free, held] = [await moved(0), await moved(10_000)];
    for (const [piece, distance] of held) {
      const share = distance / (free.get(piece) ?? 0);
      const matters = importance[table]?.values[pieces.indexOf(piece)] ?? 0;
      if (matters > 0.01) expect(share, piece).toBeLessThan(0.2);
      if (matters === 0) expect(share, piece).toBeGreaterThan(0.5);
    }
    expect([...held.keys()].filter((piece) => !measured.has(piece))).not.toEqual([]);
  }, 60_000);

  it('tasks that share the encoder move the rows of all of them', async () => {
    const { task: _, ...common } = trained();
    const configuration = { ...common, task: 'joint', joint: defaultJointLearning } as const;
    const { model } = await run({
      ...beginning(configuration),
      corpora: { target: { id: 'target', revision: 1 }, sources: [{ id: 'source', revision: 1 }] },
    });
    const both = new Set([...sourceWords, ...targetWords]);
    expect(movedBetween(given, await weightsOf(model.id))).toEqual(withEnds(both));
  });

  it.each([{ frozenLayers: 1 }, { loraRank: 2 }])('nothing moves with %o', async (changes) => {
    const { model } = await run(beginning(trained(changes)));
    expect(movedBetween(given, await weightsOf(model.id))).toEqual([]);
  });

  it('a run that was cut off goes on with the same bits, and its journal holds what learns alone', async () => {
    const request = beginning(trained({ epochs: 3 }));
    const journals: Uint8Array[] = [];
    const save = async (bytes: Uint8Array) => {
      journals.push(bytes.slice());
    };
    const whole = await engine.run(request, () => {}, { journal: null, inputs: {}, save });
    const [, second = new Uint8Array()] = journals;
    const again = await engine.run(request, () => {}, { journal: second, inputs: {}, save: async () => {} });
    const weights = await weightsOf(whole.model.id);
    expect(await weightsOf(again.model.id)).toEqual(weights);
    // Parameters, the best of them and the moments, each without the rows of the words that never were.
    const learning = Object.values(weights).reduce((sum, { values }) => sum + values.length, 0) - never.length * width;
    expect(second.length).toBeLessThan(4.2 * 4 * learning + 60_000);
  });
});

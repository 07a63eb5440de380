/**
 * Which layer of a network lies how deep is a fact that its parts declare; a rate that falls from layer to layer goes by it.
 */
import type { Variable } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { onEachBackend } from '../kernels/testing.ts';
import { architectures, checkpointArchitectures } from '../protocol/architectures.ts';
import { commonSettings } from '../protocol/settings.ts';
import { Optimizer } from '../training/optimizer.ts';
import { parameterGroups } from '../training/rates.ts';
import type { Tagger } from './tagger.ts';
import { knownExamples, singleTag, smallTagger } from './testing.ts';

const sentences = [
  ['Ada', 'moved', 'to', 'Velby'],
  ['the', 'router', 'is', 'broken'],
];

const everyArchitecture = [...architectures, ...checkpointArchitectures];
const transformer = [
  ['layers.1'],
  ['layers.0'],
  ['pieceTable', 'positionTable', 'typeTable', 'embeddingNorm', 'embeddingProjection'],
];

/** From the output down. */
const layers: Readonly<Record<string, readonly (readonly string[])[]>> = {
  blstm: [['outputLayer'], ['wordLayer'], ['characterLayer'], ['wordTable', 'characterTable']],
  'bilstm-crf': [['outputLayer', 'transitions'], ['wordLayer'], ['characterLayer'], ['wordTable', 'characterTable']],
  seq2seq: [
    ['outputLayer'],
    ['labelLayer', 'decoder', 'bridge'],
    ['wordLayer'],
    ['characterLayer'],
    ['wordTable', 'characterTable'],
  ],
  'bilstm-cnn': [
    ['outputLayer.forward', 'outputLayer.backward'],
    ['wordLayer2'],
    ['wordLayer'],
    ['characterLayer'],
    ['wordTable', 'characterTable', 'characterTypeTable', 'capitalisationTable'],
  ],
  'hierarchical-gru': [
    ['outputLayer', 'transitions'],
    ['wordLayer2'],
    ['wordLayer1'],
    ['characterLayer2'],
    ['characterLayer1'],
    ['wordTable', 'characterTable'],
  ],
  'bert-tagger': [['outputLayer'], ...transformer],
  'bert-crf': [['outputLayer', 'transitions'], ...transformer],
  'bert-laner': [['outputLayer'], ['labelTable', 'labelEncoder', 'labelBackground', 'labelContext'], ...transformer],
  laner: [
    ['outputLayer'],
    ['labelTable', 'labelEncoder', 'labelBackground', 'labelContext'],
    ['wordLayer'],
    ['characterLayer'],
    ['wordTable', 'characterTable'],
  ],
};

function taggerOf(name: string): Tagger {
  return smallTagger(name, { sentences, ...(name === 'bilstm-cnn' && { sizes: { wordLayers: 2 } }) });
}

const valuesOf = async (variable: Variable) => Float32Array.from((await variable.data()) as Float32Array);

/** How far one step of plain SGD moves each number, by parameter. */
async function movedBy(name: string, layerDecay: number): Promise<Map<string, Float32Array>> {
  const tagger = taggerOf(name);
  const settings = { ...commonSettings, optimizer: 'sgd', momentum: 0, clip: 1e6, layerDecay } as const;
  const before = new Map<string, Float32Array>();
  for (const [key, variable] of Object.entries(tagger.parameters)) before.set(key, await valuesOf(variable));
  const optimizer = new Optimizer(
    parameterGroups(tagger, settings, () => 8),
    settings,
  );
  const examples = knownExamples(tagger, sentences, (word) => (word === 'Ada' ? singleTag(tagger, 'Person') : 'O'));
  optimizer.step(() => tagger.loss(examples, null)).dispose();
  const moved = new Map<string, Float32Array>();
  for (const [key, variable] of Object.entries(tagger.parameters)) {
    const after = await valuesOf(variable);
    const start = before.get(key) as Float32Array;
    moved.set(
      key,
      after.map((value, n) => value - (start[n] as number)),
    );
  }
  optimizer.dispose();
  tagger.dispose();
  return moved;
}

const distance = (values: Float32Array) => Math.hypot(...values);

onEachBackend(() => {
  test.each(everyArchitecture)('$name declares for every part that learns in which layer it lies', ({ name }) => {
    const tagger = taggerOf(name);
    expect(tagger.layers.map((parts) => parts.map(({ path }) => path).sort())).toEqual(
      layers[name]?.map((paths) => [...paths].sort()),
    );
    expect(new Set(tagger.depths.keys())).toEqual(new Set(Object.values(tagger.parameters)));
    tagger.dispose();
  });

  test.each(everyArchitecture)(
    'one step moves a layer of the $name by its factor of what it would move',
    async ({ name }) => {
      const [alike, falling] = [await movedBy(name, 1), await movedBy(name, 0.5)];
      let compared = 0;
      for (const [depth, paths] of (layers[name] ?? []).entries()) {
        for (const [key, moved] of alike) {
          if (!paths.some((path) => key.startsWith(`${path}.`))) continue;
          const whole = distance(moved);
          expect(whole, key).toBeGreaterThan(1e-4);
          expect(distance(falling.get(key) as Float32Array) / whole, key).toBeCloseTo(0.5 ** depth, 2);
          compared++;
        }
      }
      expect(compared).toBe(alike.size);
    },
  );
});

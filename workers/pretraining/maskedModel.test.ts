/** Loss and every gradient beside transformers: test/parity/make_masked.py. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Scalar, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { readCheckpoint } from '../checkpoint/readCheckpoint.ts';
import { maskedFamilyOf } from '../checkpoint/writeCheckpoint.ts';
import { expectClose, onEachBackend } from '../kernels/testing.ts';
import { disposeParts, parametersOf } from '../layers/part.ts';
import { packedRows } from '../text/packedPieces.ts';
import { createRandom } from '../text/random.ts';
import { gradientsOf } from '../training/gradients.ts';
import { MaskedModel } from './maskedModel.ts';

const fixtures = new URL('../../test/parity/fixtures/masked/', import.meta.url);

/** The folder as it is, or with the gradients in the place of the weights. */
function checkpointOf(family: string, numbers: 'model' | 'gradients') {
  const folder = new URL(`${family}/`, fixtures);
  const files = readdirSync(folder)
    .filter((path) => path === `${numbers}.safetensors` || !path.endsWith('.safetensors'))
    .map((path) => ({
      path: path.replace('gradients', 'model'),
      bytes: new Uint8Array(readFileSync(new URL(path, folder))),
    }));
  const { specification, weights, texts, masked } = readCheckpoint(files);
  return { specification, texts, masked, all: { ...weights, ...masked?.weights } };
}

interface Batch {
  readonly sequences: readonly (readonly number[])[];
  readonly rows: readonly number[];
  readonly gold: readonly number[];
  readonly loss: number;
}

function maskedPassages({ sequences, rows, gold }: Batch) {
  const starts = [0];
  for (const { length } of sequences) starts.push((starts.at(-1) as number) + length);
  const positions = sequences.flatMap((ids) => [...ids.keys()]);
  const packed = {
    ...packedRows(sequences.flat(), positions),
    starts: Int32Array.from(starts),
    time: 0,
    firstRows: new Int32Array(0),
  };
  return { packed, rows: Int32Array.from(rows), gold: Int32Array.from(gold) };
}

onEachBackend(() => {
  test.each(['bert', 'roberta', 'distilbert', 'electra', 'modernbert'])(
    'loss and every gradient are those of transformers: %s',
    async (family) => {
      const { specification, texts, masked, all } = checkpointOf(family, 'model');
      expect(masked?.activation).toBe(maskedFamilyOf(specification, texts).form.activation);
      const head = { activation: masked?.activation ?? 'gelu', denseBias: 'maskedHead.dense.bias' in all };
      const model = MaskedModel.create({ specification, given: { texts, weights: all }, head }, createRandom(1));
      const batch = JSON.parse(readFileSync(new URL(`${family}/batch.json`, fixtures), 'utf8')) as Batch;
      const parameters = parametersOf(model);
      expect(Object.keys(parameters).sort()).toEqual(Object.keys(all).sort());
      const results = tidy(() => {
        const mode = { rate: 0, random: createRandom(1) };
        const { value, gradients } = gradientsOf(
          [() => model.loss(maskedPassages(batch), mode) as Scalar],
          Object.values(parameters),
        );
        return [value, ...Object.values(parameters).map((variable) => gradients.get(variable)?.gradient)];
      });
      const [loss, ...found] = results;
      expectClose((await loss?.data()) ?? [], [batch.loss], 1e-4, 'loss');
      const expected = checkpointOf(family, 'gradients').all;
      for (const [index, name] of Object.keys(parameters).entries()) {
        expectClose((await found[index]?.data()) ?? [], expected[name]?.values ?? [], 1e-3, name);
      }
      for (const each of results) each?.dispose();
      disposeParts([model]);
    },
  );
});

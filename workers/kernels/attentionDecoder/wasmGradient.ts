/**
 * The attention decoder's backward pass in our WASM module (../wasm/assembly/attentionDecoderGradient.ts). The chunks'
 * gradients of the weights are added up in the order of the chunks.
 */
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { type Parameter, runChunks, workspace } from '../wasm/chunks.ts';
import { addressOf, callExport, callNumber, makeOutput, withWorkspace } from '../wasm/module.ts';
import { decoderShape } from './shape.ts';
import { type Inputs, operands, operationsOf, partOf, sequencesOf } from './wasmChunks.ts';

export function decoderGradientWasm(given: NamedTensorInfoMap): TensorInfo[] {
  const inputs = given as Inputs;
  const shape = decoderShape((name) => (inputs[name] as TensorInfo).shape);
  const { time, features, hidden, attention } = shape;
  const like = (name: string) => makeOutput((inputs[name] as TensorInfo).shape);
  const [ofFeatures, ofLabels, ofInitial] = [like('features'), like('labels'), like('initialState')];
  const ofWeights = [like('featureWeights'), like('stateWeights'), like('scoreWeights')];
  const sizes = ofWeights.map((tensor) => tensor.shape.reduce((product, side) => product * side, 1));
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const parts = sequencesOf(shape);
  withWorkspace(4 * all * parts.length, (address) => {
    const chunks = parts.map((sequences, chunk) => {
      let at = address + 4 * all * chunk;
      const results = sizes.map((size) => {
        at += 4 * size;
        return at - 4 * size;
      });
      const { count } = sequences;
      const parameters: Parameter[] = [
        ...operands(inputs, sequences),
        ...['projected', 'steps', 'shares', 'states', 'statesGradient'].map((name) =>
          partOf(inputs[name] as TensorInfo, sequences),
        ),
        ...[ofFeatures, ofLabels, ofInitial].map((tensor) => partOf(tensor, sequences)),
        ...results,
        workspace(callNumber('decoderGradientBytes', count, time, features, hidden, attention)),
        ...[count, time, features, hidden, attention],
      ];
      return { name: 'decoderGradient', parameters };
    });
    runChunks(chunks, 2 * operationsOf(shape));
    let from = address;
    for (const [chunk] of parts.entries()) {
      ofWeights.forEach((tensor, n) => {
        const size = sizes[n] as number;
        callExport('gatherRows', [addressOf(tensor), 4 * size, from, 1, size, Number(chunk > 0)]);
        from += 4 * size;
      });
    }
  });
  const [ofFeatureWeights, ofStateWeights, ofScoreWeights] = ofWeights as [TensorInfo, TensorInfo, TensorInfo];
  return [ofFeatures, ofLabels, ofFeatureWeights, ofStateWeights, ofScoreWeights, ofInitial];
}

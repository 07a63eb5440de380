/** The attention decoder's forward passes in our WASM module (../wasm/assembly/attentionDecoder.ts). */
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { type Parameter, runChunks, workspace } from '../wasm/chunks.ts';
import { addressOf, callNumber, makeOutput } from '../wasm/module.ts';
import { decoderShape } from './shape.ts';
import { cacheShapes, type Inputs, operands, operationsOf, partOf, sequencesOf } from './wasmChunks.ts';

/** A buffer for the sequences of a chunk, in the place of a tensor [batch, …]. */
const insteadOf = ([, ...rest]: readonly number[], count: number) =>
  workspace(4 * count * rest.reduce((product, side) => product * side, 1));

/** Without differentiation there is no cache. */
export function decoderForwardWasm(given: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const inputs = given as Inputs;
  const shape = decoderShape((name) => (inputs[name] as TensorInfo).shape);
  const { batch, time, features, hidden, attention } = shape;
  const states = makeOutput([batch, time, hidden]);
  const caches = cacheShapes(shape).map((each) => makeOutput(attributes.differentiated ? each : [0]));
  const chunks = sequencesOf(shape).map((sequences) => {
    const { count } = sequences;
    const parameters: Parameter[] = [
      ...operands(inputs, sequences),
      partOf(inputs.labels as TensorInfo, sequences),
      ...caches.map((cache, n) =>
        attributes.differentiated ? partOf(cache, sequences) : insteadOf(cacheShapes(shape)[n] as number[], count),
      ),
      partOf(states, sequences),
      workspace(callNumber('decoderForwardBytes', count, time, features, hidden, attention, 0)),
      ...[count, time, features, hidden, attention],
    ];
    return { name: 'decoderForward', parameters };
  });
  runChunks(chunks, operationsOf(shape));
  return [states, ...caches];
}

export function decoderTagsWasm(given: NamedTensorInfoMap): TensorInfo[] {
  const inputs = given as Inputs;
  const shape = decoderShape((name) => (inputs[name] as TensorInfo).shape);
  const { batch, time, features, hidden, attention } = shape;
  const [tagCount] = (inputs.outputBias as TensorInfo).shape as [number];
  const tags = makeOutput([batch, time], 'int32');
  const probabilities = makeOutput([batch, time]);
  const chunks = sequencesOf(shape).map((sequences) => {
    const { count } = sequences;
    const parameters: Parameter[] = [
      ...operands(inputs, sequences),
      ...['labelInputs', 'outputWeights', 'outputBias', 'allowed'].map((name) => addressOf(inputs[name] as TensorInfo)),
      partOf(tags, sequences),
      partOf(probabilities, sequences),
      ...[...cacheShapes(shape), [batch, time, hidden]].map((each) => insteadOf(each, count)),
      workspace(callNumber('decoderForwardBytes', count, time, features, hidden, attention, tagCount)),
      ...[count, time, features, hidden, attention, tagCount],
    ];
    return { name: 'decoderTags', parameters };
  });
  runChunks(chunks, operationsOf(shape));
  return [tags, probabilities];
}

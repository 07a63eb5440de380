/**
 * Beam search for the attention decoder, by its definition in plain loops: the same on every backend, and a beam is asked
 * for where quality matters more than time.
 */
import type { DecoderWeights, TagInputs } from '../kernels/attentionDecoder/operation.ts';
import { decoderTags } from '../kernels/attentionDecoder/reference.ts';
import { decoderShape } from '../kernels/attentionDecoder/shape.ts';
import type { Decoded } from './output.ts';

type Inputs = DecoderWeights & TagInputs;

export async function beamSearch(inputs: Inputs, beamWidth: number): Promise<Decoded> {
  const floats = async (name: keyof Inputs) => (await inputs[name].data()) as Float32Array;
  const arrays = {
    features: await floats('features'),
    lengths: Int32Array.from(await inputs.lengths.data()),
    featureWeights: await floats('featureWeights'),
    stateWeights: await floats('stateWeights'),
    scoreWeights: await floats('scoreWeights'),
    initialState: await floats('initialState'),
  };
  const output = {
    labelInputs: await floats('labelInputs'),
    outputWeights: await floats('outputWeights'),
    outputBias: await floats('outputBias'),
    allowed: await floats('allowed'),
  };
  return decoderTags(
    decoderShape((name) => inputs[name as keyof Inputs].shape),
    arrays,
    output,
    beamWidth,
  );
}

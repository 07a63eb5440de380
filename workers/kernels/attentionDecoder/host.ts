/**
 * The attention decoder's kernels on cpu, and on wasm until the WASM module is loaded: its reference over the tensors'
 * own arrays. Its backward pass works the forward pass out anew, so there is no cache.
 */
import { floatOutput, type HostInputs, integerOutput, registerHostKernel } from '../host.ts';
import { DECODER, DECODER_GRADIENT, DECODER_TAGS } from './operation.ts';
import { type DecoderArrays, decoderForward, decoderGradient, decoderTags } from './reference.ts';
import { decoderShape } from './shape.ts';
import { decoderForwardWasm, decoderTagsWasm } from './wasmForward.ts';
import { decoderGradientWasm } from './wasmGradient.ts';

const arraysOf = ({ floats, integers }: HostInputs): DecoderArrays => ({
  features: floats('features'),
  lengths: integers('lengths'),
  featureWeights: floats('featureWeights'),
  stateWeights: floats('stateWeights'),
  scoreWeights: floats('scoreWeights'),
  initialState: floats('initialState'),
});

export function registerAttentionDecoderHostKernels(): void {
  registerHostKernel(
    DECODER,
    (inputs) => {
      const shape = decoderShape(inputs.shape);
      const states = decoderForward(shape, arraysOf(inputs), inputs.floats('labels'));
      const empty = () => floatOutput([0], new Float32Array());
      return [floatOutput([shape.batch, shape.time, shape.hidden], states), empty(), empty(), empty()];
    },
    decoderForwardWasm,
  );
  registerHostKernel(
    DECODER_GRADIENT,
    (inputs) => {
      const shape = decoderShape(inputs.shape);
      const [labels, upstream] = [inputs.floats('labels'), inputs.floats('statesGradient')];
      const gradients = decoderGradient(shape, arraysOf(inputs), labels, upstream);
      const { features, featureWeights, stateWeights, scoreWeights, initialState } = gradients;
      return [
        floatOutput(inputs.shape('features'), features),
        floatOutput(inputs.shape('labels'), gradients.labels),
        floatOutput(inputs.shape('featureWeights'), featureWeights),
        floatOutput(inputs.shape('stateWeights'), stateWeights),
        floatOutput(inputs.shape('scoreWeights'), scoreWeights),
        floatOutput(inputs.shape('initialState'), initialState),
      ];
    },
    decoderGradientWasm,
  );
  registerHostKernel(
    DECODER_TAGS,
    (inputs) => {
      const shape = decoderShape(inputs.shape);
      const { tags, probabilities } = decoderTags(shape, arraysOf(inputs), {
        labelInputs: inputs.floats('labelInputs'),
        outputWeights: inputs.floats('outputWeights'),
        outputBias: inputs.floats('outputBias'),
        allowed: inputs.floats('allowed'),
      });
      const cells = [shape.batch, shape.time];
      return [integerOutput(cells, tags), floatOutput(cells, probabilities)];
    },
    decoderTagsWasm,
  );
}

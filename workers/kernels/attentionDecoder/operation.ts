/**
 * The aligned attention decoder (paper 0, section 4.3) over a padded batch as one operation: reference.ts says what it
 * computes. Step by step in stock operations it would be some 20 kernel launches for every token of the longest sentence.
 */
import { engine, type Tensor, type Tensor1D, type Tensor2D, type Tensor3D, util } from '@tensorflow/tfjs-core';
import { runDifferentiable } from '../severalGradients.ts';

/**
 * Inputs: those of {@link DecoderInputs} under the same names. Outputs: `states` [batch, time, hidden], and `projected`,
 * `steps` and `shares`, which the same backend's gradient kernel reads; a backend chooses their shapes and contents.
 */
export const DECODER = 'GraftAttentionDecoder';
/**
 * Inputs: those above, the outputs above and `statesGradient` [batch, time, hidden]. Outputs: the gradients of
 * `features`, `labels`, `featureWeights`, `stateWeights`, `scoreWeights` and `initialState`.
 */
export const DECODER_GRADIENT = 'GraftAttentionDecoderGradient';
/**
 * Inputs: those of {@link DecoderInputs} but the labels, and those of {@link TagInputs}. Outputs: `tags` int32 [batch,
 * time] and `probabilities` [batch, time]; padding holds anything.
 */
export const DECODER_TAGS = 'GraftAttentionDecoderTags';

export interface DecoderWeights {
  features: Tensor3D; // [batch, time, features]; padding may hold anything, NaN included
  lengths: Tensor1D; // int32 [batch], each 0 to time
  featureWeights: Tensor2D; // [features, 8·hidden + attention]
  stateWeights: Tensor2D; // [hidden, 4·hidden + attention]
  scoreWeights: Tensor1D; // [attention]
  initialState: Tensor2D; // [batch, hidden]
}

export interface DecoderInputs extends DecoderWeights {
  /** The gates of the label before each token, with the bias, [batch, time, 4·hidden]; padding may hold anything. */
  labels: Tensor3D;
}

export interface TagInputs {
  labelInputs: Tensor2D; // [1 + tags, 4·hidden]: the gates of the start, then of each label
  outputWeights: Tensor2D; // [hidden, tags]
  outputBias: Tensor1D; // [tags]
  /** 1 where a tag may follow, else 0, [tags + 2, tags]: at the start, after each tag; last, whether it may be the end. */
  allowed: Tensor2D;
}

/** In the order of the gradient kernel's outputs. */
const differentiableInputs = [
  'features',
  'labels',
  'featureWeights',
  'stateWeights',
  'scoreWeights',
  'initialState',
] as const;

/**
 * The decoder's states where the labels are known [batch, time, hidden], zero on padding. Differentiable in everything
 * but the lengths. Throws where shapes do not agree.
 */
export function attentionDecoder({ lengths, ...inputs }: DecoderInputs): Tensor3D {
  checkShapes({ lengths, ...inputs });
  const names = [...differentiableInputs, 'lengths', 'states', 'projected', 'steps', 'shares'] as const;
  const [states] = runDifferentiable({
    inputs,
    forward: (save) => {
      const attributes = { differentiated: engine().state.activeTape != null };
      const outputs = engine().runKernel(DECODER, { ...inputs, lengths }, attributes) as unknown as Tensor[];
      save([...differentiableInputs.map((name) => inputs[name]), lengths, ...outputs]);
      return outputs.slice(0, 1);
    },
    backward: ([statesGradient], saved) => {
      const given = Object.fromEntries(names.map((name, n) => [name, saved[n] as Tensor]));
      given.statesGradient = statesGradient as Tensor;
      const gradients = engine().runKernel(DECODER_GRADIENT, given) as unknown as Tensor[];
      return Object.fromEntries(differentiableInputs.map((name, n) => [name, gradients[n] as Tensor]));
    },
  });
  return states as Tensor3D;
}

/**
 * The likeliest allowed tag at each step, given those chosen before it, of a whole batch → `tags` int32 [batch, time], and
 * each one's probability among all tags [batch, time]. Padding holds anything. Where a step allows no tag it allows all.
 */
export function attentionDecoderTags(inputs: DecoderWeights & TagInputs): { tags: Tensor2D; probabilities: Tensor2D } {
  checkShapes(inputs);
  checkTagShapes(inputs);
  const [tags, probabilities] = engine().runKernel(DECODER_TAGS, { ...inputs }) as unknown as [Tensor2D, Tensor2D];
  return { tags, probabilities };
}

function checkShapes(inputs: DecoderWeights & { labels?: Tensor3D }): void {
  const { features, labels, lengths, featureWeights, stateWeights, scoreWeights, initialState } = inputs;
  const [batch, time, size] = features.shape;
  const [hidden] = stateWeights.shape;
  const [attention] = scoreWeights.shape;
  util.assert(lengths.dtype === 'int32', () => `attentionDecoder: lengths must be int32, got ${lengths.dtype}`);
  const pairs: [number[], number[]][] = [
    [lengths.shape, [batch]],
    [featureWeights.shape, [size, 8 * hidden + attention]],
    [stateWeights.shape, [hidden, 4 * hidden + attention]],
    [initialState.shape, [batch, hidden]],
    ...(labels ? [[labels.shape, [batch, time, 4 * hidden]] as [number[], number[]]] : []),
  ];
  checkAll(inputs, pairs);
}

function checkTagShapes(inputs: DecoderWeights & TagInputs): void {
  const { stateWeights, labelInputs, outputWeights, outputBias, allowed } = inputs;
  const [hidden] = stateWeights.shape;
  const [tags] = outputBias.shape;
  checkAll(inputs, [
    [labelInputs.shape, [tags + 1, 4 * hidden]],
    [outputWeights.shape, [hidden, tags]],
    [allowed.shape, [tags + 2, tags]],
  ]);
}

function checkAll(inputs: object, pairs: readonly [number[], number[]][]): void {
  const message = () => {
    const each = Object.entries(inputs).map(([name, tensor]) => `${name} [${(tensor as Tensor).shape}]`);
    return `attentionDecoder: shapes do not agree: ${each.join(', ')}`;
  };
  for (const [shape, expected] of pairs) util.assert(util.arraysEqual(shape, expected), message);
}

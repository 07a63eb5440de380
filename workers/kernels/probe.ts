/**
 * Two checks of a backend before training: are its gradients reference, and how fast is it? With some graphics drivers
 * recurrent gradients are zeros without any error (tfjs issue 8590). Some software drivers report themselves as a GPU.
 */
import {
  add,
  grads,
  mul,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { scramble } from './dropout/reference.ts';
import { lstmFinal, lstmStates } from './lstm/operation.ts';
import { lstmForward, lstmGradient } from './lstm/reference.ts';
import type { RecurrentShape } from './recurrent/shape.ts';

/** Values in [−scale, scale), the same every time. */
function valuesOf(count: number, seed: number, scale: number): Float32Array {
  return Float32Array.from({ length: count }, (_, n) => scale * ((2 * scramble(n + seed * 0x10001)) / 2 ** 32 - 1));
}

interface Problem {
  readonly shape: RecurrentShape;
  readonly lengths: Int32Array;
  /** inputs, inputWeights, recurrentWeights, bias */
  readonly parts: readonly { readonly shape: number[]; readonly values: Float32Array }[];
  readonly statesWeights: Float32Array; // [batch, time, directions·hidden]
}

function problemOf(shape: RecurrentShape): Problem {
  const { batch, time, features, hidden, directions } = shape;
  const width = directions * hidden;
  const shapes = [[batch, time, features], [features, 4 * width], [directions, hidden, 4 * hidden], [4 * width]];
  const parts = shapes.map((partShape, n) => ({
    shape: partShape,
    values: valuesOf(
      partShape.reduce((product, size) => product * size),
      n,
      n === 0 ? 1 : 1 / Math.sqrt(hidden),
    ),
  }));
  const lengths = Int32Array.from({ length: batch }, (_, b) => Math.max(1, time - 2 * b));
  return { shape, lengths, parts, statesWeights: valuesOf(batch * time * width, 9, 1) };
}

/** The gradients of sum(states · weights) + sum(final) in inputs, input weights, recurrent weights and bias. */
function gradientsOf({ shape, lengths, parts, statesWeights }: Problem): Tensor[] {
  const { batch, time, hidden, directions } = shape;
  return tidy(() => {
    const weights = tensor(statesWeights, [batch, time, directions * hidden]);
    const steps = tensor(lengths, [batch], 'int32') as Tensor1D;
    const loss = (...given: Tensor[]) => {
      const [inputs, inputWeights, recurrentWeights, bias] = given as [Tensor3D, Tensor2D, Tensor3D, Tensor1D];
      const all = { inputs, lengths: steps, inputWeights, recurrentWeights, bias };
      return add(sum(mul(lstmStates(all), weights)), sum(lstmFinal(all)));
    };
    return grads(loss)(parts.map((part) => tensor(part.values, part.shape)));
  });
}

const partNames = ['inputs', 'input weights', 'recurrent weights', 'bias'] as const;

/**
 * Compares the current backend's gradients of a small two-directional LSTM with the reference's. Gives a description of
 * what is wrong, or null where every element is within a thousandth of the largest.
 */
export async function findWrongGradient(): Promise<string | null> {
  const problem = problemOf({ batch: 3, time: 7, features: 5, hidden: 6, directions: 2 });
  const { shape, lengths, parts, statesWeights } = problem;
  const [inputs, inputWeights, recurrentWeights, bias] = parts.map((part) => part.values) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const forward = lstmForward(shape, inputs, lengths, inputWeights, recurrentWeights, bias);
  const finalWeights = new Float32Array(shape.batch * shape.directions * shape.hidden).fill(1);
  const reference = lstmGradient(
    shape,
    inputs,
    lengths,
    inputWeights,
    recurrentWeights,
    forward,
    statesWeights,
    finalWeights,
  );
  const expected = [reference.inputs, reference.inputWeights, reference.recurrentWeights, reference.bias];
  const gradients = gradientsOf(problem);
  const actual = await Promise.all(gradients.map((gradient) => gradient.data()));
  for (const gradient of gradients) gradient.dispose();
  for (const [part, values] of expected.entries()) {
    const largest = values.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
    for (const [n, value] of values.entries()) {
      const got = (actual[part] as ArrayLike<number>)[n] as number;
      if (!(Math.abs(got - value) <= 1e-3 * largest)) {
        return `the gradient of an LSTM's ${partNames[part]} is ${got} where it should be ${value}`;
      }
    }
  }
  return null;
}

/** A backend with a slower warm-up is too slow: it is timed less often, since the user waits. */
const patienceMilliseconds = 400;
const timedMilliseconds = 120;

/**
 * Times a small training step on the current backend: a two-directional LSTM of 100 units over 16 sequences of up to 20
 * steps, forward and backward. Gives milliseconds, the best of several after a warm-up.
 */
export async function timeTrainingStep(): Promise<number> {
  const problem = problemOf({ batch: 16, time: 20, features: 100, hidden: 100, directions: 2 });
  const step = async () => {
    const begun = performance.now();
    const gradients = gradientsOf(problem);
    // Reading one gradient waits for all that was queued before it.
    await (gradients[3] as Tensor).data();
    for (const gradient of gradients) gradient.dispose();
    return performance.now() - begun;
  };
  const begun = performance.now();
  const first = await step();
  if (first > 2 * patienceMilliseconds) return first;
  let best = await step();
  if (first > patienceMilliseconds) return best;
  for (let n = 0; n < 6 && performance.now() - begun - first < timedMilliseconds; n++)
    best = Math.min(best, await step());
  return best;
}

/**
 * The dispatches of a transformer's training step from tfjs's own operations and its own Adam, on stock tfjs with WebGPU, in a
 * process of its own (see stock.ts). Prints one line of JSON: the counts by `countedLayers`.
 *
 *     node --import tsx bench/stockTransformer.ts
 */
import type { Scalar, Tensor, Tensor2D, Tensor3D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import { openNodeGpu } from '../cli/webgpu.ts';
import { countDispatches } from '../workers/kernels/dispatches.ts';
import { countedLayers, smallLayers } from './transformerLayers.ts';
import { tags } from './workload.ts';

await openNodeGpu();
// tfjs looks for the GPU at import.
const tf = await import('@tensorflow/tfjs');
await import('@tensorflow/tfjs-backend-webgpu');
if (!(await tf.setBackend('webgpu'))) throw new Error('tfjs could not start its webgpu backend.');

const { hidden, heads, inner, batch, pieces } = smallLayers;
const dropped = 0.1;
const drawn = (...shape: number[]) => tf.variable(tf.randomNormal(shape, 0, 0.02));
const denseOf = (inputs: number, outputs: number) => ({ weights: drawn(inputs, outputs), bias: drawn(outputs) });
const normOf = () => ({ gain: drawn(hidden), shift: drawn(hidden) });
const layerOf = () => ({
  ...{ query: denseOf(hidden, hidden), key: denseOf(hidden, hidden), value: denseOf(hidden, hidden) },
  ...{ attended: denseOf(hidden, hidden), attendedNorm: normOf() },
  ...{ wide: denseOf(hidden, inner), narrow: denseOf(inner, hidden), norm: normOf() },
});
type Dense = ReturnType<typeof denseOf>;
type Layer = ReturnType<typeof layerOf>;

const dense = (input: Tensor, { weights, bias }: Dense) =>
  tf.add(tf.matMul(input as Tensor2D, weights as unknown as Tensor2D), bias);

function norm(input: Tensor, { gain, shift }: ReturnType<typeof normOf>): Tensor {
  const { mean, variance } = tf.moments(input, -1, true);
  const scaled = tf.mul(tf.sub(input, mean), tf.rsqrt(tf.add(variance, 1e-12)));
  return tf.add(tf.mul(scaled, gain), shift);
}

const gelu = (input: Tensor) => tf.mul(tf.mul(input, 0.5), tf.add(tf.erf(tf.div(input, Math.SQRT2)), 1));

/** [batch · pieces, hidden] */
function through(states: Tensor, layer: Layer): Tensor {
  const inHeads = (given: Tensor) =>
    tf.transpose(tf.reshape(given, [batch, pieces, heads, hidden / heads]), [0, 2, 1, 3]);
  const [query, key, value] = [layer.query, layer.key, layer.value].map((each) => inHeads(dense(states, each)));
  const scores = tf.matMul(query as Tensor4D, key as Tensor4D, false, true);
  const shares = tf.dropout(tf.softmax(tf.mul(scores, 1 / Math.sqrt(hidden / heads))), dropped);
  const joined = tf.reshape(tf.transpose(tf.matMul(shares as Tensor4D, value as Tensor4D), [0, 2, 1, 3]), states.shape);
  const attended = norm(tf.add(tf.dropout(dense(joined, layer.attended), dropped), states), layer.attendedNorm);
  const wide = gelu(dense(attended, layer.wide));
  return norm(tf.add(tf.dropout(dense(wide, layer.narrow), dropped), attended), layer.norm);
}

const counts: number[] = [];
for (const count of countedLayers) {
  const [table, places, embeddingNorm, output] = [
    drawn(1000, hidden),
    drawn(pieces, hidden),
    normOf(),
    denseOf(hidden, tags.length),
  ];
  const layers = Array.from({ length: count }, layerOf);
  const ids = tf.zeros([batch * pieces], 'int32') as Tensor;
  const gold = tf.oneHot(tf.zeros([batch * pieces], 'int32'), tags.length);
  const optimizer = tf.train.adam(1e-4);
  const loss = () => {
    const looked = tf.reshape(tf.gather(table, ids as never), [batch, pieces, hidden]) as Tensor3D;
    const embedded = tf.reshape(tf.add(looked, places), [batch * pieces, hidden]);
    const states = layers.reduce(
      (below, layer) => through(below, layer),
      tf.dropout(norm(embedded, embeddingNorm), dropped),
    );
    return tf.losses.softmaxCrossEntropy(gold, dense(tf.dropout(states, dropped), output)) as Scalar;
  };
  const all = [{ table, places }, embeddingNorm, output, ...layers.flatMap((layer) => Object.values(layer))];
  const variables = all.flatMap((part) => Object.values(part)) as Variable[];
  const step = async () => {
    const value = optimizer.minimize(loss, true, variables);
    await value?.data();
    value?.dispose();
  };
  await step();
  counts.push((await countDispatches(step)).dispatches);
}
process.stdout.write(`${JSON.stringify(counts)}\n`, () => process.exit(0));

/**
 * The activations' kernels in our WASM module (../wasm/assembly/activation.ts). A chunk is some of the numbers, or of the
 * rows where there are gates. Every number is computed by itself, so the number of chunks changes no bit.
 */
import { type NamedAttrMap, type NamedTensorInfoMap, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { addressIn, type Chunk, chunksFor, rangesOf, runChunks } from '../wasm/chunks.ts';
import { makeOutput } from '../wasm/module.ts';
import { type ActivationAttributes, activatedShape, activationShape, kindNumber } from './operation.ts';

type Inputs = Readonly<Record<'x' | 'gradient', TensorInfo>>;

/** Of one number. */
const operationsOfOne = 30;

/** `tensors` are the operands in the order of the export's parameters. All are of x's shape, or of the output's. */
function run(
  name: string,
  { x, attributes }: { x: TensorInfo; attributes: NamedAttrMap },
  tensors: TensorInfo[],
): void {
  const { kind, gated } = attributes as unknown as ActivationAttributes;
  const { rows, width } = activationShape(x.shape, gated);
  const items = gated ? rows : width;
  if (items === 0) return;
  const operations = operationsOfOne * rows * width;
  const chunks = rangesOf(items, chunksFor(operations), gated ? 1 : 4).map(({ first, count }): Chunk => {
    const addresses = tensors.map((tensor) => addressIn(tensor, (first * util.sizeFromShape(tensor.shape)) / items));
    const sizes = gated ? [count, width] : [1, count];
    return { name, parameters: [...addresses, ...sizes, Number(gated), kindNumber(kind)] };
  });
  runChunks(chunks, operations);
}

export function activationForwardWasm(given: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { x } = given as Inputs;
  const { gated } = attributes as unknown as ActivationAttributes;
  const output = makeOutput(activatedShape(x.shape, gated));
  run('activationForward', { x, attributes }, [x, output]);
  return [output];
}

export function activationGradientWasm(given: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { x, gradient } = given as Inputs;
  const result = makeOutput(x.shape);
  run('activationGradient', { x, attributes }, [x, gradient, result]);
  return [result];
}

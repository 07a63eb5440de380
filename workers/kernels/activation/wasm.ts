/** The activations' kernels in our WASM module (../wasm/assembly/activation.ts). */
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { callKernel } from '../wasm/module.ts';
import { type ActivationAttributes, activatedShape, activationShape, kindNumber } from './operation.ts';

function sizesOf(shape: number[], attributes: NamedAttrMap): number[] {
  const { kind, gated } = attributes as unknown as ActivationAttributes;
  const { rows, width } = activationShape(shape, gated);
  return [rows, width, Number(gated), kindNumber(kind)];
}

export function activationForwardWasm({ x }: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { shape } = x as TensorInfo;
  const { gated } = attributes as unknown as ActivationAttributes;
  const outputs = [{ shape: activatedShape(shape, gated) }];
  return callKernel({ name: 'activationForward', inputs: [x], outputs, sizes: sizesOf(shape, attributes) });
}

export function activationGradientWasm({ x, gradient }: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { shape } = x as TensorInfo;
  const sizes = sizesOf(shape, attributes);
  return callKernel({ name: 'activationGradient', inputs: [x, gradient], outputs: [{ shape }], sizes });
}

/** Dropout in our WASM module (../wasm/assembly/dropout.ts), a call for each part. */
import { type NamedAttrMap, type NamedTensorInfoMap, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { callKernel } from '../wasm/module.ts';
import { type DropoutAttributes, partNames } from './operation.ts';
import { maskKey, maskThreshold } from './reference.ts';

/** The parameters of a call: the part's sizes and its offset in the concatenated tensor, then the mask's. */
function sizesOf({ rate, seed, widths }: DropoutAttributes, rows: number, part: number): number[] {
  const sum = (some: readonly number[]) => some.reduce((total, width) => total + width, 0);
  const mask = [maskKey(seed), maskThreshold(rate), 1 / (1 - rate)];
  return [rows, widths[part] as number, sum(widths), sum(widths.slice(0, part)), ...mask];
}

export function dropoutWasm(inputs: NamedTensorInfoMap, given: NamedAttrMap): TensorInfo[] {
  const attributes = given as unknown as DropoutAttributes;
  const { widths } = attributes;
  const outer = (inputs.part0 as TensorInfo).shape.slice(0, -1);
  const rows = util.sizeFromShape(outer);
  const results: TensorInfo[] = [];
  partNames(widths.length).forEach((name, part) => {
    const outputs = part === 0 ? [{ shape: [...outer, widths.reduce((sum, width) => sum + width, 0)] }] : [];
    const sizes = [...sizesOf(attributes, rows, part), 1];
    results.push(...callKernel({ name: 'dropout', inputs: [inputs[name], ...results], outputs, sizes }));
  });
  return results;
}

export function dropoutGradientWasm({ gradient }: NamedTensorInfoMap, given: NamedAttrMap): TensorInfo[] {
  const attributes = given as unknown as DropoutAttributes;
  const outer = (gradient as TensorInfo).shape.slice(0, -1);
  const rows = util.sizeFromShape(outer);
  return attributes.widths.flatMap((width, part) => {
    const sizes = [...sizesOf(attributes, rows, part), 0];
    return callKernel({ name: 'dropout', inputs: [gradient], outputs: [{ shape: [...outer, width] }], sizes });
  });
}

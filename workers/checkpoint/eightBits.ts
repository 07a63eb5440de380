/**
 * Numbers of eight bits with a scale for each row, in the form that the package compressed-tensors gave its name to: with it
 * transformers reads them, and without it refuses them by what config.json says.
 */
import { inBytes } from '../text/byteRows.ts';
import type { Tensor } from '../text/safetensors.ts';

type Stored = readonly [name: string, tensor: Tensor | Tensor<Int8Array>];

/** A matrix or a table as whole numbers, and its scales beside it; a vector as it is. */
export function inEightBits([name, tensor]: readonly [name: string, tensor: Tensor]): Stored[] {
  const { shape, values } = tensor;
  if (shape.length < 2) return [[name, tensor]];
  const { bytes, scales } = inBytes(values, shape, 0);
  return [
    [name, { shape, values: bytes }],
    [`${name}_scale`, { shape: [scales.length, 1], values: scales }],
  ];
}

const form = 'int-quantized';

/** What config.json says of them. What this project does not write, the pooler and the tied output, is left aside. */
export const eightBitsConfig = {
  quant_method: 'compressed-tensors',
  format: form,
  quantization_status: 'compressed',
  config_groups: {
    group_0: {
      format: form,
      targets: ['Linear', 'Embedding'],
      weights: { num_bits: 8, type: 'int', symmetric: true, strategy: 'channel', dynamic: false },
    },
  },
  ignore: ['re:.*pooler.*', 're:.*decoder$', 're:.*vocab_projector$', 're:.*generator_lm_head$'],
};

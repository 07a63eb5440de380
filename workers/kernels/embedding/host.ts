/** The embedding's kernels on cpu and wasm: the reference over the tensors' own arrays. */
import { floatOutput, registerHostKernel } from '../host.ts';
import { EMBEDDING, EMBEDDING_GRADIENT, type EmbeddingAttributes } from './operation.ts';
import { embeddingForward, embeddingGradient } from './reference.ts';
import { embeddingForwardWasm, embeddingGradientWasm } from './wasm.ts';

export function registerEmbeddingHostKernels(): void {
  registerHostKernel(
    EMBEDDING,
    (inputs, attributes) => {
      const [rows, dimension] = inputs.shape('table') as [number, number];
      const ids = inputs.integers('ids');
      const { firstRow } = attributes as unknown as EmbeddingAttributes;
      const values = embeddingForward({ rows, dimension, count: ids.length, firstRow }, inputs.floats('table'), ids);
      return [floatOutput([...inputs.shape('ids'), dimension], values)];
    },
    embeddingForwardWasm,
  );
  registerHostKernel(
    EMBEDDING_GRADIENT,
    (inputs) => {
      const dimension = inputs.shape('gradient').at(-1) as number;
      const [order, starts] = [inputs.integers('order'), inputs.integers('starts')];
      const values = embeddingGradient(dimension, inputs.floats('gradient'), order, starts);
      return [floatOutput([starts.length - 1, dimension], values)];
    },
    embeddingGradientWasm,
  );
}

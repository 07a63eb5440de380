/** The label-aware tags' kernel on cpu, and on wasm until the WASM module is loaded: its reference over the tensors' arrays. */
import { floatOutput, integerOutput, registerHostKernel } from '../host.ts';
import { LABEL_AWARE_TAGS } from './operation.ts';
import { type LabelAwareArrays, labelAwareTagsReference } from './reference.ts';
import { labelAwareShape } from './shape.ts';
import { labelAwareTagsWasm } from './wasm.ts';

export function registerLabelAwareTagsHostKernels(): void {
  registerHostKernel(
    LABEL_AWARE_TAGS,
    ({ names, has, shape: shapeOf, floats, integers }) => {
      const shape = labelAwareShape((name) => (has(name) ? shapeOf(name) : undefined));
      const arrays = names.filter((name) => name !== 'lengths').map((name) => [name, floats(name)]);
      const given = { ...Object.fromEntries(arrays), lengths: integers('lengths') } as LabelAwareArrays;
      const { tags, probabilities } = labelAwareTagsReference(shape, given);
      const cells = [shape.batch, shape.time];
      return [integerOutput(cells, tags), floatOutput(cells, probabilities)];
    },
    labelAwareTagsWasm,
  );
}

/** Every kind of output, and the one way from a specification to an output. */
import type { PartSource } from '../layers/part.ts';
import type { OutputSpecification, OutputSpecifications } from '../protocol/specification.ts';
import { AttentionDecoderOutput } from './attentionDecoder.ts';
import { CrfOutput } from './crf.ts';
import { DirectionalSoftmaxOutput } from './directionalSoftmax.ts';
import { LabelAwareOutput } from './labelAware.ts';
import type { Output } from './output.ts';
import { SoftmaxOutput } from './softmax.ts';

type OutputKind<Specification> = new (
  specification: Specification,
  categories: readonly string[],
  features: number,
  parts: PartSource,
  sharedFeatures: number,
) => Output;

const kinds: { readonly [Kind in keyof OutputSpecifications]: OutputKind<OutputSpecifications[Kind]> } = {
  softmax: SoftmaxOutput,
  crf: CrfOutput,
  'directional-softmax': DirectionalSoftmaxOutput,
  'attention-decoder': AttentionDecoderOutput,
  'label-aware': LabelAwareOutput,
};

/**
 * @param features numbers in one word's feature vector.
 * @param sharedFeatures how many of them, at the end, belong to neither direction of the encoder.
 */
export function createOutput(
  specification: OutputSpecification,
  categories: readonly string[],
  features: number,
  parts: PartSource,
  sharedFeatures: number,
): Output {
  const Kind = kinds[specification.kind] as OutputKind<OutputSpecification>;
  return new Kind(specification, categories, features, parts, sharedFeatures);
}

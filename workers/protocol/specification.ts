/**
 * What shapes a network and is fixed for its life: an encoder and an output, each of a kind with fields of its own. Any
 * encoder goes with any output. A new kind is one file beside the others and one line here.
 */
import { z } from 'zod';
import { bilstmEncoder } from './encoders/bilstm.ts';
import { bilstmCnnEncoder } from './encoders/bilstmCnn.ts';
import { hierarchicalGruEncoder } from './encoders/hierarchicalGru.ts';
import { type Field, type FieldValue, shapeOf, type ValuesOf } from './fields.ts';
import { attentionDecoderOutput } from './outputs/attentionDecoder.ts';
import { crfOutput } from './outputs/crf.ts';
import { directionalSoftmaxOutput } from './outputs/directionalSoftmax.ts';
import { labelAwareOutput } from './outputs/labelAware.ts';
import { softmaxOutput } from './outputs/softmax.ts';

export const encoderKinds = {
  bilstm: bilstmEncoder,
  'hierarchical-gru': hierarchicalGruEncoder,
  'bilstm-cnn': bilstmCnnEncoder,
} as const;
export const outputKinds = {
  softmax: softmaxOutput,
  crf: crfOutput,
  'directional-softmax': directionalSoftmaxOutput,
  'attention-decoder': attentionDecoderOutput,
  'label-aware': labelAwareOutput,
} as const;

type SpecificationsOf<Kinds extends Record<string, { fields: object }>> = {
  [Kind in keyof Kinds]: { readonly kind: Kind } & ValuesOf<Kinds[Kind]['fields']>;
};

export type EncoderSpecifications = SpecificationsOf<typeof encoderKinds>;
export type OutputSpecifications = SpecificationsOf<typeof outputKinds>;
export type EncoderSpecification = EncoderSpecifications[keyof EncoderSpecifications];
export type OutputSpecification = OutputSpecifications[keyof OutputSpecifications];

export interface ModelSpecification {
  readonly encoder: EncoderSpecification;
  readonly output: OutputSpecification;
}

type Kinds = Readonly<Record<string, { readonly fields: Readonly<Record<string, Field>> }>>;

function schemaOfKinds(kinds: Kinds): z.ZodType {
  const options = Object.entries(kinds).map(([kind, { fields }]) =>
    z.object({ kind: z.literal(kind), ...shapeOf(fields) }),
  );
  return z.discriminatedUnion('kind', options as unknown as [(typeof options)[number]]);
}

export const specificationSchema = z.object({
  encoder: schemaOfKinds(encoderKinds),
  output: schemaOfKinds(outputKinds),
}) as unknown as z.ZodType<ModelSpecification>;

/** The half of a specification that a field belongs to. */
export type SpecificationHalf = keyof ModelSpecification;

/** A field of a specification by its key: no key stands in both halves. */
export interface SpecificationField {
  readonly half: SpecificationHalf;
  readonly key: string;
  readonly field: Field;
  readonly value: FieldValue;
}

/** Every field of a specification with its value, the encoder's first. */
export function specificationFields({ encoder, output }: ModelSpecification): SpecificationField[] {
  const list = (half: SpecificationHalf, fields: Readonly<Record<string, Field>>, values: object) =>
    Object.entries(fields).map(([key, field]) => ({
      half,
      key,
      field,
      value: values[key as keyof typeof values] as FieldValue,
    }));
  return [
    ...list('encoder', encoderKinds[encoder.kind].fields, encoder),
    ...list('output', outputKinds[output.kind].fields, output),
  ];
}

/** The specification with one field changed. The value must be one that the field takes. */
export function withSpecified(
  specification: ModelSpecification,
  { half, key }: Pick<SpecificationField, 'half' | 'key'>,
  value: FieldValue,
): ModelSpecification {
  return { ...specification, [half]: { ...specification[half], [key]: value } };
}

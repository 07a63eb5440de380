/**
 * What shapes a network and is fixed for its life: an encoder and an output, each of a kind with fields of its own. Any
 * encoder goes with any output. A new kind is one file beside the others and one line here.
 */
import { z } from 'zod';
import { bilstmEncoder } from './encoders/bilstm.ts';
import { bilstmCnnEncoder } from './encoders/bilstmCnn.ts';
import { hierarchicalGruEncoder } from './encoders/hierarchicalGru.ts';
import { transformerEncoder } from './encoders/transformer.ts';
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
  transformer: transformerEncoder,
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
  /** A model that it asks as well; absent in most. No run chooses it: an adaptation joins the two when it has ended. */
  readonly consulted?: ConsultedModel | undefined;
}

/** A model within another one, which reads its scores and never teaches it. */
export interface ConsultedModel {
  /** Its output scores each tag by itself: what follows what is for the model that asks to weigh. */
  readonly specification: ModelSpecification;
  readonly categories: readonly string[];
  /** How much of each score was to be its own when the two were joined, 0 to below 1. */
  readonly share: number;
}

type Kinds = Readonly<Record<string, { readonly fields: Readonly<Record<string, Field>> }>>;

function schemaOfKinds(kinds: Kinds): z.ZodType {
  const options = Object.entries(kinds).map(([kind, { fields }]) =>
    z.object({ kind: z.literal(kind), ...shapeOf(fields) }),
  );
  return z.discriminatedUnion('kind', options as unknown as [(typeof options)[number]]);
}

const halves = { encoder: schemaOfKinds(encoderKinds), output: schemaOfKinds(outputKinds) };

/** What a run may ask for: a network by itself. */
export const specificationSchema = z.object(halves) as unknown as z.ZodType<ModelSpecification>;

/** What a model may be that was trained. */
export const trainedSpecificationSchema: z.ZodType<ModelSpecification> = z.object({
  ...halves,
  consulted: z
    .object({
      specification: z.lazy(() => trainedSpecificationSchema),
      categories: z.array(z.string().min(1)),
      share: z.number().min(0).lt(1),
    })
    .optional(),
}) as unknown as z.ZodType<ModelSpecification>;

/** The half of a specification that a field belongs to. */
export type SpecificationHalf = 'encoder' | 'output';

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

/** What the reader needs to know of a family of checkpoints. */
import { z } from 'zod';
import type { EncoderSpecifications } from '../protocol/specification.ts';
import { checkpointError } from './faults.ts';
import type { MaskedHeadForm } from './maskedHead.ts';
import type { TensorRule } from './rules.ts';

export type TransformerSpecification = EncoderSpecifications['transformer'];

export interface Family {
  /** As people write it. */
  readonly label: string;
  /** `model_type` in config.json. */
  readonly modelType: string;
  /** Before the tensors' names, where a head or another task was saved along. */
  readonly prefix: string;
  /** The beginning of the architectures' names, such as `Bert` of `BertForTokenClassification`. */
  readonly architecture: string;
  /** @throws GraftError where config.json lacks something, or asks for what is not known here. */
  specification(config: unknown): TransformerSpecification;
  /** config.json, as far as it says how the encoder is built. */
  config(specification: TransformerSpecification, padding: number): Record<string, unknown>;
  rules(specification: TransformerSpecification, config: unknown): readonly TensorRule[];
  /** The head of its masked language models. @param config where it is read; what is written anew has the family's usual one. */
  maskedHead(specification: TransformerSpecification, config?: unknown): MaskedHeadForm;
}

export const size = z.number().int().positive();

/** @throws GraftError that says which entry of config.json is missing or wrong. */
export function parseConfig<Value>(schema: z.ZodType<Value>, config: unknown): Value {
  const result = schema.safeParse(config);
  if (result.success) return result.data;
  throw checkpointError(
    'checkpoint-config',
    `It cannot be read: ${z.prettifyError(result.error)}.`,
    'damaged',
    'config.json',
  );
}

type Activation = TransformerSpecification['activation'];

const activations: Readonly<Record<string, Activation>> = {
  gelu: 'gelu',
  gelu_python: 'gelu',
  gelu_new: 'gelu-tanh',
  gelu_fast: 'gelu-tanh',
  gelu_pytorch_tanh: 'gelu-tanh',
  relu: 'relu',
  silu: 'silu',
  swish: 'silu',
};

/** @throws GraftError where it is none of those that are known. */
export function activationOf(name: string): Activation {
  const activation = Object.hasOwn(activations, name) ? activations[name] : undefined;
  if (activation) return activation;
  throw unsupported(`It activates by ${name}; known are ${Object.keys(activations).join(', ')}.`);
}

export function activationName(activation: Activation): string {
  return activation === 'gelu-tanh' ? 'gelu_pytorch_tanh' : activation;
}

export function unsupported(message: string) {
  return checkpointError('checkpoint-unsupported', message, 'unknown', 'config.json');
}

/** Every kind of encoder, and the one way from a specification to an encoder. */
import type { PartSource, Texts } from '../layers/part.ts';
import type { EncoderSpecification, EncoderSpecifications } from '../protocol/specification.ts';
import { bilstmCnnEncoder } from './bilstmCnnEncoder.ts';
import { bilstmEncoder } from './bilstmEncoder.ts';
import type { Encoder, EncoderKind, NewText, Sentences, VectorsWanted } from './encoder.ts';
import { hierarchicalGruEncoder } from './hierarchicalGruEncoder.ts';
import { transformerEncoder } from './transformerEncoder.ts';

const kinds: { readonly [Kind in keyof EncoderSpecifications]: EncoderKind<EncoderSpecifications[Kind]> } = {
  bilstm: bilstmEncoder,
  'hierarchical-gru': hierarchicalGruEncoder,
  'bilstm-cnn': bilstmCnnEncoder,
  transformer: transformerEncoder,
};

function kindOf({ kind }: EncoderSpecification): EncoderKind<EncoderSpecification> {
  return kinds[kind];
}

/** What a new encoder would have of a file of vectors; null where it has no use for them. */
export function vectorsWanted(specification: EncoderSpecification, sentences: Sentences): VectorsWanted | null {
  return kindOf(specification).vectorsWanted(specification, sentences);
}

export function createEncoder(specification: EncoderSpecification, text: NewText, parts: PartSource): Encoder {
  return kindOf(specification).create(specification, text, parts);
}

export function restoreEncoder(specification: EncoderSpecification, texts: Texts, parts: PartSource): Encoder {
  return kindOf(specification).restore(specification, texts, parts);
}

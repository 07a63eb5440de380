/** The transformer encoder. It comes with the next commits; until then there is its specification alone. */
import type { EncoderSpecifications } from '../protocol/specification.ts';
import type { EncoderKind } from './encoder.ts';

const missing = () => {
  throw new Error('The transformer encoder is not there yet.');
};

export const transformerEncoder: EncoderKind<EncoderSpecifications['transformer']> = {
  vectorsWanted: () => null,
  create: missing,
  restore: missing,
};

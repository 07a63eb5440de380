/** What shapes the BLSTM's output (paper 0): a softmax over the tags of each token by itself. */
import type { Fields } from '../fields.ts';
import { type OutputDeclaration, schemeField } from './scheme.ts';

export const softmaxOutput = {
  label: 'softmax',
  help: 'Each tag is chosen by itself.',
  accepts: { partial: true, soft: true, consulted: true },
  order: 'independent',
  fields: { scheme: schemeField } as const satisfies Fields,
} as const satisfies OutputDeclaration & { fields: Fields };

/** What shapes the BiLSTM-CNN's output (paper 2): a softmax for each direction, added up. */
import type { Fields } from '../fields.ts';
import { type OutputDeclaration, schemeField } from './scheme.ts';

export const directionalSoftmaxOutput = {
  label: 'softmax in each direction',
  help: 'Each tag is chosen by itself, by the forward and the backward direction together; its probability is the softmax of their sum.',
  accepts: { partial: true, soft: true, consulted: true },
  order: 'independent',
  fields: { scheme: schemeField } as const satisfies Fields,
} as const satisfies OutputDeclaration & { fields: Fields };

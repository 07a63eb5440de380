/** What shapes the BiLSTM-CRF's output (paper 1): a linear-chain CRF. */
import type { Fields } from '../fields.ts';
import { type OutputDeclaration, schemeField } from './scheme.ts';

export const crfOutput = {
  label: 'CRF',
  help: 'Weighs which tag may follow which.',
  accepts: { partial: true, soft: false },
  order: 'chain',
  fields: { scheme: schemeField } as const satisfies Fields,
} as const satisfies OutputDeclaration & { fields: Fields };

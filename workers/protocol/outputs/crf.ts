/** What shapes the CRF of papers 1 and 3, and what it is trained on. */
import type { Fields } from '../fields.ts';
import { type OutputDeclaration, schemeField } from './scheme.ts';

export const crfOutput = {
  label: 'CRF',
  help: 'Weighs which tag may follow which.',
  accepts: { partial: true, soft: true, consulted: true },
  order: 'chain',
  fields: {
    scheme: schemeField,
    objective: {
      kind: 'choice',
      label: 'Objective',
      help: 'What training makes likely: the right tags, or the right tags by a margin that grows with every wrong one.',
      default: 'likelihood',
      choices: [
        { value: 'likelihood', label: 'likelihood' },
        { value: 'margin', label: 'softmax margin' },
      ],
      paper: 'paper 3, section 3.4',
    },
  } as const satisfies Fields,
} as const satisfies OutputDeclaration & { fields: Fields };

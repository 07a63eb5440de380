/** How much of a corpus counts as labelled (paper 3, section 4.1), as terminal, form, link and schema take it. */
import type { NumberField } from './fields.ts';

export const labellingRateField = {
  kind: 'number',
  label: 'Labelling rate',
  help: 'How much of the training sentences is learned from, drawn by the seed: 0.1 is one in ten, as if the others had never been labelled.',
  default: 1,
  minimum: 0.0001,
  maximum: 1,
  paper: 'paper 3, section 4.1',
} as const satisfies NumberField;

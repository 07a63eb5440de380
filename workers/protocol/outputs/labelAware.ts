/** What shapes LANER's output (paper 4): each tag from the word, its sentence and all labels before it. */
import type { Fields } from '../fields.ts';
import { type OutputDeclaration, schemeField } from './scheme.ts';

export const labelAwareOutput = {
  label: 'label-aware softmax',
  help: 'Writes the tags from left to right: each from an attention over the sentence and one over all labels before it.',
  accepts: { partial: false, soft: false, consulted: false },
  order: 'autoregressive',
  fields: {
    scheme: { ...schemeField, default: 'iob2', paper: 'paper 4, section 3.1' },
    labelEmbedding: {
      kind: 'integer',
      label: 'Label embedding',
      help: 'Numbers that stand for a label, and size of the LSTM over the labels in each direction.',
      default: 100,
      minimum: 1,
      maximum: 1024,
      search: [10, 50, 100, 150, 200, 500, 1000],
      paper: 'paper 4, section 3.3 and Figure 3',
    },
    labelBackground: {
      kind: 'switch',
      label: 'Label background',
      help: 'Whether the labels before a word ask the whole sentence what it has for them.',
      default: true,
      paper: 'paper 4, Table 3 (LB)',
    },
    labelContext: {
      kind: 'switch',
      label: 'Label context',
      help: 'Whether a word asks all labels before it. With neither this nor the background, each tag is chosen by itself.',
      default: true,
      paper: 'paper 4, Table 3 (LC)',
    },
  } as const satisfies Fields,
} as const satisfies OutputDeclaration & { fields: Fields };

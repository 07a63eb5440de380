/** What shapes the encoder of papers 0 and 1: word embedding beside a character BiLSTM, then a word BiLSTM. */
import type { Fields } from '../fields.ts';
import { wordTextFields } from './wordText.ts';

const { characterEmbedding, wordEmbedding, digitsToZero, unknownWords } = wordTextFields;

export const bilstmEncoder = {
  label: 'BiLSTM',
  help: 'Reads words and their characters in both directions.',
  fields: {
    characterEmbedding,
    characterHidden: {
      kind: 'integer',
      label: 'Character hidden size',
      help: 'State of the character layer, in each direction.',
      default: 25,
      minimum: 1,
      maximum: 256,
      search: { from: 5, to: 25, step: 5 },
      paper: 'paper 0, Table 2',
    },
    wordEmbedding,
    wordHidden: {
      kind: 'integer',
      label: 'Word hidden size',
      help: 'State of the word layer, in each direction.',
      default: 128,
      minimum: 1,
      maximum: 1024,
      search: [64, 72, 128, 256, 512],
      paper: 'paper 0, Table 2',
    },
    digitsToZero,
    unknownWords,
  } as const satisfies Fields,
} as const;

/**
 * What shapes the encoder of paper 2: word embedding beside a convolution over characters and a capitalisation feature,
 * then word BiLSTMs. Sizes by default are Chiu and Nichols' (2016) for CoNLL-2003, whose network the paper takes.
 */
import type { Fields } from '../fields.ts';
import { wordTextFields } from './wordText.ts';

const { characterEmbedding, wordEmbedding, digitsToZero, unknownWords } = wordTextFields;

export const bilstmCnnEncoder = {
  label: 'BiLSTM-CNN',
  help: 'Reads words in both directions, and their characters by a convolution.',
  fields: {
    characterEmbedding,
    characterTypes: {
      kind: 'switch',
      label: 'Character types',
      help: 'Tells the convolution whether a character is upper case, lower case, punctuation or other.',
      default: true,
      paper: 'paper 2, Figure 2',
    },
    characterWindow: {
      kind: 'integer',
      label: 'Characters in a window',
      help: 'Neighbouring characters that a filter of the convolution sees at once.',
      default: 3,
      minimum: 1,
      maximum: 15,
      search: { from: 3, to: 9, step: 2 },
      paper: 'Chiu and Nichols 2016',
    },
    characterFilters: {
      kind: 'integer',
      label: 'Character filters',
      help: 'What the convolution looks for in a word: numbers that it makes of a spelling.',
      default: 53,
      minimum: 1,
      maximum: 512,
      search: { from: 15, to: 84, step: 1 },
      paper: 'Chiu and Nichols 2016',
    },
    capitalisation: {
      kind: 'switch',
      label: 'Capitalisation',
      help: 'Tells the word LSTM whether a word is in upper case, has an upper initial, is in lower case, mixed, or none of it.',
      default: true,
      paper: 'Chiu and Nichols 2016',
    },
    wordEmbedding,
    wordHidden: {
      kind: 'integer',
      label: 'Word hidden size',
      help: 'State of each word LSTM, in each direction.',
      default: 275,
      minimum: 1,
      maximum: 1024,
      search: { from: 100, to: 500, step: 25 },
      paper: 'Chiu and Nichols 2016',
    },
    wordLayers: {
      kind: 'integer',
      label: 'Word layers',
      help: 'Word LSTMs on top of each other; each reads both directions of the one below.',
      default: 1,
      minimum: 1,
      maximum: 4,
      search: [1, 2, 3, 4],
      paper: 'Chiu and Nichols 2016',
    },
    digitsToZero,
    unknownWords,
  } as const satisfies Fields,
} as const;

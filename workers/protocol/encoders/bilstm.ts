/** What shapes the encoder of papers 0 and 1: word embedding beside a character BiLSTM, then a word BiLSTM. */
import type { Fields } from '../fields.ts';

export const bilstmEncoder = {
  label: 'BiLSTM',
  help: 'Reads words and their characters in both directions.',
  fields: {
    characterEmbedding: {
      kind: 'integer',
      label: 'Character embedding',
      help: 'Numbers that stand for one character.',
      default: 25,
      minimum: 1,
      maximum: 512,
      paper: 'paper 1, section 4.2',
    },
    characterHidden: {
      kind: 'integer',
      label: 'Character hidden size',
      help: 'State of the character LSTM, in each direction.',
      default: 25,
      minimum: 1,
      maximum: 256,
      search: { from: 5, to: 25, step: 5 },
      paper: 'paper 0, Table 2',
    },
    wordEmbedding: {
      kind: 'integer',
      label: 'Word embedding',
      help: 'Numbers that stand for one word where no vectors are given; vectors bring their own size.',
      default: 50,
      minimum: 1,
      maximum: 1024,
    },
    wordHidden: {
      kind: 'integer',
      label: 'Word hidden size',
      help: 'State of the word LSTM, in each direction.',
      default: 128,
      minimum: 1,
      maximum: 1024,
      search: [64, 72, 128, 256, 512],
      paper: 'paper 0, Table 2',
    },
    digitsToZero: {
      kind: 'switch',
      label: 'Digits to zero',
      help: 'Reads every digit as 0, so that numbers of one form share a word.',
      default: true,
      paper: 'paper 0, section 4.1',
    },
    unknownWords: {
      kind: 'choice',
      label: 'Rare words',
      help: 'Which words get a vector of their own.',
      default: 'vectors',
      choices: [
        { value: 'vectors', label: 'keep every word that has a vector or is seen twice' },
        { value: 'paper', label: 'keep only words seen twice (as the papers do)' },
      ],
      paper: 'paper 0, section 4.1',
    },
  } as const satisfies Fields,
} as const;

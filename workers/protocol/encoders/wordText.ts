/** What shapes every encoder that reads words and their characters: declared once for all of them. */
import type { Fields } from '../fields.ts';

export const wordTextFields = {
  characterEmbedding: {
    kind: 'integer',
    label: 'Character embedding',
    help: 'Numbers that stand for one character.',
    default: 25,
    minimum: 1,
    maximum: 512,
    paper: 'paper 1, section 4.2',
  },
  wordEmbedding: {
    kind: 'integer',
    label: 'Word embedding',
    help: 'Numbers that stand for one word where no vectors are given; vectors bring their own size.',
    default: 50,
    minimum: 1,
    maximum: 1024,
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
} as const satisfies Fields;

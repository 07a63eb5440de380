/**
 * What shapes the encoder of paper 3: two bidirectional GRU layers over a word's characters, and two over the words of a
 * sentence. The paper does not say whether its sizes count both directions; here each direction has as many.
 */
import type { Fields } from '../fields.ts';
import { wordTextFields } from './wordText.ts';

const { characterEmbedding, wordEmbedding, digitsToZero, unknownWords } = wordTextFields;

export const hierarchicalGruEncoder = {
  label: 'Hierarchical GRU',
  help: 'Reads words and their characters in both directions, through two GRU layers each.',
  fields: {
    characterEmbedding,
    characterHidden: {
      kind: 'integer',
      label: 'Character hidden size',
      help: 'State of each of the two character layers, in each direction.',
      default: 80,
      minimum: 1,
      maximum: 256,
      paper: 'paper 3, section 4.2',
    },
    wordEmbedding,
    wordHidden: {
      kind: 'integer',
      label: 'Word hidden size',
      help: 'State of each of the two word layers, in each direction.',
      default: 300,
      minimum: 1,
      maximum: 1024,
      paper: 'paper 3, section 4.2',
    },
    digitsToZero,
    unknownWords,
  } as const satisfies Fields,
} as const;

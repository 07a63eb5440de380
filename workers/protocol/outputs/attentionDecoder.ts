/** What shapes the Seq2Seq tagger's output (paper 0, section 4.3): a decoder that reads its own labels and attends. */
import type { Fields } from '../fields.ts';
import { type OutputDeclaration, schemeField } from './scheme.ts';

export const attentionDecoderOutput = {
  label: 'attention decoder',
  help: 'Writes the tags from left to right: each from the tag before it and from an attention over the whole sentence.',
  accepts: { partial: false, soft: false, consulted: false },
  order: 'autoregressive',
  fields: {
    scheme: schemeField,
    decoderHidden: {
      kind: 'integer',
      label: 'Decoder hidden size',
      help: 'State of the decoder. It starts from the encoder’s last forward state, through a linear layer where the two sizes differ.',
      default: 72,
      minimum: 1,
      maximum: 1024,
      paper: 'paper 0, Table 2',
    },
    attentionSize: {
      kind: 'integer',
      label: 'Attention size',
      help: 'Numbers in which the decoder’s state and a word are compared.',
      default: 32,
      minimum: 1,
      maximum: 1024,
    },
    labelEmbedding: {
      kind: 'integer',
      label: 'Label embedding',
      help: 'Numbers that stand for the tag before.',
      default: 25,
      minimum: 1,
      maximum: 512,
    },
    beamWidth: {
      kind: 'integer',
      label: 'Beam width',
      help: 'Beginnings of a tagging that are kept at each word; 1 takes the likeliest tag at once. A wider beam tags more slowly.',
      default: 1,
      minimum: 1,
      maximum: 64,
    },
  } as const satisfies Fields,
} as const satisfies OutputDeclaration & { fields: Fields };

/**
 * The encoder of papers 0 and 1: word embedding ⊕ character BLSTM (last forward and last backward state) → word BLSTM.
 */
import { dropout } from '../layers/dropout.ts';
import { LstmLayer } from '../layers/lstm.ts';
import type { EncoderSpecifications } from '../protocol/specification.ts';
import { wordEncoderKind } from './wordText.ts';

export const bilstmEncoder = wordEncoderKind<EncoderSpecifications['bilstm']>((specification, parts) => {
  const { characterEmbedding, characterHidden, wordEmbedding, wordHidden } = specification;
  const characterLayer = parts.part(
    'characterLayer',
    (path, source) => new LstmLayer(path, characterEmbedding, characterHidden, source),
  );
  const wordLayer = parts.part(
    'wordLayer',
    (path, source) => new LstmLayer(path, wordEmbedding + 2 * characterHidden, wordHidden, source),
  );
  return {
    layers: [characterLayer, wordLayer],
    featureSize: wordLayer.outputSize,
    encode({ words, lengths, characters, characterLengths, ofTokens }, mode) {
      const spelled = characterLayer.final(characters, characterLengths); // [spellings, 2·character hidden]
      const states = wordLayer.states(dropout(mode, words, ofTokens(spelled)), lengths);
      return dropout(mode, states); // [batch, time, 2·word hidden]
    },
  };
});

/**
 * The encoder of paper 3 (section 3.4): two bidirectional GRU layers over the characters of a word, whose last forward
 * and last backward state join the word's embedding, and two over the words of a sentence. The paper says nothing of
 * dropout; it stands where the BLSTM's does.
 */
import { dropout } from '../layers/dropout.ts';
import { GruLayer } from '../layers/gru.ts';
import type { EncoderSpecifications } from '../protocol/specification.ts';
import { wordEncoderKind } from './wordText.ts';

export const hierarchicalGruEncoder = wordEncoderKind<EncoderSpecifications['hierarchical-gru']>(
  (specification, parts) => {
    const { characterEmbedding, characterHidden, wordEmbedding, wordHidden } = specification;
    const layer = (name: string, features: number, hidden: number) =>
      parts.part(name, (path, source) => new GruLayer(path, features, hidden, source));
    const lowerCharacters = layer('characterLayer1', characterEmbedding, characterHidden);
    const upperCharacters = layer('characterLayer2', 2 * characterHidden, characterHidden);
    const lowerWords = layer('wordLayer1', wordEmbedding + 2 * characterHidden, wordHidden);
    const upperWords = layer('wordLayer2', 2 * wordHidden, wordHidden);
    return {
      layers: [lowerCharacters, upperCharacters, lowerWords, upperWords],
      featureSize: upperWords.outputSize,
      encode({ words, lengths, characters, characterLengths, ofTokens }, mode) {
        const letters = lowerCharacters.states(characters, characterLengths); // [spellings, longest, 2·character hidden]
        const spelled = upperCharacters.final(letters, characterLengths); // [spellings, 2·character hidden]
        const lower = lowerWords.states(dropout(mode, words, ofTokens(spelled)), lengths);
        return dropout(mode, upperWords.states(lower, lengths)); // [batch, time, 2·word hidden]
      },
    };
  },
);

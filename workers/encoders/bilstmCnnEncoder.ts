/**
 * The encoder of paper 2, after Chiu and Nichols (2016): word embedding ⊕ the maxima of a convolution over characters ⊕ a
 * capitalisation feature → word BLSTMs, with dropout after each. Behind the ends of a word the convolution reads zeros.
 */
import { type Tensor2D, type Tensor3D, tensor } from '@tensorflow/tfjs-core';
import type { TableKind } from '../kernels/embedding/lookups.ts';
import { ConvolutionLayer } from '../layers/convolution.ts';
import { dropout, sideBySide } from '../layers/dropout.ts';
import { EmbeddingLayer } from '../layers/embedding.ts';
import { LstmLayer } from '../layers/lstm.ts';
import type { PartSource } from '../layers/part.ts';
import type { EncoderSpecifications } from '../protocol/specification.ts';
import { distinctCharacters } from '../text/distinctCharacters.ts';
import { capitalisations, characterTypes } from '../text/letterCase.ts';
import { randomRows, wordEncoderKind } from './wordText.ts';

/** Few rows, which nearly every batch uses: they learn as any parameter does. */
const dense: TableKind = { padding: true, learns: 'dense' };

/** A table of the values that a feature can have, behind padding: as many numbers for each as there are values. */
function featureTable(parts: PartSource, path: string, holds: string, values: readonly string[]): EmbeddingLayer {
  const entries = ['<PAD>', ...values];
  return parts.part(
    path,
    (own, source) =>
      new EmbeddingLayer(
        own,
        holds,
        entries,
        values.length,
        source,
        (random) => randomRows(entries.length, values.length, random),
        dense,
      ),
  );
}

export const bilstmCnnEncoder = wordEncoderKind<EncoderSpecifications['bilstm-cnn']>((specification, parts) => {
  const { characterEmbedding, characterWindow, characterFilters, wordEmbedding, wordHidden } = specification;
  const typeTable = specification.characterTypes
    ? [featureTable(parts, 'characterTypeTable', 'types', characterTypes)]
    : [];
  const capitalisationTable = specification.capitalisation
    ? [featureTable(parts, 'capitalisationTable', 'capitalisations', capitalisations)]
    : [];
  const sizeOf = (tables: readonly EmbeddingLayer[]) => tables.reduce((sum, { dimension }) => sum + dimension, 0);
  const characterLayer = parts.part(
    'characterLayer',
    (path, source) =>
      new ConvolutionLayer(path, characterEmbedding + sizeOf(typeTable), characterWindow, characterFilters, source),
  );
  const inputs = wordEmbedding + characterFilters + sizeOf(capitalisationTable);
  const wordLayers = Array.from({ length: specification.wordLayers }, (_, layer) =>
    parts.part(
      layer === 0 ? 'wordLayer' : `wordLayer${layer + 1}`,
      (path, source) => new LstmLayer(path, layer === 0 ? inputs : 2 * wordHidden, wordHidden, source),
    ),
  );
  return {
    tables: [...typeTable, ...capitalisationTable],
    layers: [characterLayer, ...wordLayers],
    featureSize: 2 * wordHidden,
    encode({ sentences, batch, words, lengths, characterLengths, charactersAt, ofTokens }, mode) {
      const { rows, types, ids, capitalised } = distinctCharacters(sentences, batch, specification.digitsToZero);
      const ofTypes = typeTable.map((table) => table.apply(types, [types.length]) as Tensor2D);
      const spelled = characterLayer.maxima(
        sideBySide(charactersAt(rows), ...ofTypes), // [characters, character embedding + types]
        tensor(ids, [batch.characterLengths.length, batch.longest], 'int32') as Tensor2D,
        characterLengths,
      ); // [spellings, filters]
      const cases = capitalisationTable.map((table) => table.apply(capitalised, [batch.size, batch.time]) as Tensor3D);
      const read = sideBySide(words, ofTokens(spelled), ...cases); // [batch, time, inputs]
      return wordLayers.reduce((below, layer) => dropout(mode, layer.states(below, lengths)), read);
    },
  };
});

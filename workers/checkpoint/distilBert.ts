/** DistilBERT (Sanh et al. 2019): half of BERT's layers, no token types, names of its own. */
import { z } from 'zod';
import { activationName, activationOf, type Family, parseConfig, size } from './family.ts';
import { maskedHeadForm } from './maskedHead.ts';
import { dense, norm, table } from './rules.ts';

const schema = z.looseObject({
  vocab_size: size,
  dim: size,
  n_layers: size,
  n_heads: size,
  hidden_dim: size,
  max_position_embeddings: size,
  activation: z.string().default('gelu'),
});

/** Its code has it, config.json does not. */
export const distilBertEpsilon = 1e-12;

export const distilBert: Family = {
  label: 'DistilBERT',
  modelType: 'distilbert',
  prefix: 'distilbert.',
  architecture: 'DistilBert',
  specification(config) {
    const read = parseConfig(schema, config);
    return {
      kind: 'transformer',
      embeddingSize: read.dim,
      hiddenSize: read.dim,
      layers: read.n_layers,
      heads: read.n_heads,
      intermediateSize: read.hidden_dim,
      vocabularySize: read.vocab_size,
      maximumLength: read.max_position_embeddings,
      positions: 'learned',
      tokenTypes: 0,
      norms: 'after',
      normEpsilon: distilBertEpsilon,
      activation: activationOf(read.activation),
      gated: false,
      biases: true,
      normBiases: true,
      localWindow: 0,
      globalEvery: 1,
      rotaryBase: 10_000,
      localRotaryBase: 10_000,
      headLayer: false,
    };
  },
  maskedHead: (specification) =>
    maskedHeadForm(specification, specification.activation, {
      dense: 'vocab_transform',
      norm: 'vocab_layer_norm',
      bias: 'vocab_projector.bias',
    }),
  config: (specification) => ({
    vocab_size: specification.vocabularySize,
    dim: specification.hiddenSize,
    n_layers: specification.layers,
    n_heads: specification.heads,
    hidden_dim: specification.intermediateSize,
    max_position_embeddings: specification.maximumLength,
    activation: activationName(specification.activation),
  }),
  rules({ vocabularySize, maximumLength, hiddenSize: hidden, intermediateSize: inner, layers }) {
    const rules = [
      table('pieceTable', 'embeddings.word_embeddings', [vocabularySize, hidden]),
      table('positionTable', 'embeddings.position_embeddings', [maximumLength, hidden]),
      ...norm('embeddingNorm', 'embeddings.LayerNorm', hidden),
    ];
    for (let layer = 0; layer < layers; layer++) {
      const [ours, theirs] = [`layers.${layer}`, `transformer.layer.${layer}`];
      const attention = ['q_lin', 'k_lin', 'v_lin'].map((part) => `${theirs}.attention.${part}`);
      rules.push(
        ...dense(`${ours}.attentionInput`, attention, [hidden, 3 * hidden]),
        ...dense(`${ours}.attentionOutput`, [`${theirs}.attention.out_lin`], [hidden, hidden]),
        ...norm(`${ours}.attentionNorm`, `${theirs}.sa_layer_norm`, hidden),
        ...dense(`${ours}.feedForwardInput`, [`${theirs}.ffn.lin1`], [hidden, inner]),
        ...dense(`${ours}.feedForwardOutput`, [`${theirs}.ffn.lin2`], [inner, hidden]),
        ...norm(`${ours}.feedForwardNorm`, `${theirs}.output_layer_norm`, hidden),
      );
    }
    return rules;
  },
};

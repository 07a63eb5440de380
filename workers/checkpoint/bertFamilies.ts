/** BERT (Devlin et al. 2019) and those whose tensors are named as its are: RoBERTa, XLM-R, ELECTRA. */
import { z } from 'zod';
import {
  activationName,
  activationOf,
  type Family,
  parseConfig,
  size,
  type TransformerSpecification,
  unsupported,
} from './family.ts';
import { type MaskedHeadForm, maskedHeadForm } from './maskedHead.ts';
import { dense, norm, type TensorRule, table } from './rules.ts';

const schema = z.looseObject({
  vocab_size: size,
  hidden_size: size,
  embedding_size: size.nullish(),
  num_hidden_layers: size,
  num_attention_heads: size,
  intermediate_size: size,
  max_position_embeddings: size,
  type_vocab_size: z.number().int().nonnegative().default(2),
  layer_norm_eps: z.number().positive().default(1e-12),
  hidden_act: z.string().default('gelu'),
  pad_token_id: z.number().int().nonnegative().nullish(),
  position_embedding_type: z.string().nullish(),
  is_decoder: z.boolean().nullish(),
  add_cross_attention: z.boolean().nullish(),
});

interface Differences extends Pick<Family, 'label' | 'modelType' | 'prefix' | 'architecture'> {
  /** RoBERTa numbers the places of a text from behind its padding piece on: as many rows of its table stand for none. */
  readonly positionsBehindPadding?: boolean;
  /** ELECTRA's pieces may be narrower than its states. */
  readonly projected?: boolean;
  readonly maskedHead: (specification: TransformerSpecification) => MaskedHeadForm;
}

function bertLike({ positionsBehindPadding = false, projected = false, ...names }: Differences): Family {
  const skippedRows = (padding: number | null | undefined) => (positionsBehindPadding ? (padding ?? 1) + 1 : 0);
  return {
    ...names,
    specification(config) {
      const read = parseConfig(schema, config);
      if ((read.position_embedding_type ?? 'absolute') !== 'absolute') {
        throw unsupported(
          `Its positions are relative ones (position_embedding_type: ${read.position_embedding_type}).`,
        );
      }
      if (read.is_decoder || read.add_cross_attention)
        throw unsupported('It is a decoder (is_decoder, add_cross_attention).');
      return {
        kind: 'transformer',
        embeddingSize: (projected ? read.embedding_size : null) ?? read.hidden_size,
        hiddenSize: read.hidden_size,
        layers: read.num_hidden_layers,
        heads: read.num_attention_heads,
        intermediateSize: read.intermediate_size,
        vocabularySize: read.vocab_size,
        maximumLength: read.max_position_embeddings - skippedRows(read.pad_token_id),
        positions: 'learned',
        tokenTypes: read.type_vocab_size,
        norms: 'after',
        normEpsilon: read.layer_norm_eps,
        activation: activationOf(read.hidden_act),
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
    config: (specification, padding) => ({
      vocab_size: specification.vocabularySize,
      ...(projected && { embedding_size: specification.embeddingSize }),
      hidden_size: specification.hiddenSize,
      num_hidden_layers: specification.layers,
      num_attention_heads: specification.heads,
      intermediate_size: specification.intermediateSize,
      max_position_embeddings: specification.maximumLength + skippedRows(padding),
      type_vocab_size: specification.tokenTypes,
      layer_norm_eps: specification.normEpsilon,
      hidden_act: activationName(specification.activation),
      position_embedding_type: 'absolute',
    }),
    rules: (specification, config) => bertRules(specification, skippedRows(parseConfig(schema, config).pad_token_id)),
  };
}

function bertRules(specification: TransformerSpecification, skipped: number): TensorRule[] {
  const { embeddingSize: embedding, hiddenSize: hidden, intermediateSize: inner, tokenTypes } = specification;
  const rules = [
    table('pieceTable', 'embeddings.word_embeddings', [specification.vocabularySize, embedding]),
    table('positionTable', 'embeddings.position_embeddings', [specification.maximumLength, embedding], skipped),
    ...(tokenTypes > 0 ? [table('typeTable', 'embeddings.token_type_embeddings', [tokenTypes, embedding])] : []),
    ...norm('embeddingNorm', 'embeddings.LayerNorm', embedding),
    ...(embedding === hidden ? [] : dense('embeddingProjection', ['embeddings_project'], [embedding, hidden])),
  ];
  for (let layer = 0; layer < specification.layers; layer++) {
    const [ours, theirs] = [`layers.${layer}`, `encoder.layer.${layer}`];
    const attention = ['query', 'key', 'value'].map((part) => `${theirs}.attention.self.${part}`);
    rules.push(
      ...dense(`${ours}.attentionInput`, attention, [hidden, 3 * hidden]),
      ...dense(`${ours}.attentionOutput`, [`${theirs}.attention.output.dense`], [hidden, hidden]),
      ...norm(`${ours}.attentionNorm`, `${theirs}.attention.output.LayerNorm`, hidden),
      ...dense(`${ours}.feedForwardInput`, [`${theirs}.intermediate.dense`], [hidden, inner]),
      ...dense(`${ours}.feedForwardOutput`, [`${theirs}.output.dense`], [inner, hidden]),
      ...norm(`${ours}.feedForwardNorm`, `${theirs}.output.LayerNorm`, hidden),
    );
  }
  return rules;
}

const robertaHead = (specification: TransformerSpecification) =>
  maskedHeadForm(specification, 'gelu', { dense: 'lm_head.dense', norm: 'lm_head.layer_norm', bias: 'lm_head.bias' });

export const bert = bertLike({
  label: 'BERT',
  modelType: 'bert',
  prefix: 'bert.',
  architecture: 'Bert',
  maskedHead: (specification) =>
    maskedHeadForm(specification, specification.activation, {
      dense: 'cls.predictions.transform.dense',
      norm: 'cls.predictions.transform.LayerNorm',
      bias: 'cls.predictions.bias',
    }),
});
export const roberta = bertLike({
  label: 'RoBERTa',
  modelType: 'roberta',
  prefix: 'roberta.',
  architecture: 'Roberta',
  maskedHead: robertaHead,
  positionsBehindPadding: true,
});
export const xlmRoberta = bertLike({
  label: 'XLM-R',
  modelType: 'xlm-roberta',
  prefix: 'roberta.',
  architecture: 'XLMRoberta',
  maskedHead: robertaHead,
  positionsBehindPadding: true,
});
export const electra = bertLike({
  label: 'ELECTRA',
  modelType: 'electra',
  prefix: 'electra.',
  architecture: 'Electra',
  // Of its two models the generator, which is a masked language model.
  maskedHead: (specification) =>
    maskedHeadForm(specification, 'gelu', {
      dense: 'generator_predictions.dense',
      norm: 'generator_predictions.LayerNorm',
      bias: 'generator_lm_head.bias',
    }),
  projected: true,
});

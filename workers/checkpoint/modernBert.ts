/**
 * ModernBERT (Warner et al. 2024), and the Ettin and mmBERT encoders after it: norms before each block, rotary positions,
 * layers that see the whole sentence between such that see a window, a gated feed-forward block. Its first layer has no norm
 * before attention. Its taggers have a layer of their own before the labels.
 */
import { z } from 'zod';
import { activationName, activationOf, type Family, parseConfig, size, unsupported } from './family.ts';
import { maskedHeadForm } from './maskedHead.ts';
import { dense, norm, table } from './rules.ts';

const rope = z.looseObject({ rope_theta: z.number().positive().nullish(), rope_type: z.string().nullish() });

const schema = z.looseObject({
  vocab_size: size,
  hidden_size: size,
  num_hidden_layers: size,
  num_attention_heads: size,
  intermediate_size: size,
  max_position_embeddings: size,
  norm_eps: z.number().positive().default(1e-5),
  norm_bias: z.boolean().default(false),
  attention_bias: z.boolean().default(false),
  mlp_bias: z.boolean().default(false),
  hidden_activation: z.string().default('gelu'),
  classifier_activation: z.string().default('gelu'),
  classifier_bias: z.boolean().default(false),
  architectures: z.array(z.string()).nullish(),
  local_attention: size.default(128),
  // Older files count the layers and name two bases; newer ones list what each layer is, and a base for each kind.
  global_attn_every_n_layers: size.default(3),
  global_rope_theta: z.number().positive().default(160_000),
  local_rope_theta: z.number().positive().nullable().default(10_000),
  layer_types: z.array(z.enum(['full_attention', 'sliding_attention'])).nullish(),
  rope_parameters: z.looseObject({ full_attention: rope.nullish(), sliding_attention: rope.nullish() }).nullish(),
});
type Config = z.infer<typeof schema>;

export const modernBert: Family = {
  label: 'ModernBERT',
  modelType: 'modernbert',
  prefix: 'model.',
  architecture: 'ModernBert',
  specification(config) {
    const read = parseConfig(schema, config);
    const globalEvery = globalLayers(read);
    return {
      kind: 'transformer',
      embeddingSize: read.hidden_size,
      hiddenSize: read.hidden_size,
      layers: read.num_hidden_layers,
      heads: read.num_attention_heads,
      intermediateSize: read.intermediate_size,
      vocabularySize: read.vocab_size,
      maximumLength: read.max_position_embeddings,
      positions: 'rotary',
      tokenTypes: 0,
      norms: 'before',
      normEpsilon: read.norm_eps,
      activation: activationOf(read.hidden_activation),
      gated: true,
      biases: read.attention_bias || read.mlp_bias,
      normBiases: read.norm_bias,
      localWindow: globalEvery === 1 ? 0 : read.local_attention,
      globalEvery,
      ...rotaryBases(read),
      headLayer: hasHeadLayer(read),
    };
  },
  maskedHead(specification, config) {
    const read = config === undefined ? null : parseConfig(schema, config);
    const activation = activationOf(read?.classifier_activation ?? 'gelu');
    const theirs = { dense: 'head.dense', norm: 'head.norm', bias: 'decoder.bias' };
    const biases = { dense: read?.classifier_bias ?? false, norm: specification.normBiases };
    return maskedHeadForm(specification, activation, theirs, biases);
  },
  config: (specification) => ({
    vocab_size: specification.vocabularySize,
    hidden_size: specification.hiddenSize,
    num_hidden_layers: specification.layers,
    num_attention_heads: specification.heads,
    intermediate_size: specification.intermediateSize,
    max_position_embeddings: specification.maximumLength,
    norm_eps: specification.normEpsilon,
    norm_bias: specification.normBiases,
    attention_bias: specification.biases,
    mlp_bias: specification.biases,
    ...(specification.headLayer && {
      classifier_bias: true,
      classifier_activation: activationName(specification.activation),
    }),
    hidden_activation: activationName(specification.activation),
    local_attention: specification.localWindow > 0 ? specification.localWindow : specification.maximumLength,
    global_attn_every_n_layers: specification.globalEvery,
    global_rope_theta: specification.rotaryBase,
    local_rope_theta: specification.localRotaryBase,
    rope_parameters: {
      full_attention: { rope_theta: specification.rotaryBase, rope_type: 'default' },
      sliding_attention: { rope_theta: specification.localRotaryBase, rope_type: 'default' },
    },
    layer_types: Array.from({ length: specification.layers }, (_, layer) =>
      layer % specification.globalEvery === 0 ? 'full_attention' : 'sliding_attention',
    ),
  }),
  rules(specification, config) {
    const read = parseConfig(schema, config);
    const { attention_bias: attention, mlp_bias: feedForward } = read;
    const { vocabularySize, hiddenSize: hidden, intermediateSize: inner, layers, normBiases, biases } = specification;
    // Here all linear layers have biases or none; there attention and feed-forward block may differ.
    const bias = (theirs: boolean) => biases && (theirs || 'zero');
    const rules = [
      table('pieceTable', 'embeddings.tok_embeddings', [vocabularySize, hidden]),
      ...norm('embeddingNorm', 'embeddings.norm', hidden, normBiases),
    ];
    for (let layer = 0; layer < layers; layer++) {
      const name = `layers.${layer}`;
      rules.push(
        ...(layer === 0 ? [] : norm(`${name}.attentionNorm`, `${name}.attn_norm`, hidden, normBiases)),
        ...dense(`${name}.attentionInput`, [`${name}.attn.Wqkv`], [hidden, 3 * hidden], bias(attention)),
        ...dense(`${name}.attentionOutput`, [`${name}.attn.Wo`], [hidden, hidden], bias(attention)),
        ...norm(`${name}.feedForwardNorm`, `${name}.mlp_norm`, hidden, normBiases),
        ...dense(`${name}.feedForwardInput`, [`${name}.mlp.Wi`], [hidden, 2 * inner], bias(feedForward)),
        ...dense(`${name}.feedForwardOutput`, [`${name}.mlp.Wo`], [inner, hidden], bias(feedForward)),
      );
    }
    const head = [
      ...dense('headLayer.dense', ['head.dense'], [hidden, hidden], read.classifier_bias || 'zero'),
      ...norm('headLayer.norm', 'head.norm', hidden, normBiases),
    ].map((rule) => ({ ...rule, ofHead: true }) as const);
    return [...rules, ...norm('finalNorm', 'final_norm', hidden, normBiases), ...(specification.headLayer ? head : [])];
  },
};

/** @throws GraftError where it activates otherwise than the encoder, which no model has by default. */
function hasHeadLayer({ architectures, classifier_activation: own, hidden_activation: encoders }: Config): boolean {
  if (!architectures?.includes('ModernBertForTokenClassification')) return false;
  if (activationOf(own) === activationOf(encoders)) return true;
  throw unsupported(`Its head activates by ${own} and its layers by ${encoders}; read are taggers that do it alike.`);
}

/** Every how many layers one sees the whole sentence, the first one among them. */
function globalLayers({
  layer_types: types,
  global_attn_every_n_layers: declared,
  num_hidden_layers: layers,
}: Config): number {
  if (!types) return declared;
  const second = types.indexOf('full_attention', 1);
  const every = second === -1 ? Math.max(layers, 2) : second;
  const follows = types.every((type, layer) => (type === 'full_attention') === (layer % every === 0));
  if (types.length !== layers || !follows) {
    throw unsupported('Its layers see the whole sentence or a window in no regular order (layer_types).');
  }
  return every;
}

function rotaryBases(config: Config): { rotaryBase: number; localRotaryBase: number } {
  const { full_attention: whole, sliding_attention: local } = config.rope_parameters ?? {};
  const scaled = [whole, local].find((each) => (each?.rope_type ?? 'default') !== 'default');
  if (scaled) throw unsupported(`Its rotary positions are scaled (rope_type: ${scaled.rope_type}).`);
  const rotaryBase = whole?.rope_theta ?? config.global_rope_theta;
  return { rotaryBase, localRotaryBase: local?.rope_theta ?? config.local_rope_theta ?? rotaryBase };
}

/**
 * The head of a masked language model: a layer, an activation and a norm between a piece's state and what is held against
 * the table of pieces, and a bias for each piece. Each family has other names for it.
 */
import type { Weight } from '../layers/parameters.ts';
import type { TransformerSpecification } from './family.ts';
import { dense, norm, type TensorRule, vector } from './rules.ts';
import type { Tensors } from './tensors.ts';

/** What the names of its parameters begin with, here. */
const ours = 'maskedHead';

/** How it is built and called in a family. */
export interface MaskedHeadForm {
  readonly activation: TransformerSpecification['activation'];
  readonly rules: readonly TensorRule[];
}

/** A head that was read, by this project's names. */
export interface MaskedHead {
  readonly activation: TransformerSpecification['activation'];
  readonly weights: Readonly<Record<string, Weight>>;
}

interface TheirNames {
  readonly dense: string;
  readonly norm: string;
  /** The bias of the pieces, whole. */
  readonly bias: string;
}

/** @param biases whether the layer and the norm have them. */
export function maskedHeadForm(
  { hiddenSize, embeddingSize, vocabularySize }: TransformerSpecification,
  activation: MaskedHeadForm['activation'],
  theirs: TheirNames,
  biases: { readonly dense: boolean; readonly norm: boolean } = { dense: true, norm: true },
): MaskedHeadForm {
  const rules = [
    ...dense(`${ours}.dense`, [theirs.dense], [hiddenSize, embeddingSize], biases.dense),
    ...norm(`${ours}.norm`, theirs.norm, embeddingSize, biases.norm),
    ...vector(`${ours}.output.bias`, [theirs.bias], vocabularySize, true),
  ];
  return { activation, rules };
}

/**
 * Null where the checkpoint has none, or one that is not tied to the table of pieces.
 * @throws GraftError where one of its tensors is damaged or has another shape.
 */
export function readMaskedHead(
  { activation, rules }: MaskedHeadForm,
  config: unknown,
  tensors: Tensors,
): MaskedHead | null {
  if ((config as Record<string, unknown>).tie_word_embeddings === false) return null;
  if (!rules.every(({ theirs }) => theirs.every((name) => tensors.has(name)))) return null;
  return { activation, weights: Object.fromEntries(rules.map((rule) => [rule.ours, tensors.read(rule)])) };
}

/** Whether a head that was read is built as the form says. */
export function isOfForm({ activation, weights }: MaskedHead, form: MaskedHeadForm): boolean {
  const names = (all: readonly string[]) => [...all].sort().join();
  return activation === form.activation && names(Object.keys(weights)) === names(form.rules.map((rule) => rule.ours));
}

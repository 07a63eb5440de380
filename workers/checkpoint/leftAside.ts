/** What a checkpoint holds that a tagger does not need: said in words, and refused where it shows that something is wrong. */
import type { Family } from './family.ts';
import { checkpointError } from './faults.ts';

/** By the beginnings of their names, without the family's prefix. */
const known: readonly (readonly [RegExp, string])[] = [
  [/^pooler\./, 'the pooler'],
  [
    /^(?:(?:cls\.predictions|lm_head)\.decoder\.|(?:vocab_projector|generator_lm_head|decoder)\.weight$)/,
    'the output layer over all pieces',
  ],
  [/^(?:cls|lm_head|vocab_\w+|generator_\w+|decoder)\./, 'the head for masked language modelling'],
  [/^discriminator_predictions\./, 'the head that tells replaced pieces'],
  [/^(?:classifier|pre_classifier|head)\./, 'a head of another kind'],
  [/^qa_outputs\./, 'the head for answers to questions'],
  [/(?:position_ids|token_type_ids|inv_freq)$/, 'position numbers, which need not be stored'],
  [/\.weight_format$/, 'notes on how the weights are stored'],
];

/**
 * @param names as the file has them: tensors that nothing has read.
 * @throws GraftError where one belongs to the encoder, but not to one as config.json describes it.
 */
export function leftAside(names: readonly string[], family: Family): string[] {
  const counts = new Map<string, number>();
  for (const name of names) {
    const bare = name.startsWith(family.prefix) ? name.slice(family.prefix.length) : name;
    const what = known.find(([pattern]) => pattern.test(bare))?.[1];
    if (what === undefined && /^(?:embeddings|encoder|transformer|layers)\./.test(bare)) {
      throw checkpointError(
        'checkpoint-tensor',
        `The tensor ${name} has no place in a model as config.json describes it.`,
        'mixed',
      );
    }
    const key = what ?? `what is called ${bare.split('.')[0]}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const parts = [...counts].map(([what, count]) => `${what} (${count === 1 ? '1 tensor' : `${count} tensors`})`);
  return [`Left aside, since a tagger does not need it: ${parts.join(', ')}.`];
}

/**
 * The target model before its training (paper 0, section 3; paper 1, section 3): the source model's parameters, an
 * output layer grown by the new categories, and rows for target words that the source never saw. The source stays as
 * it is.
 */
import { Tagger } from '../models/tagger.ts';
import type { Initialisation } from '../protocol/configuration.ts';
import type { Random } from '../text/random.ts';
import type { WordVectors } from '../text/vectors.ts';
import { extendVocabulary, initialWordRows } from '../text/vocabulary.ts';

export interface TargetOptions {
  readonly newCategories: readonly string[];
  readonly initialisation: Exclude<Initialisation, 'best'>;
  /** Words of the target's training sentences. */
  readonly sentences: readonly (readonly string[])[];
  readonly vectors: WordVectors | null;
  readonly random: Random;
}

export async function growTarget(source: Tagger, options: TargetOptions): Promise<Tagger> {
  const { newCategories, initialisation, sentences, vectors, random } = options;
  const target = Tagger.fromState(await source.state(source.description.name, []));
  const old = target.vocabulary;
  const vocabulary = extendVocabulary(old, sentences, vectors);
  const from = old.words.length;
  const rows = initialWordRows(vocabulary, vectors, target.encoder.wordDimension, random.fork('new words'), from);
  await target.extendVocabulary(vocabulary, rows, random.fork('new characters'));
  await target.addCategories(newCategories, initialisation, random.fork('new categories'));
  return target;
}

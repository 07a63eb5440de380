/**
 * The target model before its training (paper 0, section 3; paper 1, section 3): the source model's parameters, an
 * output layer grown by the new categories, and rows for target words that the source never saw. The source stays as
 * it is.
 */
import type { NewText } from '../encoders/encoder.ts';
import type { ModelState } from '../models/state.ts';
import { Tagger } from '../models/tagger.ts';
import type { Initialisation, Kinds } from '../protocol/configuration.ts';
import type { Random } from '../text/random.ts';

export interface TargetOptions {
  readonly newCategories: readonly string[];
  readonly initialisation: Exclude<Initialisation, 'best'>;
  /** Which of them begin as a known category. */
  readonly kinds: Kinds;
  /** The target's training sentences. */
  readonly text: NewText;
  readonly random: Random;
}

export async function growTarget(
  source: ModelState,
  { newCategories, initialisation, kinds, text, random }: TargetOptions,
): Promise<Tagger> {
  const target = Tagger.fromState(source);
  try {
    await target.encoder.learnText(text, random);
    await target.addCategories(newCategories, initialisation, random.fork('new categories'), kinds);
    return target;
  } catch (error) {
    target.dispose();
    throw error;
  }
}

/** What an architecture is: a name for an encoder and an output with their sizes. One file each, one line in the registry. */
import type { Encoder } from '../encoders/encoder.ts';
import type { Output } from '../outputs/output.ts';
import type { TaggingScheme } from '../protocol/corpus.ts';
import type { Hyperparameters } from '../protocol/hyperparameters.ts';
import type { Random } from '../text/random.ts';

export interface Blueprint {
  readonly hyperparameters: Hyperparameters;
  /** Word embedding, rows × dimension. */
  readonly wordRows: Float32Array;
  readonly wordDimension: number;
  /** Entries of the character vocabulary. */
  readonly characters: number;
  readonly tags: readonly string[];
  /** `tags`: one tag a token, any after any (POS). */
  readonly scheme: TaggingScheme | 'tags';
  readonly random: Random;
}

export interface Architecture {
  build(blueprint: Blueprint): { readonly encoder: Encoder; readonly output: Output };
}

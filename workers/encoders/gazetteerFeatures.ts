/**
 * One-hot features of a user's lists of names, which join an encoder's own (paper 3 appends them to its CRF's input). The
 * names are the encoder's text. Nothing of it is learned.
 */
import { type Tensor3D, tensor } from '@tensorflow/tfjs-core';
import type { Part, Texts } from '../layers/part.ts';
import { type GazetteerEntry, Gazetteers } from '../text/gazetteers.ts';
import type { Sentences } from './encoder.ts';

const listName = 'entries';

export class GazetteerFeatures implements Part {
  readonly parameters = {};
  private readonly gazetteers: Gazetteers;

  constructor(
    readonly path: string,
    readonly entries: readonly GazetteerEntry[],
  ) {
    this.gazetteers = new Gazetteers(entries);
  }

  /** What a model stored under this path; most have none. */
  static stored(texts: Texts, path: string): readonly GazetteerEntry[] {
    const name = `${path}.${listName}`;
    return (Object.hasOwn(texts, name) ? texts[name] : undefined) ?? [];
  }

  get texts(): Texts {
    return this.entries.length > 0 ? { [`${this.path}.${listName}`]: this.entries } : {};
  }

  /** Features of one token: one a list. */
  get size(): number {
    return this.gazetteers.lists.length;
  }

  /** → [batch, time, lists]: 1 where a name of the list covers the token. */
  apply(sentences: Sentences, time: number): Tensor3D {
    const { size } = this;
    const features = new Float32Array(sentences.length * time * size);
    sentences.forEach((words, row) => {
      this.gazetteers.cover(words, (token, list) => {
        features[(row * time + token) * size + list] = 1;
      });
    });
    return tensor(features, [sentences.length, time, size]) as Tensor3D;
  }
}

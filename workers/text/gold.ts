/**
 * What a batch's annotation knows, as an output asks for it: one tag a token, the tags that each token may carry, or a
 * probability for each. An output asks for what its loss can take; what the annotation cannot give it refuses.
 */
import { GraftError } from '../protocol/errors.ts';
import type { Example } from './examples.ts';

export class Gold {
  /** @param time tokens that a row of the batch has room for; what is behind a sentence's end is padding. */
  constructor(
    private readonly examples: readonly Example[],
    readonly time: number,
    readonly tagCount: number,
  ) {}

  get size(): number {
    return this.examples.length;
  }

  /** Tokens of each sentence, [batch]. */
  lengths(): Int32Array {
    return Int32Array.from(this.examples, ({ words }) => words.length);
  }

  /** Whether any sentence has probabilities in the place of tags. */
  get isSoft(): boolean {
    return this.examples.some(({ soft }) => soft !== undefined);
  }

  /**
   * One tag a token, [batch, time]; 0 on padding.
   * @param open what an open token is: refused, or the first of the tags that it may carry, which is O where it may be O.
   * @throws GraftError where a token is open and that is refused.
   */
  ids(open: 'refused' | 'first' = 'refused'): Int32Array {
    const ids = new Int32Array(this.examples.length * this.time);
    this.eachToken((known, cell) => {
      if (known.length > 1 && open === 'refused') throw openToken();
      ids[cell] = known[0] as number;
    });
    return ids;
  }

  /** 1 where the annotation allows a tag, [batch, time, tags]; padding stays 0. */
  allowed(): Float32Array {
    const allowed = new Float32Array(this.examples.length * this.time * this.tagCount);
    this.eachToken((known, cell) => {
      for (const tag of known) allowed[cell * this.tagCount + tag] = 1;
    });
    return allowed;
  }

  /** Sets of tags to which a teacher gives a probability together. */
  get shared(): readonly (readonly number[])[] {
    return this.examples.find(({ soft }) => soft)?.soft?.shared ?? [];
  }

  /**
   * A probability for each tag and each set of `shared`, [batch, time, tags + shared]: the teacher's, or 1 for the tag that is
   * known. Padding stays 0.
   * @throws GraftError where a token is open and nobody gave probabilities.
   */
  soft(): Float32Array {
    const columns = this.tagCount + this.shared.length;
    const all = new Float32Array(this.examples.length * this.time * columns);
    this.examples.forEach(({ soft, known, sets }, row) => {
      const first = row * this.time * columns;
      if (soft) all.set(soft.values, first);
      else {
        known.forEach((id, token) => {
          const tags = sets.tagsOf(id);
          if (tags.length > 1) throw openToken();
          all[first + token * columns + (tags[0] as number)] = 1;
        });
      }
    });
    return all;
  }

  private eachToken(visit: (known: readonly number[], cell: number) => void): void {
    this.examples.forEach(({ known, sets }, row) => {
      known.forEach((id, token) => {
        visit(sets.tagsOf(id), row * this.time + token);
      });
    });
  }
}

function openToken(): GraftError {
  return new GraftError({
    code: 'open-token',
    message: 'The training sentences leave open what some tokens are, and this kind of output cannot learn from that.',
    remedy:
      'Let the source model label what was not annotated, take it as O, or choose a model with a softmax or a CRF.',
  });
}

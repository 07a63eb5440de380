/** Pretrained encoders, as plain data on the host: new taggers begin with them. */
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { GivenEncoder } from '../encoders/encoder.ts';
import type { EncoderSummary } from '../protocol/checkpoint.ts';
import { GraftError } from '../protocol/errors.ts';
import { newId } from '../text/newId.ts';

export interface NamedEncoder extends GivenEncoder {
  readonly name: string;
  readonly specification: Checkpoint['specification'];
  /** Its head for masked pieces, where it came with one. */
  readonly masked: Checkpoint['masked'];
  readonly family: string;
}

export class EncoderShelf {
  private readonly encoders = new Map<string, NamedEncoder>();

  add(name: string, checkpoint: Checkpoint, id = newId('encoder')): EncoderSummary {
    const { specification, weights, texts, masked, facts } = checkpoint;
    this.encoders.set(id, { name, specification, weights, texts, masked, family: facts.family });
    const parameters = Object.values(weights).reduce((sum, { values }) => sum + values.length, 0);
    return { id, name, family: facts.family, specification, parameters, notes: facts.notes };
  }

  /** @throws GraftError where there is no such encoder. */
  get(id: string): NamedEncoder {
    const encoder = this.encoders.get(id);
    if (encoder) return encoder;
    throw new GraftError({
      code: 'unknown-encoder',
      message: `There is no encoder ${id}.`,
      remedy: 'It was removed, or is in another project. Choose another encoder, or load the checkpoint again.',
    });
  }

  /** @throws GraftError where there is no such encoder. */
  remove(id: string): void {
    this.get(id);
    this.encoders.delete(id);
  }
}

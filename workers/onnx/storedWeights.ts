/** A model's numbers by the names of its parts, as the graphs ask for them. */
import type { Weight } from '../layers/parameters.ts';
import { GraftError } from '../protocol/errors.ts';

export class StoredWeights {
  constructor(private readonly weights: Readonly<Record<string, Weight>>) {}

  /** @throws GraftError where the model lacks it. */
  of(name: string): Weight {
    const weight = this.find(name);
    if (weight) return weight;
    throw new GraftError({
      code: 'model-weights',
      message: `The model lacks the weight ${name}.`,
      remedy: 'The file does not fit together: export the model again from where it was trained.',
    });
  }

  /** Undefined of what a network may do without, such as a bias. */
  find(name: string): Weight | undefined {
    return Object.hasOwn(this.weights, name) ? this.weights[name] : undefined;
  }
}

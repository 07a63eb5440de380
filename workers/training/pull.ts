/**
 * Draws parameters back to what they were before an adaptation: after each step by λ times the learning rate times the distance.
 * It is the gradient of λ/2 · |θ − θ₀|² (Li, Grandvalet and Davoine 2018, L2-SP), taken beside the optimizer's rule as AdamW takes
 * its decay: inside of it, Adam would divide the pull by the size of the loss's gradients.
 */
import { mul, sub, type Tensor, tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { disposeAll, type Parameters, type Weight } from '../layers/parameters.ts';

interface Drawn {
  /** What it was, in the shape of the parameter. */
  readonly towards: Tensor;
  /** λ where the parameter comes from the source model, 0 where it is new. */
  readonly strength: Tensor;
}

export class Pull {
  private constructor(private readonly drawn: ReadonlyMap<Variable, Drawn>) {}

  /**
   * @param parameters as training begins. @param source the source model's, by the same names. What has grown since has further
   * rows and columns behind those of the source; a number counts as the source's where it stands in its place unchanged.
   */
  static async towards(
    source: Readonly<Record<string, Weight>>,
    parameters: Parameters,
    weight: number,
  ): Promise<Pull> {
    const drawn = new Map<Variable, Drawn>();
    for (const [name, variable] of Object.entries(parameters)) {
      const before = source[name];
      if (!before) continue;
      const now = (await variable.data()) as Float32Array;
      const strength = kept(now, variable.shape, before).map((same) => weight * same);
      drawn.set(variable, {
        towards: tensor(Float32Array.from(now), variable.shape),
        strength: tensor(strength, variable.shape),
      });
    }
    return new Pull(drawn);
  }

  /** @param learned the parameters of a step, each with its learning rate. */
  apply(learned: readonly (readonly [Variable, number])[]): void {
    for (const [variable, rate] of learned) {
      const drawn = this.drawn.get(variable);
      if (!drawn) continue;
      const { towards, strength } = drawn;
      tidy(() => variable.assign(sub(variable, mul(mul(rate, strength), sub(variable, towards)))));
    }
  }

  dispose(): void {
    disposeAll([...this.drawn.values()].flatMap(({ towards, strength }) => [towards, strength]));
  }
}

/** 1 where a number of the grown parameter is the source's, 0 elsewhere. */
function kept(now: Float32Array, shape: readonly number[], { shape: small, values }: Weight): Float32Array {
  const columns = shape.at(-1) ?? 1;
  const columnsBefore = small.at(-1) ?? 1;
  return now.map((value, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const place = row * columnsBefore + column;
    return column < columnsBefore && place < values.length && values[place] === value ? 1 : 0;
  });
}

/**
 * Draws parameters back to what they were before an adaptation, by the gradient of λ/2 · Σ F · |θ − θ₀|². With F = 1 that is L2-SP
 * (Li, Grandvalet and Davoine 2018); with the source's Fisher information it is elastic weight consolidation (Kirkpatrick and
 * others 2017, equation 3). It is taken beside the optimizer's rule as AdamW takes its decay: inside of it, Adam would divide
 * the pull by the size of the loss's gradients.
 */
import { add, div, mul, type Tensor, tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { disposeAll, type Parameters, type Weight } from '../layers/parameters.ts';
import { type Importance, placeBefore } from './importance.ts';

interface Drawn {
  /** What it was, in the shape of the parameter. */
  readonly towards: Tensor;
  /** λ · F where the parameter comes from the source model, 0 where it is new. */
  readonly strength: Tensor;
}

export class Pull {
  private constructor(private readonly drawn: ReadonlyMap<Variable, Drawn>) {}

  /**
   * @param parameters as training begins. @param source the source model's, by the same names. What has grown since has further
   * rows and columns behind those of the source; a number counts as the source's where it stands in its place unchanged.
   * @param importance absent: all numbers matter alike; so do those of a parameter of which it says nothing.
   */
  static async towards(
    source: Readonly<Record<string, Weight>>,
    parameters: Parameters,
    weight: number,
    importance: Importance = {},
  ): Promise<Pull> {
    const drawn = new Map<Variable, Drawn>();
    for (const [name, variable] of Object.entries(parameters)) {
      const before = source[name];
      if (!before) continue;
      const now = Float32Array.from((await variable.data()) as Float32Array);
      const { shape } = variable;
      const matters = importance[name];
      const strength = now.map((value, at) => {
        if (before.values[placeBefore(at, shape, before.shape)] !== value) return 0;
        return weight * (matters ? (matters.values[placeBefore(at, shape, matters.shape)] ?? 0) : 1);
      });
      drawn.set(variable, { towards: tensor(now, shape), strength: tensor(strength, shape) });
    }
    return new Pull(drawn);
  }

  /**
   * The distance shrinks by 1 / (1 + rate · λ · F): the step's end, not its beginning, says how far, so that no weight is too large.
   * @param learned the parameters of a step, each with its learning rate.
   */
  apply(learned: readonly (readonly [Variable, number])[]): void {
    for (const [variable, rate] of learned) {
      const drawn = this.drawn.get(variable);
      if (!drawn) continue;
      const { towards, strength } = drawn;
      tidy(() => {
        const share = mul(rate, strength);
        variable.assign(div(add(variable, mul(share, towards)), add(share, 1)));
      });
    }
  }

  dispose(): void {
    disposeAll([...this.drawn.values()].flatMap(({ towards, strength }) => [towards, strength]));
  }
}

/**
 * The numbers that an optimizer's step boils down to, worked out once a step on the host in double precision, so that
 * the kernels hold no powers and no special cases. Semantics and defaults are those of PyTorch (Nadam's of 2.0 and later: 1.13
 * multiplies one momentum twice into its product).
 */

export type OptimizerRule = 'sgd' | 'adam' | 'adamw' | 'nadam' | 'adagrad';

export interface UpdateScalars {
  learningRate: number;
  /** 1 for the first update of a run, then 2, 3, … */
  step: number;
  /** SGD: share of the velocity that is kept, default 0. */
  momentum?: number;
  /** Adam and its kin: default 0.9. */
  beta1?: number;
  /** Adam and its kin: default 0.999. */
  beta2?: number;
  /** Default 1e−8; AdaGrad 1e−10. */
  epsilon?: number;
  /** AdamW: decoupled decay, default 0.01. */
  weightDecay?: number;
  /** Nadam: default 4e−3. */
  momentumDecay?: number;
}

/**
 * A rule's settings for rows that only those steps update which use them: without momentum, most of which would wait for
 * the row's next use, a thousand steps on or never. A row takes at once what momentum would spread over the steps to
 * come, in sum the same: with momentum, a row used once would move by the share 1 − β₁ of that alone.
 */
export function withoutMomentum(rule: OptimizerRule, scalars: UpdateScalars): UpdateScalars {
  const { learningRate, momentum = 0 } = scalars;
  if (rule === 'sgd') return { ...scalars, learningRate: learningRate / (1 - momentum), momentum: 0 };
  return { ...scalars, beta1: 0 };
}

export interface MomentsCoefficients {
  beta1: number;
  beta2: number;
  epsilon: number;
  /** What is left of the parameter before the step: 1, or 1 − rate·decay. */
  keep: number;
  /** Weight of the gradient itself in the step (Nadam's look ahead), else 0. */
  gradientRate: number;
  /** Weight of the first moment in the step. */
  firstRate: number;
  /** 1 / √(1 − β₂^step). */
  secondScale: number;
}

/** Nadam's momentum at a step: β₁·(1 − ½·0.96^(step·decay)) (Dozat 2016). */
const warmed = (beta1: number, decay: number, step: number) => beta1 * (1 - 0.5 * 0.96 ** (step * decay));

const products = new Map<string, { step: number; product: number }>();

/** The product of Nadam's momenta up to a step, continued from the last call with the same settings where it can be. */
function warmedProduct(beta1: number, decay: number, step: number): number {
  const key = `${beta1} ${decay}`;
  let known = products.get(key);
  if (!known || known.step > step) known = { step: 0, product: 1 };
  let { step: at, product } = known;
  while (at < step) product *= warmed(beta1, decay, ++at);
  products.set(key, { step, product });
  return product;
}

/** The coefficients of Adam (Kingma and Ba 2015), AdamW (Loshchilov and Hutter 2019) or Nadam (Dozat 2016) at a step. */
export function momentsCoefficients(rule: 'adam' | 'adamw' | 'nadam', scalars: UpdateScalars): MomentsCoefficients {
  const { learningRate, step, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = scalars;
  const { weightDecay = 0.01, momentumDecay = 4e-3 } = scalars;
  const secondScale = 1 / Math.sqrt(1 - beta2 ** step);
  const keep = rule === 'adamw' ? 1 - learningRate * weightDecay : 1;
  const common = { beta1, beta2, epsilon, keep, secondScale };
  if (rule !== 'nadam') return { ...common, gradientRate: 0, firstRate: learningRate / (1 - beta1 ** step) };
  const product = warmedProduct(beta1, momentumDecay, step);
  const now = warmed(beta1, momentumDecay, step);
  const next = warmed(beta1, momentumDecay, step + 1);
  return {
    ...common,
    gradientRate: (learningRate * (1 - now)) / (1 - product),
    firstRate: (learningRate * next) / (1 - product * next),
  };
}

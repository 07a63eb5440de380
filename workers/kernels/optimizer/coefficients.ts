/**
 * The coefficients of an optimizer step, computed once a step on the host in double precision. So the kernels need no
 * powers and no special cases. Semantics and defaults are PyTorch's. Nadam's are those of 2.0 and later, since 1.13
 * multiplies one momentum twice into its product.
 */

export type OptimizerRule = 'sgd' | 'adam' | 'adamw' | 'nadam' | 'adagrad';

export interface UpdateScalars {
  learningRate: number;
  /** 1 for the first update of a run, then 2, 3, … */
  step: number;
  /** SGD: the momentum coefficient, default 0. */
  momentum?: number;
  /** Adam, AdamW and Nadam: default 0.9. */
  beta1?: number;
  /** Adam, AdamW and Nadam: default 0.999. */
  beta2?: number;
  /** Default 1e−8; AdaGrad 1e−10. */
  epsilon?: number;
  /** AdamW: decoupled decay, default 0.01. */
  weightDecay?: number;
  /** Nadam: default 4e−3. */
  momentumDecay?: number;
}

/**
 * A rule's settings for sparse rows, which only the steps that use them update: without momentum. Momentum spreads a
 * gradient over later steps, and a row's next step may be a thousand steps on, or never come. Without it, a row takes
 * the same sum at once. With it, a row used once would move by the fraction 1 − β₁ of that alone.
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
  /** The factor of the parameter before the step: 1, or 1 − rate·decay. */
  keep: number;
  /** Factor of the gradient itself in the step (Nadam's look-ahead), else 0. */
  gradientRate: number;
  /** Factor of the first moment in the step. */
  firstRate: number;
  /** 1 / √(1 − β₂^step). */
  secondScale: number;
}

/** Nadam's momentum at a step: β₁·(1 − ½·0.96^(step·decay)) (Dozat 2016). */
const momentumAt = (beta1: number, decay: number, step: number) => beta1 * (1 - 0.5 * 0.96 ** (step * decay));

const products = new Map<string, { step: number; product: number }>();

/**
 * The product of Nadam's momenta up to a step. It continues from the last call with the same settings where possible.
 */
function momentumProduct(beta1: number, decay: number, step: number): number {
  const key = `${beta1} ${decay}`;
  let cached = products.get(key);
  if (!cached || cached.step > step) cached = { step: 0, product: 1 };
  let { step: at, product } = cached;
  while (at < step) product *= momentumAt(beta1, decay, ++at);
  products.set(key, { step, product });
  return product;
}

/**
 * The coefficients of a step of Adam (Kingma and Ba 2015), AdamW (Loshchilov and Hutter 2019) or Nadam (Dozat 2016).
 */
export function momentsCoefficients(rule: 'adam' | 'adamw' | 'nadam', scalars: UpdateScalars): MomentsCoefficients {
  const { learningRate, step, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = scalars;
  const { weightDecay = 0.01, momentumDecay = 4e-3 } = scalars;
  const secondScale = 1 / Math.sqrt(1 - beta2 ** step);
  const keep = rule === 'adamw' ? 1 - learningRate * weightDecay : 1;
  const common = { beta1, beta2, epsilon, keep, secondScale };
  if (rule !== 'nadam') return { ...common, gradientRate: 0, firstRate: learningRate / (1 - beta1 ** step) };
  const product = momentumProduct(beta1, momentumDecay, step);
  const current = momentumAt(beta1, momentumDecay, step);
  const next = momentumAt(beta1, momentumDecay, step + 1);
  return {
    ...common,
    gradientRate: (learningRate * (1 - current)) / (1 - product),
    firstRate: (learningRate * next) / (1 - product * next),
  };
}

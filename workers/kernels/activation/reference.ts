/**
 * The definition of the activations, and of the gated form (Shazeer 2020, "GLU Variants Improve Transformer").
 *
 * GELU (Hendrycks and Gimpel 2016) is x · Φ(x), with Φ the distribution function of the standard normal: exact by the
 * error function, as in BERT. Its approximation by tanh is a kind of its own, since checkpoints were trained with one or
 * the other.
 *
 * The reference computes in double precision, and Φ to its last digits. The kernels use Abramowitz and Stegun 7.1.26 for
 * Φ, whose error in erf is at most 1.5e-7. With rounding, the error of every activation is within 3e-7·max(1, |x|), and
 * that of its slope within twice that (activation.test.ts).
 */

/** In the order of their numbers in the kernels. */
export const activationKinds = ['gelu', 'gelu-tanh', 'relu', 'silu'] as const;
export type ActivationKind = (typeof activationKinds)[number];

export interface ActivationShape {
  readonly rows: number;
  /** Of the output. */
  readonly width: number;
  /** Whether a row of x holds a gate for each number, after all of them. */
  readonly gated: boolean;
}

/** Up to here the series converges fast; beyond it the continued fraction does. */
const seriesEnd = 4;

/** φ, the density of the standard normal. */
const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** Φ(x) = ½ + φ(x)·Σ x^(2n+1) / (1·3·…·(2n+1)); far from 0 the tail's continued fraction (A&S 26.2.11, 26.2.14). */
export function normalDistribution(x: number): number {
  const size = Math.abs(x);
  if (!(size > seriesEnd)) {
    let sum = x;
    let term = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (x * x) / (2 * n + 1);
      sum += term;
    }
    return 0.5 + density(x) * sum;
  }
  let fraction = size;
  for (let n = 60; n > 0; n--) fraction = size + n / fraction;
  const tail = density(x) / fraction;
  return x < 0 ? tail : 1 - tail;
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** The value and the slope at x. */
interface Activation {
  value(x: number): number;
  slope(x: number): number;
}

/** tanh(√(2/π)·(x + 0.044715·x³)) */
const geluTanh = (x: number) => Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3));

/** Beyond it 1 − tanh² is 0, and its factor may be infinite. */
const tanhEnd = 20;

const activations: Readonly<Record<ActivationKind, Activation>> = {
  gelu: {
    value: (x) => x * normalDistribution(x),
    slope: (x) => normalDistribution(x) + x * density(x),
  },
  'gelu-tanh': {
    value: (x) => 0.5 * x * (1 + geluTanh(x)),
    slope: (x) => {
      const t = geluTanh(x);
      const inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
      return 0.5 * (1 + t) + (Math.abs(x) > tanhEnd ? 0 : 0.5 * x * (1 - t * t) * inner);
    },
  },
  relu: {
    value: (x) => Math.max(x, 0),
    slope: (x) => (x > 0 ? 1 : 0),
  },
  silu: {
    value: (x) => x * logistic(x),
    slope: (x) => logistic(x) * (1 + x * (1 - logistic(x))),
  },
};

/** Index of a number's gate, and of the number itself, in x. */
const placesOf = ({ width, gated }: ActivationShape, n: number) => {
  const at = gated ? 2 * width * Math.trunc(n / width) + (n % width) : n;
  return { at, gate: at + width };
};

/** x [rows, width], or [rows, 2·width] where gated → [rows, width]. */
export function activationForward(shape: ActivationShape, x: Float32Array, kind: ActivationKind): Float32Array {
  const { value } = activations[kind];
  return Float32Array.from({ length: shape.rows * shape.width }, (_, n) => {
    const { at, gate } = placesOf(shape, n);
    return value(x[at]!) * (shape.gated ? x[gate]! : 1);
  });
}

/** The gradient of x from that of the output [rows, width]. */
export function activationGradient(
  shape: ActivationShape,
  x: Float32Array,
  gradient: Float32Array,
  kind: ActivationKind,
): Float32Array {
  const { value, slope } = activations[kind];
  const result = new Float32Array(x.length);
  gradient.forEach((upstream, n) => {
    const { at, gate } = placesOf(shape, n);
    result[at] = upstream * slope(x[at]!) * (shape.gated ? x[gate]! : 1);
    if (shape.gated) result[gate] = upstream * value(x[at]!);
  });
  return result;
}

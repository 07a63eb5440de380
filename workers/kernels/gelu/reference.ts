/**
 * The definition of GELU (Hendrycks and Gimpel 2016): x · Φ(x), with Φ the distribution function of the standard
 * normal. It is exact by the error function, as in BERT, not the approximation by tanh.
 *
 * The reference computes Φ in double precision to its last digits. The kernels use Abramowitz and Stegun 7.1.26, whose
 * error in erf is at most 1.5e-7. With rounding, the error of x·Φ(x) is within 3e-7·max(1, |x|), and that of its slope
 * within twice that (gelu.test.ts; measured 2.0e-7).
 */

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

/** x → x·Φ(x), of the same size. */
export function geluForward(x: Float32Array): Float32Array {
  return x.map((value) => value * normalDistribution(value));
}

/** The gradient of x: gradient · (Φ(x) + x·φ(x)). */
export function geluGradient(x: Float32Array, gradient: Float32Array): Float32Array {
  return x.map((value, n) => gradient[n]! * (normalDistribution(value) + value * density(value)));
}

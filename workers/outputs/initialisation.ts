/**
 * How the rows of new categories begin (paper 0, section 5: footnote 2; paper 1, section 3): zeros, N(0, 1), or N(μ, σ²)
 * with the mean and deviation of the trained numbers of the same parameter.
 */
import type { Initialisation } from '../protocol/configuration.ts';
import type { Random } from '../text/random.ts';

/** Given a parameter's trained numbers, a source of numbers for its new rows. */
export function newRowValues(
  initialisation: Exclude<Initialisation, 'best'>,
  random: Random,
): (trained: Float32Array) => () => number {
  if (initialisation === 'zeros') return () => () => 0;
  if (initialisation === 'normal') return () => () => random.normal(0, 1);
  return (trained) => {
    const { mean, deviation } = moments(trained);
    return () => random.normal(mean, deviation);
  };
}

/** Population mean and standard deviation. */
function moments(values: Float32Array): { mean: number; deviation: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

/** How sure a mean over a few seeds is: its 95 % confidence interval by Student's t distribution. */

export interface MeanAndInterval {
  readonly mean: number;
  /** Half the interval's width: the true mean lies within mean ± this in 95 of 100 cases. */
  readonly half: number;
}

/** 97.5 % quantiles of Student's t distribution with 1, 2, 3, … degrees of freedom. */
const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
];
/** That of the normal distribution, to which the others fall. */
const normalQuantile = 1.96;

/** @param values at least two. */
export function meanAndInterval(values: readonly number[]): MeanAndInterval {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const quantile = quantiles[count - 2] ?? normalQuantile;
  return { mean, half: quantile * Math.sqrt(variance / count) };
}

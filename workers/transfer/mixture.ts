/**
 * A model on the line between the one that training began with and the one that came of it (Wortsman and others 2022, "Robust
 * fine-tuning of zero-shot models", equation 1): a part of what was learned, and a part of what would be forgotten.
 */
import type { ModelState } from '../models/state.ts';

/** @param share of the trained one; both have the same weights. */
export function mixture(start: ModelState, trained: ModelState, share: number): ModelState {
  const weights = Object.fromEntries(
    Object.entries(trained.weights).map(([name, { shape, values }]) => {
      const before = start.weights[name]?.values ?? values;
      return [name, { shape, values: values.map((value, at) => share * value + (1 - share) * (before[at] ?? value)) }];
    }),
  );
  return { ...trained, weights };
}

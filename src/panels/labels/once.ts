/**
 * What a button does on the first click of a double click alone. The button that stands there after the first undoes it:
 * the second click would take back what the first one did.
 */
import type { MouseEvent } from 'react';

export function once(action: () => void): (event: MouseEvent) => void {
  // By keyboard it is 0.
  return ({ detail }) => {
    if (detail <= 1) action();
  };
}

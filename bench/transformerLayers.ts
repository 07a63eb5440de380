/** The transformer whose dispatches are counted twice, with our operations and with tfjs's own. */

/** Small, since a count hangs on none of these. */
export const smallLayers = { hidden: 48, heads: 4, inner: 96, batch: 2, pieces: 16 } as const;

export const countedLayers = [2, 4, 6] as const;

/** BERT-base's. */
export const baseLayers = 12;

/** Operations over all parameters take them in groups, of which a layer may begin one more. */
const surplus = 2;

/**
 * What a number of layers would take, from what fewer took; rounded up.
 * @param counts by `countedLayers`.
 * @throws Error where they do not grow by about the same number from layer to layer.
 */
export function workedOut(
  counts: readonly number[],
  layers: number,
): { readonly all: number; readonly perLayer: number } {
  const [first = 0, second = 0, third = 0] = counts;
  const [a, b, c] = countedLayers;
  const perLayer = (third - first) / (c - a);
  if (Math.abs(first + perLayer * (b - a) - second) > surplus) {
    throw new Error(`Layers do not take the same number each: ${counts.join(', ')} for ${countedLayers.join(', ')}.`);
  }
  return { all: Math.ceil(third + perLayer * (layers - c)), perLayer };
}

/** Thousands of steps on a few hundred pixels: neighbours are averaged, so that the loss strip stays cheap to draw. */

export interface LossPoint {
  /** In epochs: 1.5 is the middle of the second. */
  readonly epoch: number;
  readonly loss: number;
}

/** At most `most` points; each stands for an equal number of neighbours (the last for what is left) and lies at its last. */
export function thinLosses(points: readonly LossPoint[], most: number): readonly LossPoint[] {
  if (points.length <= most) return points;
  const each = Math.ceil(points.length / most);
  const thin: LossPoint[] = [];
  for (let start = 0; start < points.length; start += each) {
    const bucket = points.slice(start, start + each);
    const sum = bucket.reduce((total, { loss }) => total + loss, 0);
    thin.push({ epoch: bucket.at(-1)?.epoch ?? 0, loss: sum / bucket.length });
  }
  return thin;
}

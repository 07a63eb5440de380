/** Parameters copied out of the device and back: the best epoch, and what a model file holds. */
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Parameters } from './parameters.ts';

export type Snapshot = ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;

export async function takeSnapshot(parameters: Parameters): Promise<Snapshot> {
  const snapshot = new Map<string, { shape: readonly number[]; values: Float32Array }>();
  for (const [name, variable] of Object.entries(parameters)) {
    // Copied: backends may hand out the very array that the next update writes to.
    const values = Float32Array.from((await variable.data()) as Float32Array);
    snapshot.set(name, { shape: [...variable.shape], values });
  }
  return snapshot;
}

/** Shapes must be as they were. */
export function restoreSnapshot(parameters: Parameters, snapshot: Snapshot): void {
  for (const [name, variable] of Object.entries(parameters)) {
    const stored = snapshot.get(name);
    if (stored) tidy(() => variable.assign(tensor(stored.values, variable.shape, 'float32')));
  }
}

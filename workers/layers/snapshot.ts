/** Parameters copied out of the device and back: the best epoch, a checkpoint, and what a model file holds. */
import { tensor, tidy } from '@tensorflow/tfjs-core';
import { HostTable } from './hostTable.ts';
import type { Parameters, Weight } from './parameters.ts';
import type { PartOwner } from './part.ts';

export type Snapshot = Readonly<Record<string, Weight>>;

export async function takeSnapshot(parameters: Parameters): Promise<Snapshot> {
  const snapshot: Record<string, Weight> = {};
  for (const [name, variable] of Object.entries(parameters)) {
    // Copied: backends may hand out the very array that the next update writes to.
    const values = Float32Array.from((await variable.data()) as Float32Array);
    snapshot[name] = { shape: [...variable.shape], values };
  }
  return snapshot;
}

/** All numbers of some parts by full name, those that stay on the host too. Not to be written to. */
export async function storedWeights({ parts }: PartOwner): Promise<Snapshot> {
  const weights: Record<string, Weight> = {};
  for (const part of parts) {
    if (part instanceof HostTable) weights[part.name] = await part.weight();
    else Object.assign(weights, await takeSnapshot(part.parameters));
  }
  return weights;
}

/** Shapes must be as they were. A parameter that the snapshot lacks stays as it is. */
export function restoreSnapshot(parameters: Parameters, snapshot: Snapshot): void {
  for (const [name, variable] of Object.entries(parameters)) {
    const stored = snapshot[name];
    // A copy: the cpu backend would go on to teach the very array that it is given.
    if (stored) tidy(() => variable.assign(tensor(stored.values.slice(), variable.shape, 'float32')));
  }
}

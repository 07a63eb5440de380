/** Since when nothing got better, as the patience of a training counts it. */
import type { EpochRecord } from '../../../workers/protocol/engine.ts';

/** The latest of three epochs: the first that found an entity, the best by F1, and the one of the lowest dev loss. */
export function lastGain(records: readonly EpochRecord[], bestEpoch: number): number {
  const found = records.find(({ dev }) => dev.overall.correct > 0)?.epoch ?? 0;
  const lowest = Math.min(...records.map(({ devLoss }) => devLoss));
  const ofLowest = records.find(({ devLoss }) => devLoss === lowest)?.epoch ?? 0;
  return Math.max(found, bestEpoch, ofLowest);
}

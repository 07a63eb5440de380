/**
 * Which epoch is the best, and when none better is to be expected. Patience counts from the latest of three epochs: the
 * first that found anything, the best by the criterion, and the one of the lowest loss. A model that begins from nothing
 * finds nothing for many epochs while its loss falls; by F1 alone it would be given up before it has begun. Once the
 * criterion cannot get better, patience counts from there alone.
 */
import type { LoopRecord, Measured } from './loop.ts';
import type { TrainingProgress } from './state.ts';

export function initialProgress<Figures>(): TrainingProgress<Figures> {
  return { records: [], bestEpoch: 0, bestParameters: null };
}

/** The progress with one epoch more, and whether that epoch is the best so far; of equal ones the first is. */
export function withEpoch<Figures>(
  { records, bestEpoch, bestParameters }: TrainingProgress<Figures>,
  record: LoopRecord<Figures>,
): { progress: TrainingProgress<Figures>; best: boolean } {
  const leader = records[bestEpoch - 1];
  const best = !leader || isBetter(record.measured, leader.measured);
  const progress = { records: [...records, record], bestEpoch: best ? record.epoch : bestEpoch, bestParameters };
  return { progress, best };
}

/** Where neither found anything the one of the lower loss is the better. */
function isBetter({ criterion, better, found, loss }: Measured<unknown>, than: Measured<unknown>): boolean {
  if (!found && !than.found) return loss < than.loss;
  return better === 'higher' ? criterion > than.criterion : criterion < than.criterion;
}

export function patienceEnded({ records, bestEpoch }: TrainingProgress<unknown>, patience: number): boolean {
  // A loss may go on to fall for hundreds of epochs in which nothing better can come.
  if (records[bestEpoch - 1]?.measured.perfect) return records.length - bestEpoch >= patience;
  const firstFound = records.find(({ measured }) => measured.found)?.epoch ?? 0;
  let lowestLoss = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const { epoch, measured } of records) {
    if (measured.loss < least) [least, lowestLoss] = [measured.loss, epoch];
  }
  return records.length - Math.max(firstFound, bestEpoch, lowestLoss) >= patience;
}

/** All that a training holds, as plain data: saved and continued it gives, on WASM, the same bits. */
import type { Snapshot } from '../layers/snapshot.ts';
import type { LoopRecord } from './loop.ts';
import type { OptimizerState } from './optimizer.ts';

/** What the finished epochs brought. */
export interface TrainingProgress<Figures> {
  readonly records: readonly LoopRecord<Figures>[];
  /** 0 before the first epoch's end. */
  readonly bestEpoch: number;
  /** What learns as it was after the best epoch. What is frozen stays as it is. */
  readonly bestParameters: Snapshot | null;
}

export interface TrainingState<Figures> {
  readonly progress: TrainingProgress<Figures>;
  /** Of the epoch under way: steps taken, and the sum of their losses. Null between two epochs. */
  readonly underWay: { readonly steps: number; readonly losses: LossSum } | null;
  /** As `Random.state` gives them; `order` as it was when the epoch under way began. */
  readonly streams: { readonly order: readonly number[]; readonly dropout: readonly number[] };
  readonly optimizer: OptimizerState;
  readonly parameters: Snapshot;
}

export interface LossSum {
  readonly total: number;
  readonly sentences: number;
}

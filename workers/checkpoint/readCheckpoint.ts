import type { CheckpointFile } from '../protocol/checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';

export function readCheckpoint(_files: readonly CheckpointFile[]): Checkpoint {
  throw new Error('to come');
}

import { describe, expect, it } from 'vitest';
import type { EpochRecord } from '../../../workers/protocol/engine.ts';
import { lastGain } from './lastGain.ts';

const record = (epoch: number, devLoss: number, correct: number) =>
  ({ epoch, devLoss, dev: { overall: { correct } } }) as EpochRecord;

describe('lastGain', () => {
  it('is the best epoch where the loss has risen since', () => {
    expect(lastGain([record(1, 3, 5), record(2, 2, 6), record(3, 4, 4)], 2)).toBe(2);
  });

  it('is a later epoch whose loss is lower', () => {
    expect(lastGain([record(1, 3, 5), record(2, 2, 4), record(3, 2, 4)], 1)).toBe(2);
  });

  it('is the first epoch that found anything', () => {
    expect(lastGain([record(1, 2, 0), record(2, 3, 0), record(3, 3, 1)], 1)).toBe(3);
  });
});

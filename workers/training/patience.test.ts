import { describe, expect, it } from 'vitest';
import type { LoopRecord, Measured } from './loop.ts';
import { initialProgress, patienceEnded, withEpoch } from './patience.ts';
import type { TrainingProgress } from './state.ts';

type Epoch = Partial<Pick<Measured<null>, 'loss' | 'criterion' | 'found' | 'better' | 'perfect'>>;

/** Epochs that differ in what is given alone: the first of them is the best, the first that found, the one of least loss. */
function progressOver(epochs: readonly Epoch[]): { progress: TrainingProgress<null>; best: boolean[] } {
  let progress = initialProgress<null>();
  const best = epochs.map((epoch, index) => {
    const measured = {
      figures: null,
      loss: 1,
      criterion: 50,
      better: 'higher',
      found: true,
      perfect: false,
      ...epoch,
    } as const;
    const record: LoopRecord<null> = { epoch: index + 1, loss: 1, measured, seconds: 1 };
    const next = withEpoch(progress, record);
    progress = next.progress;
    return next.best;
  });
  return { progress, best };
}

/** After how many epochs it is given up; 0 where it is not. */
function givenUpAfter(patience: number, epochs: readonly Epoch[]): number {
  for (let count = 1; count <= epochs.length; count++) {
    if (patienceEnded(progressOver(epochs.slice(0, count)).progress, patience)) return count;
  }
  return 0;
}

const many = (count: number, epoch: Epoch = {}): Epoch[] => Array.from({ length: count }, () => epoch);

describe('the best epoch', () => {
  it('is the one of the highest criterion, the first of equal ones', () => {
    const { progress, best } = progressOver([40, 60, 50, 60].map((criterion) => ({ criterion })));
    expect(best).toEqual([true, true, false, false]);
    expect(progress.bestEpoch).toBe(2);
    expect(progress.records.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
  });

  it('is the one of the lowest where lower is better', () => {
    const epochs = [9, 7, 8, 7].map((criterion) => ({ criterion, better: 'lower' }) as const);
    const { progress, best } = progressOver(epochs);
    expect(best).toEqual([true, true, false, false]);
    expect(progress.bestEpoch).toBe(2);
  });

  it('is the first, however poor it is', () => {
    expect(progressOver([{ criterion: 0, found: false }]).progress.bestEpoch).toBe(1);
  });

  it('leaves the parameters of the one before in place, for the loop to change', () => {
    const kept = { bias: { shape: [1], values: Float32Array.of(1) } };
    const before = { ...progressOver([{}]).progress, bestParameters: kept };
    const measured = { figures: null, loss: 1, criterion: 99, better: 'higher', found: true, perfect: false } as const;
    const { progress, best } = withEpoch(before, { epoch: 2, loss: 1, measured, seconds: 1 });
    expect(best).toBe(true);
    expect(progress.bestParameters).toBe(kept);
    expect(before.records).toHaveLength(1);
  });
});

describe('patience', () => {
  it('does not end before the first epoch', () => {
    expect(patienceEnded(initialProgress(), 1)).toBe(false);
  });

  it('ends after so many epochs in which nothing got better', () => {
    expect(givenUpAfter(3, many(10))).toBe(4);
  });

  it('counts from the best alone where nothing better can come, however far the loss still falls', () => {
    const falling = many(10).map((_, index) => ({ loss: 1 / (index + 2), criterion: 100, perfect: true }));
    expect(givenUpAfter(3, [{ criterion: 50 }, ...falling])).toBe(5);
  });

  it.each([
    ['first that found anything', [...many(4, { found: false }), ...many(6)]],
    ['best by the criterion', [...many(4), { criterion: 60 }, ...many(5)]],
    ['one of the lowest loss', [...many(4), { loss: 0.5 }, ...many(5)]],
  ])('counts from the %s', (_, epochs) => {
    expect(epochs).toHaveLength(10);
    expect(givenUpAfter(6, epochs)).toBe(0);
    expect(givenUpAfter(5, epochs)).toBe(10);
  });

  it.each([
    ['that found anything', [{ loss: 0.5, found: false }, { criterion: 60, found: false }, {}]],
    ['of the best criterion', [{ loss: 0.5, found: false }, {}, { criterion: 60 }]],
    ['of the lowest loss', [{ found: false }, { criterion: 60 }, { loss: 0.5 }]],
  ])('counts from the latest of the three: here the epoch %s', (_, epochs) => {
    expect(givenUpAfter(3, [...epochs, ...many(7)])).toBe(6);
  });

  it('does not give up a model that finds nothing yet while its loss falls', () => {
    // A BiLSTM-CRF that began from random weights: given up by F1 after 9 epochs, it would have learned its task.
    const losses = [95, 84, 74, 66, 58, 51, 45, 40, 35];
    const epochs = losses.map((loss) => ({ loss, criterion: 0, found: false }));
    expect(givenUpAfter(8, epochs)).toBe(0);
    expect(givenUpAfter(8, [...epochs, ...many(3, { loss: 30, criterion: 20 })])).toBe(0);
  });

  it('gives up one whose loss falls no more', () => {
    const epochs = [95, 84, 74].map((loss) => ({ loss, criterion: 0, found: false }));
    expect(givenUpAfter(8, [...epochs, ...many(12, { loss: 80, criterion: 0, found: false })])).toBe(11);
  });

  it('does not take a loss that is not a number for a lower one', () => {
    expect(givenUpAfter(3, [{}, ...many(9, { loss: Number.NaN })])).toBe(4);
  });
});

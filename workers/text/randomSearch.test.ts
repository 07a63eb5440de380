import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Architecture } from '../protocol/architectures.ts';
import { findArchitecture } from '../protocol/architectures.ts';
import { valuesOf } from '../protocol/searchRanges.ts';
import { declaredRanges, drawTrials } from './randomSearch.ts';

const ranges = { dropout: { from: 0.1, to: 0.8, step: 0.1 }, batchSize: [16, 32, 64] };

describe('a random search', () => {
  it('draws trials that differ, of values in range', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 40 }), (seed, count) => {
        const trials = drawTrials(ranges, count, seed);
        expect(trials).toHaveLength(Math.min(count, 24));
        expect(new Set(trials.map((trial) => JSON.stringify(trial))).size).toBe(trials.length);
        for (const { dropout, batchSize } of trials) {
          expect(valuesOf(ranges.dropout)).toContain(dropout);
          expect(ranges.batchSize).toContain(batchSize);
        }
      }),
    );
  });

  it('begins with the same trials where more are asked for', () => {
    const some = drawTrials(ranges, 5, 1);
    expect(drawTrials(ranges, 12, 1).slice(0, 5)).toEqual(some);
  });

  it('searches what the declarations give ranges for, and of batches what they are counted in', () => {
    const [blstm, bilstmCnn] = ['blstm', 'bilstm-cnn'].map((name) => findArchitecture(name) as Architecture);
    const searched = (architecture: Architecture | undefined) =>
      architecture ? Object.keys(declaredRanges(architecture)) : [];
    expect(searched(blstm)).toEqual([
      ...['characterHidden', 'wordHidden'],
      ...['learningRate', 'clip', 'dropout', 'batchSize'],
    ]);
    // The sizes of a pretrained encoder are its own.
    expect(searched(findArchitecture('bert-crf'))).toEqual(['learningRate', 'batchSize']);
    expect(bilstmCnn?.settings.batching).toBe('tokens');
    expect(searched(bilstmCnn)).not.toContain('batchSize');
  });
});

import { memory, scalar } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import { LossMeter } from './lossMeter.ts';

describe('a meter of losses', () => {
  beforeEach(async () => {
    await openTestBackend('cpu');
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells the mean loss a sentence since the last reading, and over all', async () => {
    const meter = new LossMeter(20, 0);
    meter.add(scalar(2), 4);
    meter.add(scalar(5), 2);
    expect((await meter.read()).loss).toBe(3);
    meter.add(scalar(7), 4);
    expect((await meter.read()).loss).toBe(7);
    expect(meter.mean).toBe(4.6);
    expect(meter.losses).toEqual({ total: 46, sentences: 10 });
  });

  it('goes on from what an earlier part of the epoch gave, whose sentences took none of its time', async () => {
    const meter = new LossMeter(20, 0, { total: 46, sentences: 10 });
    meter.add(scalar(1), 4);
    vi.advanceTimersByTime(2000);
    const { loss, sentencesPerSecond, secondsLeft } = await meter.read();
    expect(loss).toBe(1);
    expect(meter.mean).toBe(50 / 14);
    expect(sentencesPerSecond).toBeCloseTo(2, 6);
    expect(secondsLeft).toBeCloseTo(6 / 2, 6);
  });

  it('tells the time that is left by all epochs that are left', async () => {
    const meter = new LossMeter(20, 3);
    meter.add(scalar(1), 5);
    vi.advanceTimersByTime(1000);
    const { sentencesPerSecond, secondsLeft } = await meter.read();
    expect(sentencesPerSecond).toBeCloseTo(5, 6);
    expect(secondsLeft).toBeCloseTo((15 + 3 * 20) / 5, 6);
  });

  it('is to be read when some time has passed, counted from the last reading', async () => {
    const meter = new LossMeter(20, 0);
    meter.add(scalar(1), 1);
    vi.advanceTimersByTime(150);
    expect(meter.due).toBe(false);
    vi.advanceTimersByTime(100);
    expect(meter.due).toBe(true);
    await meter.read();
    expect(meter.due).toBe(false);
  });

  it('tells of a loss that is not a number', async () => {
    const meter = new LossMeter(2, 0);
    meter.add(scalar(Number.NaN), 1);
    expect((await meter.read()).loss).toBeNaN();
  });

  it('keeps no loss that it has read, nor any once it is let go', async () => {
    const before = memory().numTensors;
    const meter = new LossMeter(20, 0);
    meter.add(scalar(1), 1);
    await meter.read();
    expect(memory().numTensors).toBe(before);
    meter.add(scalar(1), 1);
    meter.add(scalar(2), 1);
    expect(memory().numTensors).toBe(before + 2);
    meter.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

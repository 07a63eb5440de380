import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '../../workers/protocol/engine.ts';
import { pacedEvents } from './pacedEvents.ts';

const step = (number: number) => ({ type: 'step', step: number }) as RunEvent;
const epoch = { type: 'epoch' } as RunEvent;

describe('paced events', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('hand on steps together, now and then', () => {
    const handed: (readonly RunEvent[])[] = [];
    const paced = pacedEvents<RunEvent>((events) => handed.push(events));
    for (let number = 0; number < 10; number++) {
      paced.take(step(number));
      vi.advanceTimersByTime(100);
    }
    expect(handed.map((events) => events.length)).toEqual([5, 5]);
  });

  it('hand on anything else at once, in its place', () => {
    const handed: RunEvent[] = [];
    const paced = pacedEvents<RunEvent>((events) => handed.push(...events));
    for (const event of [step(1), epoch, step(2)]) paced.take(event);
    expect(handed).toEqual([step(1), epoch]);
    paced.flush();
    expect(handed).toEqual([step(1), epoch, step(2)]);
    vi.advanceTimersByTime(5000);
    expect(handed).toHaveLength(3);
  });
});

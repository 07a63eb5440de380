import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SavingState } from '../protocol/projects.ts';
import { WriteQueue } from './writeQueue.ts';

let states: SavingState[] = [];
let queue: WriteQueue;

const full = () => Object.assign(new Error('no room'), { name: 'AbortError', inner: { name: 'QuotaExceededError' } });

beforeEach(() => {
  vi.useFakeTimers();
  states = [];
  queue = new WriteQueue((state) => states.push(state), 1000);
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what waits to be written', () => {
  it('is written in its order, and of each thing the last state alone', async () => {
    const written: string[] = [];
    const write = (what: string) => async () => void written.push(what);
    queue.ask('a', write('a 1'));
    queue.ask('b', write('b 1'));
    queue.ask('b', write('b 2'));
    await queue.settled();
    expect(written).toEqual(['a 1', 'b 2']);
    expect(states.at(-1)).toEqual({ waiting: 0, problem: null });
  });

  it('is written again where it changed while it was written', async () => {
    const written: number[] = [];
    queue.ask('a', async () => {
      written.push(1);
      queue.ask('a', async () => void written.push(2));
    });
    await queue.settled();
    expect(written).toEqual([1, 2]);
  });

  it('waits on where there is no room, says so, and is written when there is', async () => {
    let room = false;
    const written: string[] = [];
    queue.ask('a', async () => {
      if (!room) throw full();
      written.push('a');
    });
    queue.ask('b', async () => void written.push('b'));
    await queue.settled();
    expect(written).toEqual(['b']);
    expect(states.at(-1)).toMatchObject({ waiting: 1, problem: { code: 'disk-full' } });
    await vi.advanceTimersByTimeAsync(1000);
    expect(states.at(-1)?.waiting).toBe(1);
    room = true;
    queue.tryAgain();
    await queue.settled();
    expect(written).toEqual(['b', 'a']);
    expect(states.at(-1)).toEqual({ waiting: 0, problem: null });
  });

  it('is tried again by itself', async () => {
    let tries = 0;
    queue.ask('a', async () => {
      if (++tries < 3) throw new Error('busy');
    });
    await queue.settled();
    expect(states.at(-1)?.problem).toMatchObject({ code: 'not-stored' });
    await vi.advanceTimersByTimeAsync(2500);
    expect(tries).toBe(3);
    expect(states.at(-1)).toEqual({ waiting: 0, problem: null });
  });

  it('is written a last time when nothing is to be written any more, and then not tried again', async () => {
    const tried: string[] = [];
    queue.ask('a', async () => {
      tried.push('a');
      throw full();
    });
    queue.ask('b', async () => void tried.push('b'));
    await queue.end();
    expect(tried).toEqual(['a', 'b']);
    expect(states.at(-1)).toEqual({ waiting: 0, problem: null });
    await vi.advanceTimersByTimeAsync(5000);
    queue.tryAgain();
    await queue.settled();
    expect(tried).toEqual(['a', 'b']);
  });
});

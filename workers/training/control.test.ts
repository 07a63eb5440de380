import { describe, expect, it } from 'vitest';
import { GraftError } from '../protocol/errors.ts';
import { RunControl } from './control.ts';

function setUp() {
  const control = new RunControl();
  const changes: boolean[] = [];
  control.onChange = (paused) => changes.push(paused);
  let passed = 0;
  const pass = () =>
    control.betweenSteps().then(() => {
      passed++;
    });
  return { control, changes, pass, passed: () => passed };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 10));
const lost = new GraftError({ code: 'gpu-lost', message: 'Lost.', remedy: '' });

describe('a run', () => {
  it('waits between two steps while it is paused, and says so', async () => {
    const { control, changes, pass, passed } = setUp();
    control.pause();
    const waiting = pass();
    await soon();
    expect({ passed: passed(), changes }).toEqual({ passed: 0, changes: [true] });
    control.resume();
    await waiting;
    expect(changes).toEqual([true, false]);
  });

  it('goes on when it is stopped, and cannot be paused any more', async () => {
    const { control, pass } = setUp();
    control.pause();
    const waiting = pass();
    control.stop();
    await waiting;
    control.pause();
    await pass();
    expect(control.stopped).toBe(true);
  });

  it('ends its wait with a failure from outside, and is still paused after that is mended', async () => {
    const { control, changes, pass } = setUp();
    control.pause();
    const waiting = pass();
    await soon();
    control.fail(lost);
    await expect(waiting).rejects.toBe(lost);
    control.mend();
    let ended = false;
    const again = pass().then(() => {
      ended = true;
    });
    await soon();
    expect(ended).toBe(false);
    control.resume();
    await again;
    expect(changes).toEqual([true, true, false]);
  });
});

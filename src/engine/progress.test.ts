import { describe, expect, it } from 'vitest';
import { describeSeconds, type Progress, timedProgress } from './progress.ts';

describe('time left', () => {
  it.each([
    [0.2, 'under a second'],
    [8.4, '8 s'],
    [59.6, '1 min'],
    [80, '1 min 20 s'],
    [119, '2 min'],
    [1800, '30 min'],
    [7200, '2.0 h'],
  ])('says %s seconds as %s', (seconds, words) => {
    expect(describeSeconds(seconds)).toBe(words);
  });

  it('follows from how long the first part took', () => {
    let clock = 0;
    const shown: Progress[] = [];
    const call = new AbortController();
    const report = timedProgress(
      (progress) => shown.push(progress),
      call.signal,
      () => clock,
    );
    report({ label: 'Reading', fraction: 0.01 });
    clock = 2000;
    report({ label: 'Reading', fraction: 0.25 });
    clock = 8000;
    report({ label: 'Reading', fraction: 1 });
    expect(shown.map(({ secondsLeft }) => secondsLeft)).toEqual([null, 6, 0]);
    call.abort();
    report({ label: 'Reading', fraction: 1 });
    expect(shown).toHaveLength(3);
  });
});

import { describe, expect, it } from 'vitest';
import { listed } from './listed.ts';

describe('a list in words', () => {
  it('ends in “and”, and counts those that are too many', () => {
    expect(listed([])).toBe('');
    expect(listed(['A'])).toBe('A');
    expect(listed(['A', 'B'])).toBe('A and B');
    expect(listed(['A', 'B', 'C'], 3)).toBe('A, B and C');
    expect(listed(['A', 'B', 'C', 'D', 'E'], 3)).toBe('A, B and 3 others');
  });
});

import { describe, expect, it } from 'vitest';
import { threadsBesidePage } from './load.ts';

describe('threads beside a page', () => {
  it('leave it a core where there are more than two', () => {
    expect([1, 2, 3, 4, 16].map(threadsBesidePage)).toEqual([1, 2, 2, 3, 15]);
  });
});

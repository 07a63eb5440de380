import { describe, expect, it } from 'vitest';
import { partFromName } from './partNames.ts';

describe('the part in a file name', () => {
  it('is the last word that says so', () => {
    expect(partFromName('test-set/eng.train')).toBe('train');
    expect(partFromName('train.dev.conll')).toBe('dev');
  });

  it('is not found in words that mean something else', () => {
    expect(partFromName('constructor.conll')).toBeUndefined();
    expect(partFromName('news.conll')).toBeUndefined();
  });
});

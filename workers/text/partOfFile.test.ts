import { describe, expect, it } from 'vitest';
import { partFromName } from './partOfFile.ts';

describe('the part in a file name', () => {
  it('is the last word that says so', () => {
    expect(partFromName('test-set/eng.train')).toBe('train');
    expect(partFromName('train.dev.conll')).toBe('dev');
    expect(partFromName('eng.testb')).toBe('test');
    expect(partFromName('engtrain.bio')).toBe('train');
  });

  it('is not found in words that mean something else', () => {
    expect(partFromName('constructor.conll')).toBeUndefined();
    expect(partFromName('news.conll')).toBeUndefined();
    expect(partFromName('latest-contest.txt')).toBeUndefined();
    expect(partFromName('devices.jsonl')).toBeUndefined();
  });
});

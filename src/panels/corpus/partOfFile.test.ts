import { describe, expect, it } from 'vitest';
import { corpusNameOf, partOfFile } from './partOfFile.ts';

describe('which part a file holds', () => {
  it.each([
    ['eng.testa', 'dev'],
    ['eng.testb', 'test'],
    ['target-train.jsonl', 'train'],
    ['KIND_valid.tsv', 'dev'],
    ['conll.dev.txt', 'dev'],
  ])('reads %s as %s', (name, part) => {
    expect(partOfFile(name)).toBe(part);
  });

  it('does not find a part inside another word', () => {
    expect(partOfFile('latest-contest.txt')).toBeNull();
    expect(partOfFile('devices.jsonl')).toBeNull();
  });
});

describe('what a corpus is called', () => {
  it('takes what the names share', () => {
    expect(corpusNameOf(['target-train.jsonl', 'target-dev.jsonl', 'target-test.jsonl'])).toBe('target');
  });

  it('takes a single file by its name without its endings', () => {
    expect(corpusNameOf(['letters.conll.gz'])).toBe('letters');
  });

  it('does not call a corpus after one of its parts', () => {
    expect(corpusNameOf(['train.txt', 'test.txt'])).toBe('train');
  });
});

import { describe, expect, it } from 'vitest';
import { corpusNameOf } from './corpusName.ts';

const named = (...names: string[]) => corpusNameOf(names.map((name) => ({ name })));

describe('what a corpus is called', () => {
  it('takes the folder, chosen or dropped', () => {
    const chosen = ['train', 'dev'].map((part) => ({ name: `${part}.txt`, webkitRelativePath: `news/${part}.txt` }));
    expect(corpusNameOf(chosen)).toBe('news');
    const dropped = ['train', 'dev'].map((part) => ({ name: `${part}.txt`, path: `./data/letters/${part}.txt` }));
    expect(corpusNameOf(dropped)).toBe('letters');
    expect(corpusNameOf([{ name: 'notes.txt', path: './notes.txt' }])).toBe('notes');
  });

  it('takes what the names share', () => {
    expect(named('target-train.jsonl', 'target-dev.jsonl', 'target-test.jsonl')).toBe('target');
    expect(named('eng.train', 'eng.testa', 'eng.testb')).toBe('eng');
  });

  it('takes a single file by its name without its endings', () => {
    expect(named('letters.conll.gz')).toBe('letters');
    expect(named('letters-train.conll')).toBe('letters');
  });

  it('does not call a corpus after one of its parts', () => {
    expect(named('train.txt', 'test.txt')).toBe('Untitled corpus');
    expect(named('train.txt', 'emerging.dev.txt')).toBe('emerging');
  });
});

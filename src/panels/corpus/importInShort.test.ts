import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../../../workers/protocol/preview.ts';
import { importInShort } from './importInShort.ts';

const file = (name: string, part: SourceFile['part'], assumed: readonly string[], format = 'conll'): SourceFile => ({
  name,
  part,
  format,
  assumed,
});

describe('how a corpus was read, in one line', () => {
  it('says once what is the same for all files', () => {
    const said = ['IOB1 tags', 'tags in column 4 of 4'];
    const files = [file('eng.train', 'train', said), file('eng.testa', 'dev', said), file('eng.testb', 'test', said)];
    const assumed = [
      'eng.testa is dev, by its name',
      ...files.flatMap(({ name }) => said.map((words) => `${name}: ${words}`)),
    ];
    expect(importInShort({ files, assumed })).toBe(
      '3 files, CoNLL columns: IOB1 tags, tags in column 4 of 4; testa → dev, testb → test',
    );
  });

  it('names the file of which something is true alone, and what was done to all', () => {
    const files = [file('a.train', 'train', []), file('a.test', 'test', ['decoded as latin-1'])];
    const assumed = ['a.test: decoded as latin-1', 'there is no dev file: a tenth of train was taken'];
    expect(importInShort({ files, assumed })).toBe(
      '2 files, CoNLL columns: a.test: decoded as latin-1; there is no dev file: a tenth of train was taken',
    );
  });

  it('says of a single file that it was divided, and nothing where nothing was assumed', () => {
    const divided = 'divided into train, dev and test, 80/10/10, by the seed 1';
    const files = [file('letters.jsonl', null, [], 'jsonl')];
    expect(importInShort({ files, assumed: [divided] })).toBe(`1 file, JSONL with spans: ${divided}`);
    expect(importInShort({ files, assumed: [] })).toBe('1 file, JSONL with spans');
  });

  it('keeps a name that does not say its part', () => {
    const files = [file('first.txt', 'train', []), file('second.txt', 'dev', [])];
    expect(importInShort({ files, assumed: [] })).toContain('first → train, second → dev');
  });
});

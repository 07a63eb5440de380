import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCorpus } from './read.ts';
import { repeatedKeys } from './repeatedKeys.ts';

const keysOf = (text: string) => repeatedKeys(text).map(({ key }) => key);

describe('a key that stands twice', () => {
  it('is found in the object in which it does, however it is written', () => {
    expect(keysOf('{"a": 1, "b": {"a": 2}, "a": 3}')).toEqual(['a']);
    expect(keysOf('[{"a": 1}, {"a": "a"}, {"a": ["a", "a"]}]')).toEqual([]);
    expect(keysOf('{"a\\"": 1, "\\u0061\\"" : 2, "c": "{\\"c\\": 1}"}')).toEqual(['a"']);
    expect(keysOf('{"\\\\": {"x": 1}, "x": 2}')).toEqual([]);
  });

  it('is in no JSON that was written from a value', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(repeatedKeys(text)).toEqual([]);
      }),
    );
  });

  it.each([
    ['corpus.json', '[\n {"text": "Ada sings",\n  "spans": [],\n  "text": "Ada", "spans": [[0, 3, "PER"]]}\n]', [4, 4]],
    ['corpus.jsonl', '{"text": "Bo", "spans": []}\n{"text": "x", "text": "Ada", "spans": [[0, 3, "PER"]]}\n', [2]],
  ])('is told with its line in %s', (name, text, lines) => {
    const { problems } = readCorpus({ name, bytes: new TextEncoder().encode(text) });
    const repeated = problems.filter(({ code }) => code === 'repeated-key');
    expect(repeated.map(({ line }) => line)).toEqual(lines);
    expect(repeated[0]?.message).toContain('“text” stands twice');
  });
});

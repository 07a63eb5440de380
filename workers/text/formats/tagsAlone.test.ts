/** Lists of tags without words are refused as what they are, however they are written. */
import { describe, expect, it } from 'vitest';
import { readFile, spanTexts } from './records/testing.ts';

describe('tags without words', () => {
  it.each([
    ['a.json', '[["O", "B-PER", "I-PER"], ["B-LOC", "O"]]'],
    ['a.json', '{"y_true": [["O", "B-PER"]], "y_pred": [["O", "O"]]}'],
    ['a.txt', "[['O', 'B-PER', 'I-PER'], ['B-LOC', 'O']]\n"],
    ['a.jsonl', '["O", "B-PER", "I-PER"]\n["B-LOC", "O"]\n'],
    ['a.jsonl', '{"tags": ["O", "B-PER"]}\n{"tags": ["O", "O"]}\n'],
    ['a.py', "y_true = [['O', 'B-MISC'], ['B-PER', 'O']]\ny_pred = [['O', 'O'], ['B-PER', 'O']]\n"],
    ['a.csv', 'B-PER,O,O\nO,O,B-LOC\nO,O\n'],
    ['a.csv', 'O,B-PER,I-PER,O\nO,O,B-LOC,O\n'],
  ])('are refused in %s: %s', (name, text) => {
    expect(() => readFile(name, text)).toThrow(/nothing but tags; the words stand in another file/);
  });

  it('are no words that look like tags', () => {
    const tagged = '[[["O", "B-PER"], ["Conor", "I-PER"], ["left", "O"]]]';
    expect(spanTexts(readFile('a.json', tagged))).toEqual([['PER:O Conor']]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from './sentences.ts';
import { tokenizeWords } from './tokenizer.ts';

function sentences(text: string, newlineEnds = false): string[] {
  const tokens = tokenizeWords(text);
  return splitSentences(text, tokens, { newlineEnds }).map(({ first, end }) =>
    text.slice(tokens[first]?.start, tokens[end - 1]?.end),
  );
}

describe('splitSentences', () => {
  it.each([
    ['It rains. We stay. Good?', ['It rains.', 'We stay.', 'Good?']],
    ['Ask Dr. Vu. She knows Mr. J. Poe.', ['Ask Dr. Vu.', 'She knows Mr. J. Poe.']],
    ['We moved to the U.S. Then we left.', ['We moved to the U.S.', 'Then we left.']],
    ['The U.S. Mint and Acme Inc. Ltd. left.', ['The U.S. Mint and Acme Inc. Ltd. left.']],
    ['He works for Acme Inc. She does not.', ['He works for Acme Inc.', 'She does not.']],
    ['The U.S. army left.', ['The U.S. army left.']],
    ['“Stop!” she said. “Go.” Then he went.', ['“Stop!” she said.', '“Go.”', 'Then he went.']],
    ['It costs 3.50. Fine', ['It costs 3.50.', 'Fine']],
    ['Wow!!! 🙂 Come in', ['Wow!!! 🙂', 'Come in']],
    ['Wait... what', ['Wait... what']],
    ['नमस्ते। ठीक', ['नमस्ते।', 'ठीक']],
    ['So did I. He left.', ['So did I.', 'He left.']],
  ])('cuts %j', (text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });

  it('takes an empty line for an end, and a line’s end only after a final mark', () => {
    expect(sentences('A title\n\nthe text\ngoes on.\nand on')).toEqual(['A title', 'the text\ngoes on.', 'and on']);
    expect(sentences('A title\r\n\r\nthe text')).toEqual(['A title', 'the text']);
  });

  it('takes every line’s end for an end where asked', () => {
    expect(sentences('one two\nthree', true)).toEqual(['one two', 'three']);
  });

  it('puts every token in exactly one sentence, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.boolean(), (text, newlineEnds) => {
        const tokens = tokenizeWords(text);
        const ranges = splitSentences(text, tokens, { newlineEnds });
        expect(ranges.flatMap(({ first, end }) => tokens.slice(first, end))).toEqual(tokens);
        expect(ranges.every(({ first, end }) => end > first)).toBe(true);
      }),
    );
  });
});

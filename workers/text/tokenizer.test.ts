import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenizeWords } from './tokenizer.ts';

const words = (text: string) => tokenizeWords(text).map(({ start, end }) => text.slice(start, end));

describe('tokenizeWords', () => {
  it.each([
    ['Hello, world!', ['Hello', ',', 'world', '!']],
    ["I can't say it's Ann's.", ['I', 'ca', "n't", 'say', 'it', "'s", 'Ann', "'s", '.']],
    ['They’ll go, won’t they?', ['They', '’ll', 'go', ',', 'wo', 'n’t', 'they', '?']],
    ["O'Malley works at B&Q", ["O'Malley", 'works', 'at', 'B&Q']],
    ['order P10AA210645 (paid)', ['order', 'P10AA210645', '(', 'paid', ')']],
    ['call +39 333-4477 now', ['call', '+39', '333-4477', 'now']],
    ['DE89370400440532013000.', ['DE89370400440532013000', '.']],
    ['it cost $1,200.50, or 50%', ['it', 'cost', '$', '1,200.50', ',', 'or', '50', '%']],
    ['at 10:30 on 12/05/2021.', ['at', '10:30', 'on', '12/05/2021', '.']],
    ['a well-known co-op', ['a', 'well-known', 'co-op']],
    ['(see https://www.example.org/a?b=c).', ['(', 'see', 'https://www.example.org/a?b=c', ')', '.']],
    ['write to kim.lee+news@mail.example.org!', ['write', 'to', 'kim.lee+news@mail.example.org', '!']],
    ['go to shop.example.com, please', ['go', 'to', 'shop.example.com', ',', 'please']],
    [
      'Dr. Vu lives on Elm Rd. in the U.S. today',
      ['Dr.', 'Vu', 'lives', 'on', 'Elm', 'Rd.', 'in', 'the', 'U.S.', 'today'],
    ],
    ['No. 5 is mine. No.', ['No.', '5', 'is', 'mine', '.', 'No', '.']],
    [
      'J. Poe and A. B. Vu have AB 12 C. I.',
      ['J.', 'Poe', 'and', 'A.', 'B.', 'Vu', 'have', 'AB', '12', 'C', '.', 'I', '.'],
    ],
    ['well... ok -- fine?!', ['well', '...', 'ok', '--', 'fine', '?!']],
    ['and/or', ['and', '/', 'or']],
    ['C++ or F#', ['C++', 'or', 'F#']],
    ['@kim #late 👩‍👩‍👧👍🏽🇮🇹 :-)', ['@kim', '#late', '👩‍👩‍👧', '👍🏽', '🇮🇹', ':-)']],
    ['Zürich, naïve, Łódź, Москва', ['Zürich', ',', 'naïve', ',', 'Łódź', ',', 'Москва']],
    ['e\u0301te\u0301 нет', ['e\u0301te\u0301', 'нет']],
    ['a\u00a0b\u200bc', ['a', 'b', 'c']],
  ])('cuts %j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('cuts a stretch of a text and gives offsets into the whole', () => {
    expect(tokenizeWords('one two three', 4, 7)).toEqual([{ start: 4, end: 7 }]);
  });

  it('gives tokens in order that cover everything but white space, in any text', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc
        .array(
          fc.constantFrom("n't", '.', 'a', 'É', '5', ',', "'", '-', '@', '🙂', ' ', '\n', '/', '+', 'www.', '\u0301'),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = tokenizeWords(text);
        const gaps = [...tokens, { start: text.length, end: text.length }].map(({ start }, index) =>
          text.slice(tokens[index - 1]?.end ?? 0, start),
        );
        expect(gaps.join('')).toMatch(/^[\s\u200b\u200e\u200f\u2060\ufeff]*$/);
        expect(tokens.filter(({ start, end }) => end <= start || /\s/.test(text.slice(start, end)))).toEqual([]);
        expect(tokens.filter(({ start }, index) => start < (tokens[index - 1]?.end ?? 0))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

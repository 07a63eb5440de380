import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../protocol/errors.ts';
import { Pattern } from './pattern.ts';

/** The longest match of the language's own expressions: they are tried on every beginning of the rest. */
function longest(source: string, text: string, start: number): number | null {
  const whole = new RegExp(`^(?:${source})$`, 'u');
  for (let end = text.length; end > start; end--) if (whole.test(text.slice(start, end))) return end;
  return null;
}

const leaf = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', 'c');
const source = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => one + other),
    fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(${one}|${other})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}'))
      .map(([one, by]) => `(?:${one})${by}`),
  ),
})).pattern;

describe('a pattern', () => {
  it('matches what the language’s own expressions match, the longest way', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1'), maxLength: 8 });
    fc.assert(
      fc.property(source, text, (written, read) => {
        const pattern = new Pattern(written);
        for (let start = 0; start < read.length; start++) {
          expect(pattern.matchAt(read, start, 0, read.length)).toBe(longest(written, read, start));
        }
      }),
    );
  });

  it.each([
    ['\\b\\d{2,5}\\b', 'at 12345 here', 3, 8],
    ['\\b\\d{2,5}\\b', 'at 123456 here', 3, null],
    ['^Mill', 'Mill Lane', 0, 4],
    ['Mill', 'Mill Lane', 1, null],
    ['\\p{Lu}\\p{L}+ (?:Street|Lane)', 'at Ävjö Lane 5', 3, 12],
    ['😀+', 'a😀😀b', 1, 5],
    ['[A-Z]{2}-\\d+', 'the ticket OR-6897, closed', 11, 18],
    ['a\\.b|\\/', 'a.b', 0, 3],
  ])('/%s/ in %j from %i ends at %j', (written, text, start, end) => {
    expect(new Pattern(written).matchAt(text, start, 0, text.length)).toBe(end);
  });

  it('takes no longer where others run away', () => {
    const many = 'a'.repeat(3000);
    for (const written of ['(a*)*b', '(a+)+b', '(a|a)*b', '(a|aa)+b', 'a*a*a*a*a*a*b']) {
      expect(new Pattern(written).matchAt(many, 0, 0, many.length)).toBeNull();
    }
  });

  it.each([
    '(a',
    'a)',
    '*a',
    'a**',
    'a+?',
    '(?=a)',
    '(?<name>a)',
    '(a)\\1',
    '[b-a]',
    '[a',
    'a{300}',
    '((a{99}){99})',
    'a{3,2}',
    '\\',
  ])('of the form %s is refused with its name', (written) => {
    let thrown: unknown = null;
    try {
      new Pattern(written);
    } catch (error) {
      thrown = error;
    }
    expect(problemFrom(thrown)).toMatchObject({ code: 'pattern', message: expect.stringContaining(`/${written}/`) });
  });

  it.each([
    ['(((((){200}){200}){200}){200}){200}', 'it comes to more than 2000 steps'],
    [`${'('.repeat(20_000)}a${')'.repeat(20_000)}`, 'it has more than 1000 characters'],
    ['('.repeat(20_000), 'it has more than 1000 characters'],
    [`${'('.repeat(51)}a${')'.repeat(51)}`, 'more than 50 groups stand in one another'],
    ['a'.repeat(1001), 'it has more than 1000 characters'],
  ])('that runs away as it is read is refused with words (%#)', (written, why) => {
    let thrown: unknown = null;
    try {
      new Pattern(written);
    } catch (error) {
      thrown = error;
    }
    const { code, message } = problemFrom(thrown);
    expect([code, message.length < 400]).toEqual(['pattern', true]);
    expect(message).toContain(why);
  });

  it('may have empty groups, and as many groups as are allowed', () => {
    expect(new Pattern('(a()){3}').matchAt('aaa', 0, 0, 3)).toBe(3);
    expect(new Pattern(`${'('.repeat(50)}a${')'.repeat(50)}`).matchAt('a', 0, 0, 1)).toBe(1);
    expect(new Pattern('(a)'.repeat(60)).matchAt('a'.repeat(60), 0, 0, 60)).toBe(60);
  });
});

import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { GraftError } from '../protocol/errors.ts';
import { checkDepth, checkLimit, checkUnpacked, type LimitName, limitOf, raiseLimits } from './limits.ts';

function problemOf(act: () => void) {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof GraftError) return thrown.problem;
    throw thrown;
  }
  throw new Error('Nothing was refused.');
}

/** Lists within each other. */
function nested(depth: number): unknown {
  let value: unknown = [];
  for (let level = 1; level < depth; level++) value = [value];
  return value;
}

afterEach(() => raiseLimits(''));

describe('limits', () => {
  it('stand in the documentation as they are', () => {
    const rows = [...readFileSync('docs/limits.md', 'utf8').matchAll(/^\| `(\S+)` \| ([^|]+) \| (yes|no) \|/gm)];
    for (const [, name, most, canBeRaised] of rows) {
      const { message, remedy } = problemOf(() => checkLimit(name as LimitName, 1e18, 'a'));
      expect(message).toContain(`; the limit is ${most} (${name}).`);
      expect(remedy.includes('GRAFT_LIMITS')).toBe(canBeRaised === 'yes');
    }
    const { remedy } = problemOf(() => raiseLimits('none=1'));
    const raisable = rows.filter(([, , , canBeRaised]) => canBeRaised === 'yes').map(([, name]) => name);
    expect(remedy).toContain(`can be raised: ${raisable.join(', ')}.`);
  });

  it('take what is as large as they are, and refuse what is larger', () => {
    checkLimit('categories', 10_000, 'a.conll');
    expect(problemOf(() => checkLimit('categories', 10_001, 'a.conll'))).toEqual({
      code: 'over-limit',
      message: 'The file has 10,001 categories; the limit is 10,000 (categories). Nothing was read.',
      remedy:
        'Check which column or key holds the categories. The terminal takes more by the environment variable GRAFT_LIMITS=categories=10001.',
      file: 'a.conll',
    });
  });

  it('name the line, and what was raised already', () => {
    raiseLimits('documents=7');
    const { line, remedy } = problemOf(() => checkLimit('line-characters', 2_000_000, 'a.conll', 3));
    raiseLimits('');
    expect(line).toBe(3);
    expect(remedy).toContain('GRAFT_LIMITS=documents=7,line-characters=2000000.');
  });

  it('say nothing of raising where nobody can', () => {
    const { message, remedy } = problemOf(() => checkLimit('text-bytes', 600_000_000, 'a.txt'));
    expect(message).toBe('The text has 600.0 MB; the limit is 500.0 MB (text-bytes). Nothing was read.');
    expect(remedy).toBe('Divide it into several files.');
  });

  it('count how deep a value is nested, however deep', () => {
    checkDepth(nested(100), 'a.json');
    expect(problemOf(() => checkDepth(nested(101), 'a.json')).message).toContain('nested 101 deep');
    expect(problemOf(() => checkDepth({ a: [nested(200_000)] }, 'a.json')).message).toContain('nested 200,002 deep');
  });

  it('ask how well an archive was packed only where it is large', () => {
    checkUnpacked('zip-bytes', 15_000_000, 10, 'a.zip');
    checkUnpacked('zip-bytes', 20_000_000, 100_000, 'a.zip');
    expect(problemOf(() => checkUnpacked('zip-bytes', 21_000_000, 100_000, 'a.zip')).message).toContain(
      'would unpack to 210 times its size; the limit is 200 (zip-ratio)',
    );
    expect(problemOf(() => checkUnpacked('zip-bytes', 600_000_000, 300_000_000, 'a.zip')).message).toContain(
      '(zip-bytes)',
    );
  });

  it('are raised by their names', () => {
    raiseLimits('categories=20000, zip-ratio=1000');
    checkLimit('categories', 20_000, 'a.conll');
    expect([limitOf('categories'), limitOf('zip-ratio'), limitOf('documents')]).toEqual([20_000, 1000, 1_000_000]);
  });

  it.each([
    ['__proto__=5', 'There is no limit called “__proto__”.'],
    ['categories', 'The limit categories needs a whole number: “” is none.'],
    ['categories=-1', 'The limit categories needs a whole number: “-1” is none.'],
    ['safetensors-header=5', 'The limit safetensors-header cannot be raised. The format’s own limit.'],
  ])('are not raised by %s', (words, message) => {
    expect(problemOf(() => raiseLimits(words)).message).toBe(message);
  });
});

import { describe, expect, it } from 'vitest';
import { describeProblem, GraftError, problemFrom, problemSchema } from './errors.ts';

const problem = { code: 'a-code', message: 'It broke.', remedy: 'Mend it.', file: 'eng.train', line: 12 };

describe('a problem', () => {
  it('is told with its place, what happened and the remedy', () => {
    expect(describeProblem(problem)).toBe('eng.train, line 12: It broke. Mend it.');
    expect(describeProblem({ ...problem, line: undefined })).toBe('eng.train: It broke. Mend it.');
    expect(describeProblem({ code: 'a-code', message: 'It broke.', remedy: '' })).toBe('It broke.');
  });

  it('comes back from an error of the house, which tells it', () => {
    const error = new GraftError(problem);
    expect(error.message).toBe(describeProblem(problem));
    expect(problemFrom(error)).toBe(problem);
    expect(problemSchema.parse(problemFrom(error))).toEqual(problem);
  });

  it('is a fault of Graft where anything else was thrown', () => {
    for (const thrown of [new TypeError('x is undefined'), 'x is undefined']) {
      const { code, message, remedy } = problemFrom(thrown);
      expect([code, message]).toEqual(['unexpected', 'x is undefined']);
      expect(remedy).toContain('report');
    }
  });
});

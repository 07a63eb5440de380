/**
 * How a failure is said, on both sides of the worker boundary and in the terminal: what happened, where, and what the
 * user can do about it. Class identity does not survive structured cloning, so the wire form is a plain object.
 */
import { z } from 'zod';

export const problemSchema = z.object({
  /** A stable word for tests and for the page, such as `span-outside-text`. */
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  file: z.string().optional(),
  /** 1-based. */
  line: z.number().int().positive().optional(),
});

/** One thing that is wrong, and where. Warnings are collected as these too. */
export type Problem = z.infer<typeof problemSchema>;

/** Thrown by everything in `workers/` for errors that the user can do something about. */
export class GraftError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(describeProblem(problem));
    this.name = 'GraftError';
    this.problem = problem;
  }
}

/** `eng.train, line 12: the line has 3 columns where 4 were expected. Remedy…` */
export function describeProblem({ file, line, message, remedy }: Problem): string {
  const place = [file, line === undefined ? undefined : `line ${line}`].filter(Boolean).join(', ');
  return [place && `${place}:`, message, remedy].filter(Boolean).join(' ');
}

/** Whatever was thrown, as a problem. Unknown errors are bugs and say so. */
export function problemFrom(thrown: unknown): Problem {
  if (thrown instanceof GraftError) return thrown.problem;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: 'unexpected',
    message,
    remedy: 'This is a fault in Graft, not in your data: please report it together with what you did before.',
  };
}

/** What went wrong in storing, in words: most of all that there is no room. */
import { GraftError, type Problem, problemFrom } from '../protocol/errors.ts';

/** Dexie hands on what a transaction was aborted for inside of what it throws. */
function namesOf(thrown: unknown): string[] {
  if (typeof thrown !== 'object' || thrown === null) return [];
  const { name, inner } = thrown as { readonly name?: unknown; readonly inner?: unknown };
  return [String(name), ...namesOf(inner)];
}

export function storageProblem(thrown: unknown): Problem {
  if (thrown instanceof GraftError) return thrown.problem;
  if (namesOf(thrown).includes('QuotaExceededError')) {
    return {
      code: 'disk-full',
      message: 'The browser has no room left for this project.',
      remedy:
        'Free space on the disk, or delete projects that are not needed. Nothing is lost as long as this page stays open: it is tried again, and corpora and models can be saved as files under Export.',
    };
  }
  return {
    code: 'not-stored',
    message: `The browser did not store it: ${problemFrom(thrown).message}`,
    remedy: 'It is tried again. Save corpora and models as files under Export before this page is closed.',
  };
}

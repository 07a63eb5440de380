/** Names of categories on the command line, held against those that there are. */
import { GraftError } from '../workers/protocol/errors.ts';
import { suggestion } from './nearest.ts';

/** @throws GraftError with the nearest name, and with all that there are. */
export function requireCategory(
  category: string,
  option: string,
  known: readonly string[],
  of: { readonly what: 'corpus' | 'model'; readonly file: string },
): void {
  if (known.includes(category)) return;
  throw new GraftError({
    code: 'unknown-category',
    message: `${option} ${category}: the ${of.what} has no such category.${suggestion(category, known)}`,
    remedy: `It has: ${[...new Set(known)].join(', ') || 'none'}.`,
    file: of.file,
  });
}

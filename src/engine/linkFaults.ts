/** What a link does not say well enough, told so that whoever opened it can ask for another. */
import { GraftError } from '../../workers/protocol/errors.ts';

export function broken(message: string): GraftError {
  return new GraftError({
    code: 'link-broken',
    message: `The set-up in this link could not be read: ${message}`,
    remedy: 'Ask for the link again, whole, or set things up by hand; nothing was changed.',
  });
}

/** What the schema finds wrong, by the name of the value. */
export function checked<Value>(parsed: {
  data?: Value;
  error?: { issues: readonly { path: PropertyKey[]; message: string }[] };
}): Value {
  if (!parsed.error) return parsed.data as Value;
  const [issue] = parsed.error.issues;
  throw broken(`${issue?.path.at(-1)?.toString() ?? 'it'}: ${issue?.message ?? 'not understood'}.`);
}

/**
 * What may become of a hostile file: it is read, or refused in clear words. Anything else that is thrown is a fault of Graft's, and
 * so is a change of what every object inherits.
 */
import { GraftError, type Problem } from '../../workers/protocol/errors.ts';

/** One input and what it is. */
export interface Hostile {
  readonly what: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

const inherited = () =>
  [Object.prototype, Array.prototype, Function.prototype, Uint8Array.prototype].map((each) =>
    Reflect.ownKeys(each).map(String).join(),
  );
const usual = inherited();

/** What no message says: words of the engine, and values that were put into it unseen. */
const unclear =
  /(?<!received )\bundefined\b|\[object |is not (?:a function|iterable|defined)|Cannot (?:read|convert)|call stack|Invalid (?:array|string|typed)|out of memory/;

/** @returns the problem where it was refused. @throws where anything but a clear refusal came of it. */
export async function outcomeOf(read: () => unknown): Promise<Problem | null> {
  let problem: Problem | null = null;
  try {
    await read();
  } catch (thrown) {
    if (!(thrown instanceof GraftError)) throw new Error('no clear refusal', { cause: thrown });
    problem = thrown.problem;
  }
  if (inherited().join() !== usual.join()) throw new Error('what every object inherits was changed');
  if (!problem) return null;
  const { message, remedy, code } = problem;
  if (code === 'unexpected' || message.length < 10 || remedy.length < 10 || unclear.test(`${message} ${remedy}`))
    throw new Error(`no clear refusal: ${code}: ${message} ${remedy}`);
  if (message.length > 2000) throw new Error(`a refusal of ${message.length} characters: ${message.slice(0, 200)}`);
  return problem;
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * What annotators answered: tools keep what was turned down beside what was accepted, in records and in single spans.
 */
import { type Fields, plainName } from './values.ts';

const answerNames = new Set(['answer', 'status', 'decision', 'verdict', 'reviewstatus']);
const turnedDown =
  /^(?:reject(?:ed)?|ignored?|discard(?:ed)?|skip(?:ped)?|cancell?ed|decline[d]?|dismiss(?:ed)?|deleted?|removed?|invalid)$/i;
const flags = new Set(['rejected', 'ignored', 'skipped', 'discarded', 'wascancelled', 'cancelled', 'deleted']);
const acceptances = new Set(['accept', 'accepted', 'isaccepted']);

/** The words in which a record or a span was turned down; nothing where it was not. */
export function turnedDownBy(entries: Iterable<readonly [key: string, value: unknown]>): string | undefined {
  for (const [key, value] of entries) {
    const name = plainName(key);
    if (typeof value === 'string') {
      if (answerNames.has(name) && turnedDown.test(value.trim())) return `its ${key} is “${value.trim()}”`;
    } else if (value === true ? flags.has(name) : value === false && acceptances.has(name)) {
      return `its ${key} is ${value}`;
    }
  }
  return undefined;
}

/** Whether somebody has looked at a record, though its annotation be absent: Label Studio leaves out what is empty. */
export const wasLookedAt = (record: Fields) => record.annotation_id !== undefined && record.annotation_id !== null;

/** What a project remembers of its replacements as a file: by it they stay the same, and can be taken back. */
import { type Ledger, ledgerSchema } from '../../protocol/deidentify.ts';
import { GraftError } from '../../protocol/errors.ts';

export function writeLedger(ledger: Ledger): string {
  return `${JSON.stringify(ledger, null, 1)}\n`;
}

/** @throws GraftError where it is none. */
export function readLedger(content: string, file: string): Ledger {
  try {
    return ledgerSchema.parse(JSON.parse(content));
  } catch {
    throw new GraftError({
      code: 'no-ledger',
      message: 'It is no ledger of surrogates.',
      remedy: 'Give the file that graft deidentify wrote, or the name of one that is not there yet.',
      file,
    });
  }
}

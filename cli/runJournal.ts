/**
 * The journal of a run, in a file beside the model that it will write: the same command, given again after the run was cut
 * off, goes on where it stood. Written at least after each epoch, and deleted when the run has ended.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import type { JournalKeeping } from '../workers/protocol/engine.ts';
import { GraftError } from '../workers/protocol/errors.ts';
import { writeWhole } from './files.ts';
import type { RunOptions } from './runOptions.ts';

export interface OpenJournal {
  readonly path: string;
  readonly keeping: JournalKeeping;
  /** The run has ended, and what it made is written. */
  end(): Promise<void>;
  /** The run has failed: the next one begins anew, unless this journal was that of another run. */
  endFailed(error: unknown): Promise<void>;
}

/** The files that a run reads, by the option that gave them. */
export function inputsOf(
  { train, dev, test, vectors }: RunOptions,
  source: string | undefined,
): Readonly<Record<string, readonly string[]>> {
  const given = { '--train': train, '--dev': dev, '--test': test, '--vectors': vectors, '--source': source };
  return Object.fromEntries(Object.entries(given).map(([option, paths]) => [option, [paths ?? []].flat()]));
}

/**
 * Opens the journal beside `out`. There is none where `out` is a device, or where an input can be read only once.
 * @param restart forgets an earlier run.
 */
export async function openJournal(
  out: string,
  inputs: Readonly<Record<string, readonly string[]>>,
  restart: boolean,
): Promise<OpenJournal | undefined> {
  if (existsSync(out) && !statSync(out).isFile()) return undefined;
  if (
    !Object.values(inputs)
      .flat()
      .every((path) => statSync(path).isFile())
  )
    return undefined;
  const path = `${out}.journal`;
  if (restart) await rm(path, { force: true });
  const remove = () => rm(path, { force: true });
  return {
    path,
    keeping: {
      journal: existsSync(path) ? await readFile(path) : null,
      inputs: await sumsOf(inputs),
      save: (journal) => writeWhole(path, journal),
    },
    end: remove,
    async endFailed(error) {
      const code = error instanceof GraftError ? error.problem.code : 'unexpected';
      if (code !== 'unexpected' && !code.startsWith('journal-')) await remove();
    },
  };
}

async function sumsOf(inputs: Readonly<Record<string, readonly string[]>>): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const [option, paths] of Object.entries(inputs)) {
    for (const [index, path] of paths.entries()) {
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
      sums[paths.length > 1 ? `${option} (${index + 1})` : option] = hash.digest('hex');
    }
  }
  return sums;
}

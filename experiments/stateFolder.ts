/**
 * Where an experiment keeps what it has so far: for each trial `KEY.json` with what it gave, `KEY.graft` with the model where a
 * later trial begins with it, and `KEY.journal` of the one under way; of an encoder that is made, `KEY.zip`. Each names the
 * fingerprint that it holds for.
 */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { problemFrom } from '../workers/protocol/errors.ts';
import type { JournalKeeping } from '../workers/protocol/journal.ts';
import type { Outcome, PretrainedOutcome } from './experiment.ts';

type Write = (path: string, content: string | Uint8Array) => Promise<void>;

/** What stands of a trial: nothing, something that does not hold any more, or its result. */
export type Kept<Result> =
  | { readonly state: 'none' }
  | { readonly state: 'changed' }
  | { readonly state: 'finished'; readonly outcome: Result };

const sumLength = 32;

export class StateFolder {
  /** @param write puts a file in its place as a whole. */
  constructor(
    private readonly folder: string,
    private readonly write: Write,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  async kept<Result extends Outcome | PretrainedOutcome>(key: string, fingerprint: string): Promise<Kept<Result>> {
    const bytes = await this.read(`${key}.json`);
    if (!bytes) return { state: 'none' };
    try {
      const kept = JSON.parse(bytes.toString('utf8'));
      return kept.fingerprint === fingerprint ? { state: 'finished', outcome: kept.outcome } : { state: 'changed' };
    } catch {
      return { state: 'changed' };
    }
  }

  async finish(key: string, fingerprint: string, outcome: Outcome | PretrainedOutcome): Promise<void> {
    await this.write(this.path(`${key}.json`), `${JSON.stringify({ fingerprint, outcome }, null, 1)}\n`);
    await this.forgetJournal(key);
  }

  /** Null where there is none, or it is another's or damaged. */
  async model(key: string, fingerprint: string): Promise<Uint8Array | null> {
    return this.readSealed(`${key}.graft`, fingerprint);
  }

  async keepModel(key: string, fingerprint: string, bundle: Uint8Array): Promise<void> {
    await this.writeSealed(`${key}.graft`, fingerprint, bundle);
  }

  /** Null where there is none, or it is another's or damaged. */
  async encoder(key: string, fingerprint: string): Promise<Uint8Array | null> {
    return this.readSealed(`${key}.zip`, fingerprint);
  }

  async keepEncoder(key: string, fingerprint: string, zip: Uint8Array): Promise<void> {
    await this.writeSealed(`${key}.zip`, fingerprint, zip);
  }

  private async keepJournal(key: string, fingerprint: string, journal: Uint8Array): Promise<void> {
    await this.writeSealed(`${key}.journal`, fingerprint, journal);
  }

  private async forgetJournal(key: string): Promise<void> {
    await rm(this.path(`${key}.journal`), { force: true });
  }

  /** Goes on from the journal that is kept; one of an earlier version of Graft is of no use any more. */
  async goingOn<Result>(
    key: string,
    fingerprint: string,
    run: (keeping: JournalKeeping) => Promise<Result>,
  ): Promise<Result> {
    const from = (journal: Uint8Array | null) =>
      run({ journal, inputs: { trial: fingerprint }, save: (content) => this.keepJournal(key, fingerprint, content) });
    const journal = await this.readSealed(`${key}.journal`, fingerprint);
    if (!journal) return from(null);
    try {
      return await from(journal);
    } catch (error) {
      if (!problemFrom(error).code.startsWith('journal-')) throw error;
      return from(null);
    }
  }

  private path(file: string): string {
    return join(this.folder, file);
  }

  private read(file: string): Promise<Buffer | null> {
    return readFile(this.path(file)).catch(() => null);
  }

  /** Behind the content stands a sum over it and the fingerprint: a flipped bit in a weight would otherwise go unnoticed. */
  private async writeSealed(file: string, fingerprint: string, content: Uint8Array): Promise<void> {
    await this.write(this.path(file), Buffer.concat([content, seal(content, fingerprint)]));
  }

  private async readSealed(file: string, fingerprint: string): Promise<Uint8Array | null> {
    const bytes = await this.read(file);
    if (!bytes || bytes.length <= sumLength) return null;
    const content = new Uint8Array(bytes.subarray(0, -sumLength));
    return Buffer.compare(seal(content, fingerprint), bytes.subarray(-sumLength)) === 0 ? content : null;
  }
}

const seal = (content: Uint8Array, fingerprint: string) =>
  createHash('sha256').update(content).update(fingerprint).digest();

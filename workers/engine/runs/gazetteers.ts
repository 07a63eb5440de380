/** The lists of names that a run was given. */
import { type GazetteerEntry, readGazetteers } from '../../text/gazetteers.ts';
import type { RunContext } from './context.ts';

/** @throws GraftError where a file holds no name. */
export async function gazetteersOf({ gazetteers = [] }: RunContext['request']): Promise<readonly GazetteerEntry[]> {
  const files = gazetteers.map(async ({ name, blob }) => ({ name, bytes: new Uint8Array(await blob.arrayBuffer()) }));
  return readGazetteers(await Promise.all(files));
}

/**
 * Where a folder's checkpoint comes from: a small file beside it that pins the commit. It is there before the first byte is, so
 * that what was cut off goes on with the same commit though the branch has moved since.
 */
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GraftError } from '../../workers/protocol/errors.ts';
import type { Repository } from './hub.ts';

export const originName = 'graft-origin.json';

const originSchema = z.object({
  name: z.string(),
  /** As it was asked for. */
  revision: z.string(),
  commit: z.string(),
  licence: z.string().nullable(),
  files: z.array(
    z.object({
      path: z.string(),
      size: z.number(),
      hash: z.object({ kind: z.enum(['sha256', 'git-sha1']), value: z.string() }),
    }),
  ),
});

export type Origin = z.infer<typeof originSchema>;

/** Null where nothing was fetched into the folder. @throws GraftError where the file says nothing. */
export function readOrigin(folder: string): Origin | null {
  const path = join(folder, originName);
  if (!existsSync(path)) return null;
  try {
    return originSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new GraftError({
      code: 'hub-origin',
      message: 'It does not say where the checkpoint comes from: it was changed or cut off.',
      remedy: 'Fetch into a new folder.',
      file: path,
    });
  }
}

export async function writeOrigin(folder: string, revision: string, repository: Repository): Promise<void> {
  const { name, commit, licence, files } = repository;
  const origin: Origin = { name, revision, commit, licence, files: [...files] };
  await writeFile(join(folder, originName), `${JSON.stringify(origin, null, 2)}\n`);
}

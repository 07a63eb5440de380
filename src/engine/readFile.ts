/** A chosen file's bytes. It may be gone by now, or the browser may no longer be allowed to read it. */
import { GraftError } from '../../workers/protocol/errors.ts';
import { checkLimit } from '../../workers/text/limits.ts';

/** @throws GraftError `over-limit` or `file-unreadable`, with the file's name. */
export async function readFile(file: File): Promise<Uint8Array> {
  checkLimit('file-bytes', file.size, file.name);
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (thrown) {
    throw new GraftError({
      code: 'file-unreadable',
      message: `The browser could not read it (${thrown instanceof Error ? thrown.message : String(thrown)}).`,
      remedy: 'Choose it again; it may have been moved, changed or locked since.',
      file: file.name,
    });
  }
}

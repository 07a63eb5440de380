/** The parts of a bundle as they come out of the archive: bytes that must be what was written, and JSON of a known form. */
import { z } from 'zod';
import { GraftError } from '../protocol/errors.ts';
import { checksum } from './archive.ts';

export const damaged = 'The file is damaged or was changed after it was exported: export or download the model again.';

/** @throws GraftError where the part is not JSON of this form. */
export function readPart<Schema extends z.ZodType>(
  file: string,
  part: string,
  bytes: Uint8Array,
  schema: Schema,
): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw partError(file, part, 'it is not JSON.', damaged);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw partError(file, part, `${z.prettifyError(parsed.error).replaceAll('✖ ', '').replaceAll('\n', ' ')}.`, damaged);
}

/** @throws GraftError where a part's bytes are not those that its checksum was made of. */
export function checkSums(
  file: string,
  sums: Readonly<Record<string, string | undefined>>,
  partOf: (name: string) => Uint8Array,
): void {
  for (const [name, sum] of Object.entries(sums)) {
    if (sum !== undefined && checksum(partOf(name)) !== sum)
      throw partError(file, name, 'its bytes are not those that were written.', damaged);
  }
}

export function partError(file: string, part: string, message: string, remedy: string): GraftError {
  return new GraftError({ code: 'bundle-part', message: `In its part ${part}, ${message}`, remedy, file });
}

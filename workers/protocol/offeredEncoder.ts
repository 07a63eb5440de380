/**
 * Checkpoints that lie beside the studio: `graft offer` puts them there and lists them in one file, the page fetches what is
 * clicked for from its own origin.
 */
import { z } from 'zod';

/** From the studio's own folder. */
export const encodersFolder = 'encoders';
export const offeredListName = 'index.json';

/** Of a folder or a file: nothing that would lead elsewhere. */
const plainName = z.string().regex(/^[\w-][\w.-]*$/);

const offeredEncoderSchema = z.object({
  /** Its folder, and what people call it. */
  name: plainName,
  /** As people write it, such as `BERT`. */
  family: z.string(),
  /** Such as `apache-2.0`; null where nobody has named one. */
  licence: z.string().nullable(),
  /** Numbers that learn. */
  parameters: z.number().int().nonnegative(),
  /** Whether it has a head for tags, and is a model as it is. */
  tagger: z.boolean(),
  files: z
    .array(
      z.object({
        path: plainName,
        /** Bytes. */
        size: z.number().int().nonnegative(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .min(1),
});

export const offeredListSchema = z.object({ encoders: z.array(offeredEncoderSchema) });

export type OfferedEncoder = z.infer<typeof offeredEncoderSchema>;
export type OfferedList = z.infer<typeof offeredListSchema>;

export const sizeOfOffered = ({ files }: Pick<OfferedEncoder, 'files'>): number =>
  files.reduce((sum, { size }) => sum + size, 0);

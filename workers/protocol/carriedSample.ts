/**
 * Sentences that a model carries of the text that it was trained on. When it is adapted, one half may be learned again, and the
 * other shows whether the old categories are kept: nobody is measured on what was learned.
 */
import { z } from 'zod';
import type { Document } from './corpus.ts';

export interface CarriedSample {
  /** Where the sentences come from. */
  readonly corpus: string;
  /** May be learned again. One sentence a document, each saying what was looked for in it. */
  readonly rehearsed: readonly Document[];
  /** Only measured. */
  readonly measured: readonly Document[];
}

const offset = z.number().int().nonnegative();
const stretch = { start: offset, end: offset };
const spansSchema = z.array(z.object({ ...stretch, category: z.string().min(1) }));

const documentSchema = z.object({
  id: z.string(),
  text: z.string(),
  sentences: z.array(z.object({ tokens: z.array(z.object(stretch)), tags: z.array(z.string()).optional() })),
  spans: spansSchema,
  furtherSpans: spansSchema.optional(),
  annotated: z.union([z.literal('all'), z.array(z.string())]),
});

export const carriedSampleSchema = z.object({
  corpus: z.string(),
  rehearsed: z.array(documentSchema),
  measured: z.array(documentSchema),
});

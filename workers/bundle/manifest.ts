/**
 * What `model.json` and `vocabulary.json` of a bundle may hold. A bundle comes from outside, so every field is checked
 * before any is used; the schema's key order is also the order in which the fields are written.
 */
import { z } from 'zod';
import { runConfigurationSchema } from '../protocol/configuration.ts';
import type { HistoryEntry } from '../protocol/engine.ts';
import { architectureNames, hyperparametersSchema } from '../protocol/hyperparameters.ts';

/** Grows with every change that older versions of Graft cannot read. */
export const schemaVersion = 1;

const names = z.array(z.string().min(1));
const percent = z.number().min(0).max(100);
const amount = z.number().int().nonnegative();

const categoryScoreSchema = z.object({
  precision: percent,
  recall: percent,
  f1: percent,
  support: amount,
  predicted: amount,
  correct: amount,
});

const scoresSchema = z.object({
  overall: categoryScoreSchema,
  categories: z.record(z.string(), categoryScoreSchema),
  tokens: amount,
  accuracy: percent,
});

const historyEntrySchema: z.ZodType<HistoryEntry> = z.object({
  task: z.enum(['train', 'adapt']),
  corpus: z.string(),
  sentences: amount,
  newCategories: names,
  configuration: runConfigurationSchema,
  epochs: amount,
  seconds: z.number().nonnegative(),
  backend: z.enum(['webgpu', 'wasm', 'cpu']),
  date: z.string(),
  test: scoresSchema.nullable(),
});

export const manifestSchema = z.object({
  schemaVersion: z.literal(schemaVersion),
  name: z.string(),
  architecture: z.enum(architectureNames),
  kind: z.enum(['spans', 'tags']),
  scheme: z.enum(['iob2', 'bioes', 'tags']),
  categories: names,
  tags: names,
  hyperparameters: hyperparametersSchema,
  history: z.array(historyEntrySchema),
  /** CRC-32 of the other parts, since a flipped bit in a weight would otherwise go unnoticed. */
  checksums: z.object({ 'weights.safetensors': z.string(), 'vocabulary.json': z.string() }),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Any version: all that is asked before the version is known to be readable. */
export const versionSchema = z.object({ schemaVersion: z.number().int().positive() });

/** Entry 0 is padding and entry 1 the unknown, whatever they are called. */
export const vocabularySchema = z.object({ words: z.array(z.string()), characters: z.array(z.string()) });

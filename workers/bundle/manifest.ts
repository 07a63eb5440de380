/**
 * What `model.json` and `texts.json` of a bundle may hold. A bundle comes from outside, so every field is checked
 * before any is used; the schema's key order is also the order in which the fields are written.
 */
import { z } from 'zod';
import type { ModelState } from '../models/state.ts';
import { singleConfigurationSchema } from '../protocol/configuration.ts';
import type { HistoryEntry } from '../protocol/history.ts';
import { recordOf } from '../protocol/record.ts';
import { settingsSchema } from '../protocol/settings.ts';
import { trainedSpecificationSchema } from '../protocol/specification.ts';

/** Grows with every change that older versions of Graft cannot read. */
export const schemaVersion = 5;

/** The text of a model's gazetteers. */
export const gazetteerEntries = 'gazetteers.entries';

/** What versions 3 and 4 could say of a network. */
const kindsOfVersion3: readonly string[] = ['bilstm', 'softmax', 'crf'];
const kindsOfVersion4: readonly string[] = [
  ...kindsOfVersion3,
  ...['hierarchical-gru', 'bilstm-cnn', 'directional-softmax', 'attention-decoder'],
];

/**
 * The oldest version that can read the model: 3 brought edits of categories into the history, 4 joint runs, further kinds
 * of encoders and outputs, and gazetteers, 5 transformers, LANER and models that ask another one.
 */
export function versionFor({ history, specification, texts }: ModelState): 2 | 3 | 4 | 5 {
  const { encoder, output, consulted } = specification;
  const kinds: readonly string[] = [encoder.kind, output.kind];
  if (consulted || !kinds.every((kind) => kindsOfVersion4.includes(kind))) return 5;
  if (!kinds.every((kind) => kindsOfVersion3.includes(kind)) || Object.hasOwn(texts, gazetteerEntries)) return 4;
  if (history.some(({ task }) => task === 'joint')) return 4;
  return history.some(({ task }) => task === 'edit') ? 3 : 2;
}

export const namesSchema = z.array(z.string().min(1));
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
  categories: recordOf(categoryScoreSchema),
  tokens: amount,
  accuracy: percent,
});

/** A run of a model's history, whatever describes it. */
export const historyFields = {
  task: z.enum(['train', 'adapt', 'joint']),
  corpus: z.string(),
  sources: z.array(z.string()).optional(),
  sentences: amount,
  newCategories: namesSchema,
  epochs: amount,
  seconds: z.number().nonnegative(),
  backend: z.enum(['webgpu', 'wasm', 'cpu']),
  date: z.string(),
  test: scoresSchema.nullable(),
};

/** Older readers pass over it. */
const vectorsSchema = z.object({
  file: z.string(),
  words: amount,
  coveredWords: amount,
  tokens: amount,
  coveredTokens: amount,
  missing: z.array(z.string()),
});

/** Older readers pass over these as well. */
const yardstickSchema = z.object({
  corpus: z.string(),
  sentences: amount,
  before: scoresSchema,
  after: scoresSchema,
  strict: scoresSchema,
});
const chosenShareSchema = z.object({ share: z.number().min(0).max(1), dev: scoresSchema });

const runEntrySchema = z.object({
  ...historyFields,
  configuration: singleConfigurationSchema,
  encoder: z.string().optional(),
  vectors: vectorsSchema.optional(),
  yardstick: yardstickSchema.optional(),
  mixed: chosenShareSchema.optional(),
  consulted: chosenShareSchema.optional(),
});

const editEntrySchema = z.object({
  task: z.literal('edit'),
  before: namesSchema,
  mapping: recordOf(z.string().min(1).nullable()),
  date: z.string(),
});

const historyEntrySchema: z.ZodType<HistoryEntry> = z.union([editEntrySchema, runEntrySchema]);

export const manifestSchema = z.object({
  schemaVersion: z.union([z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  name: z.string(),
  architecture: z.string().min(1),
  specification: trainedSpecificationSchema,
  categories: namesSchema,
  tags: namesSchema,
  settings: settingsSchema,
  history: z.array(historyEntrySchema),
  /** By category, the place of its colour. Older readers go by the names alone, as they do for bundles without it. */
  colours: recordOf(z.number().int().nonnegative()).optional(),
  /** What older readers pass over: they have the words, and say that all of them are there. */
  wordsOf: z.string().min(1).optional(),
  /** CRC-32 of the other parts, since a change in them would otherwise go unnoticed. Older bundles have none of the card. */
  checksums: z.object({
    'weights.safetensors': z.string(),
    'texts.json': z.string(),
    'README.md': z.string().optional(),
    /** Where the model carries sentences. Older readers pass over them. */
    'sample.json': z.string().optional(),
    /** Where it carries how much its numbers matter. Older readers pass over it. */
    'importance.safetensors': z.string().optional(),
  }),
});

/** Any version: all that is asked before the version is known to be readable. */
export const versionSchema = z.object({ schemaVersion: z.number().int().positive() });

/** By the parts' names, what each row of their tables stands for. */
export const textsSchema = z.record(z.string(), z.array(z.string()));

/** The run under way, as the project keeps it beside its journal. What is brought back was cut off. */
import { z } from 'zod';
import { runConfigurationSchema } from '../../workers/protocol/configuration.ts';
import { runThing } from '../../workers/protocol/projects.ts';
import { recordOf } from '../../workers/protocol/record.ts';
import { type KeptRun, useKeptRun } from '../store/keptRun.ts';
import { idSchema, namesSchema, type Slice, sliceOf } from './slice.ts';

const count = z.number().int().nonnegative();
const corpus = z.object({ id: z.string(), revision: count, name: z.string().optional() });

const keptRunSchema = z.object({
  id: z.string(),
  request: z.object({
    configuration: runConfigurationSchema,
    corpora: z.object({ target: corpus, sources: z.array(corpus).optional(), yardstick: corpus.optional() }),
    models: z.object({ source: z.string().optional(), encoder: z.string().optional() }),
    name: z.string(),
    colours: recordOf(count).optional(),
  }),
  files: z.object({ vectors: idSchema, gazetteers: namesSchema }),
  outline: z.looseObject({ task: z.string(), corpus: z.string(), start: z.string(), often: z.string() }).nullable(),
  startedAt: z.number(),
  reached: z.object({ stage: z.string(), label: z.string(), epoch: count }).nullable(),
  attempts: count,
});

export const keptRunSlice: Slice = sliceOf(
  runThing,
  useKeptRun,
  keptRunSchema.nullable() as unknown as z.ZodType<KeptRun | null>,
  ({ run }) => run,
  (run) => useKeptRun.setState({ run, isCutOff: run !== null }),
);

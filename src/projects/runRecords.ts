/** Runs as a project keeps them: as the page shows them, without the files that they read. */
import { z } from 'zod';
import type { RunRow } from '../../workers/storage/database.ts';
import type { RunState } from '../store/runState.ts';

/** One that has ended, and has something to show. */
export function isWorthKeeping({ status }: RunState): boolean {
  return status === 'finished' || status === 'failed';
}

/** Files of word vectors and of names are the user's, and large. */
export function asRecord(run: RunState): RunState {
  if (!run.request) return run;
  const { vectors: _, gazetteers: __, ...request } = run.request;
  return { ...run, request };
}

const figure = z.looseObject({ precision: z.number(), recall: z.number(), f1: z.number(), support: z.number() });
const scoresSchema = z.looseObject({
  overall: figure,
  categories: z.record(z.string(), figure),
  tokens: z.number(),
  accuracy: z.number(),
});
const names = z.array(z.string());
const epochsSchema = z.array(
  z.looseObject({ epoch: z.number(), loss: z.number(), dev: scoresSchema, devLoss: z.number() }),
);
const stage = { id: z.string(), label: z.string(), role: z.enum(['main', 'comparison']), epochs: z.number() } as const;

/** What charts and tables ask of a run; a project file may hold anything in its place. */
const recordSchema = z.looseObject({
  status: z.enum(['finished', 'failed']),
  request: z.looseObject({ corpora: z.looseObject({ target: z.looseObject({ id: z.string() }) }) }).nullable(),
  outline: z.looseObject({ task: z.string(), corpus: z.string(), start: z.string(), often: z.string() }).nullable(),
  categories: names,
  newCategories: names,
  stages: z.array(
    z.looseObject({
      ...stage,
      losses: z.array(z.looseObject({ epoch: z.number(), loss: z.number() })),
      records: epochsSchema,
      bestEpoch: z.number().nullable(),
    }),
  ),
  warnings: z.array(z.looseObject({ code: z.string(), message: z.string(), remedy: z.string() })),
  result: z
    .looseObject({
      runId: z.string(),
      model: z.looseObject({ id: z.string(), name: z.string(), categories: names }),
      stages: z.array(z.looseObject({ ...stage, records: epochsSchema, bestEpoch: z.number() })),
      main: z.string(),
      tests: z.looseObject({ main: scoresSchema }),
      repetitions: z.array(z.looseObject({ main: z.string(), seed: z.number() })),
      seconds: z.number(),
    })
    .nullable(),
});

/** Null where it is none. */
export function runIn({ run }: RunRow): RunState | null {
  return recordSchema.safeParse(run).success ? (run as RunState) : null;
}

/** What a new model begins with and is no model: pretrained encoders, files of word vectors and of names. Kept as files of the project. */
import { z } from 'zod';
import type { EncoderSummary } from '../../workers/protocol/checkpoint.ts';
import { problemSchema } from '../../workers/protocol/errors.ts';
import { pretrainingSchema } from '../../workers/protocol/pretraining.ts';
import { readFile } from '../../workers/storage/largeFiles.ts';
import type { Keeping } from '../engine/client.ts';
import { useEncoders } from '../store/encoders.ts';
import { noPretraining, type PretrainingState, usePretraining } from '../store/pretraining.ts';
import { largestKeptFile, leaveEncoder, useSetup } from '../store/setup.ts';
import { idSchema, type Slice, sliceOf } from './slice.ts';

const vectorsFile = 'vectors';
const listFile = (name: string) => `gazetteer ${encodeURIComponent(name)}`;

/** Files of the set-up, by what they are called in the project. */
export function setupFiles(): ReadonlyMap<string, Blob> {
  const { vectors, gazetteers } = useSetup.getState();
  const files = new Map(gazetteers.map(({ name, blob }) => [listFile(name), blob]));
  if (vectors && vectors.blob.size <= largestKeptFile) files.set(vectorsFile, vectors.blob);
  return files;
}

const filesSchema = z.object({
  vectors: idSchema,
  gazetteers: z.array(
    z.object({
      name: z.string(),
      lists: z.array(z.object({ name: z.string(), names: z.number().int().nonnegative() })),
    }),
  ),
});

/** What they are called, and what is in them. They are read back with the files themselves. */
export const setupFilesSlice: Slice = sliceOf(
  'set-up files',
  useSetup,
  filesSchema,
  ({ vectors, gazetteers }) => ({
    vectors: vectors?.name ?? null,
    gazetteers: gazetteers.map(({ name, lists }) => ({ name, lists: [...lists] })),
  }),
  () => {},
);

/** @param known what the slice holds. @returns what the page has of them now, by what they are called in the project. */
export async function bringSetupFiles(project: string, known: unknown): Promise<ReadonlyMap<string, Blob>> {
  const parsed = filesSchema.safeParse(known);
  if (!parsed.success) return new Map();
  const { vectors, gazetteers } = parsed.data;
  const blob = vectors === null ? null : await readFile(project, vectorsFile);
  const lists = await Promise.all(
    gazetteers.map(async (each) => ({ ...each, blob: await readFile(project, listFile(each.name)) })),
  );
  useSetup.setState({
    vectors: vectors !== null && blob ? { name: vectors, blob } : null,
    gazetteers: lists.flatMap(({ blob: content, ...each }) => (content ? [{ ...each, blob: content }] : [])),
  });
  return setupFiles();
}

const encodersSchema = z.object({
  encoders: z.array(z.object({ id: z.string(), name: z.string() })),
  encoder: idSchema,
  fromFiles: idSchema,
});

/** What they are called. They are brought back with their weights. */
export const encodersSlice: Slice = sliceOf(
  'encoders',
  useEncoders,
  encodersSchema,
  ({ encoders, encoder, fromFiles }) => ({
    encoders: encoders.map(({ id, name }) => ({ id, name })),
    encoder: encoder?.id ?? null,
    fromFiles,
  }),
  () => {},
);

const figure = z.number();

/** How an encoder is gone on with, and how the last time went. One under way is not kept: it is told again when it has ended. */
export const pretrainingSlice: Slice = {
  ...sliceOf(
    'pretraining',
    usePretraining,
    z.object({
      settings: pretrainingSchema,
      run: z
        .object({
          ...{ name: z.string(), text: z.string(), epochs: figure, warnings: z.array(problemSchema) },
          points: z.array(z.object({ epoch: figure, perplexity: figure })),
          records: z.array(
            z.object({ epoch: figure, perplexity: figure, training: figure.nullable(), seconds: figure }),
          ),
        })
        .nullable(),
    }),
    ({ settings, run }) => ({ settings, run: run.status === 'idle' ? partsOf(run) : null }),
    ({ settings, run }) => usePretraining.setState({ settings, run: { ...noPretraining, ...run } }),
  ),
  // Steps come for hours.
  watch: (changed) =>
    usePretraining.subscribe(({ run }) => {
      if (run.status === 'idle') changed();
    }),
};

function partsOf({ name, text, epochs, warnings, points, records }: PretrainingState) {
  return { name, text, epochs, warnings: [...warnings], points: [...points], records: [...records] };
}

/**
 * @param known what the slice holds. @param fail told of one that could not be brought back.
 * @returns those that are on the page now, by their ids.
 */
export async function bringEncoders(
  project: string,
  { models }: Keeping,
  known: unknown,
  fail: (thrown: unknown) => void,
): Promise<ReadonlyMap<string, EncoderSummary>> {
  const parsed = encodersSchema.safeParse(known);
  const brought = new Map<string, EncoderSummary>();
  if (parsed.success) {
    const { encoders, encoder, fromFiles } = parsed.data;
    for (const { id, name } of encoders) {
      try {
        brought.set(id, { ...(await models.restoreEncoder(project, id, name)), name });
      } catch (thrown) {
        fail(thrown);
      }
    }
    useEncoders.setState((state) => ({
      encoders: [...brought.values(), ...state.encoders],
      encoder: state.encoder ?? brought.get(encoder ?? '') ?? null,
      fromFiles: state.fromFiles ?? (brought.has(fromFiles ?? '') ? fromFiles : null),
    }));
  }
  // What began with an encoder that is not there cannot.
  if (useSetup.getState().specification.encoder.kind === 'transformer' && !useEncoders.getState().encoder)
    leaveEncoder();
  return brought;
}

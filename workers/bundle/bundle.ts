/**
 * The `.graft` bundle: one file that holds everything a tagger is. Writing gives the same bytes for the same model;
 * reading checks every part against the others before a single number is used.
 */
import { z } from 'zod';
import type { ModelState, Weight } from '../models/state.ts';
import { GraftError } from '../protocol/errors.ts';
import { tagSet } from '../text/schemes.ts';
import { checksum, readArchive, writeArchive } from './archive.ts';
import { type Manifest, manifestSchema, schemaVersion, versionSchema, vocabularySchema } from './manifest.ts';
import { writeModelCard } from './modelCard.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

type Vocabulary = z.infer<typeof vocabularySchema>;

const damaged = 'The file is damaged or was changed after it was exported: export or download the model again.';

/** The model as the bytes of a `.graft` file. */
export function packBundle(state: ModelState): Uint8Array<ArrayBuffer> {
  const weights = writeSafetensors(state.weights);
  const vocabulary = json({ words: state.words, characters: state.characters });
  const manifest = manifestSchema.parse({
    ...state,
    schemaVersion,
    checksums: { 'weights.safetensors': checksum(weights), 'vocabulary.json': checksum(vocabulary) },
  });
  return writeArchive({
    'README.md': new TextEncoder().encode(writeModelCard(state)),
    'model.json': json(manifest),
    'vocabulary.json': vocabulary,
    'weights.safetensors': weights,
  });
}

/**
 * The model in a `.graft` file.
 * @param file The file's name, for messages.
 * @throws GraftError naming the part that is wrong, where the file is no bundle, was written by a newer Graft, is
 *   damaged, or its parts do not belong together.
 */
export function unpackBundle(file: string, bytes: Uint8Array): ModelState {
  const parts = readArchive(file, bytes);
  const part = (name: string) => parts[name] as Uint8Array;
  const manifest = readManifest(file, part('model.json'));
  for (const name of ['vocabulary.json', 'weights.safetensors'] as const) {
    if (checksum(part(name)) !== manifest.checksums[name]) {
      throw partError(file, name, 'its bytes are not those that were written.', damaged);
    }
  }
  const vocabulary = readPart(file, 'vocabulary.json', part('vocabulary.json'), vocabularySchema);
  const weights = readSafetensors(part('weights.safetensors'), `${file}: weights.safetensors`);
  checkTags(file, manifest);
  checkVocabulary(file, vocabulary);
  checkWeights(file, manifest, vocabulary, weights);
  const { name, architecture, hyperparameters, kind, scheme, categories, tags, history } = manifest;
  return { name, architecture, hyperparameters, kind, scheme, categories, tags, ...vocabulary, weights, history };
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);
}

function readManifest(file: string, bytes: Uint8Array): Manifest {
  const { schemaVersion: version } = readPart(file, 'model.json', bytes, versionSchema);
  if (version > schemaVersion) {
    throw partError(
      file,
      'model.json',
      `the model was written by a newer Graft (schema version ${version}; this one reads up to ${schemaVersion}).`,
      'Update Graft, or export the model for this version.',
    );
  }
  return readPart(file, 'model.json', bytes, manifestSchema);
}

function readPart<Schema extends z.ZodType>(
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

function checkTags(file: string, { kind, scheme, categories, tags }: Manifest): void {
  const fail = (message: string) => partError(file, 'model.json', message, damaged);
  if ((kind === 'tags') !== (scheme === 'tags')) throw fail(`a model of kind ${kind} cannot use the scheme ${scheme}.`);
  const repeated = repeatedEntry(tags) ?? repeatedEntry(categories);
  if (repeated !== undefined) throw fail(`${repeated} stands twice among its tags or categories.`);
  // The rows of the output layer are told apart by their places alone, so the order counts too.
  const expected = scheme === 'tags' ? categories : tagSet(categories, scheme);
  const index = Array.from({ length: Math.max(tags.length, expected.length) }).findIndex(
    (_, row) => tags[row] !== expected[row],
  );
  if (index >= 0) {
    throw fail(
      `row ${index} of the output layer is ${tags[index] ?? 'missing'}; its categories call for ${expected[index] ?? 'none'}.`,
    );
  }
}

function checkVocabulary(file: string, vocabulary: Vocabulary): void {
  for (const [list, entries] of Object.entries(vocabulary)) {
    const fail = (message: string) => partError(file, 'vocabulary.json', message, damaged);
    if (entries.length < 2) throw fail(`the list of ${list} lacks the entries for padding and for the unknown.`);
    const repeated = repeatedEntry(entries);
    if (repeated !== undefined) throw fail(`“${repeated}” stands twice in the list of ${list}.`);
  }
}

/**
 * Weights whose rows stand for something in the other parts. Their inner sizes are checked where the layers are built
 * from them: only those know what they need.
 */
function checkWeights(
  file: string,
  { tags }: Manifest,
  { words, characters }: Vocabulary,
  weights: Readonly<Record<string, Weight>>,
): void {
  const fail = (message: string) => partError(file, 'weights.safetensors', message, damaged);
  if (Object.keys(weights).length === 0) throw fail('it holds no weights.');
  const rows = (name: string, axis: number, wanted: number, what: string) => {
    const size = weights[name]?.shape.at(axis);
    if (size !== undefined && size !== wanted)
      throw fail(`${name} has ${size} rows where the model has ${wanted} ${what}.`);
  };
  rows('word.embedding', 0, words.length, 'words');
  rows('character.embedding', 0, characters.length, 'characters');
  rows('output.weights', -1, tags.length, 'tags');
  rows('output.bias', -1, tags.length, 'tags');
  rows('crf.transitions', 0, tags.length + 2, 'tags with start and end');
  rows('crf.transitions', 1, tags.length + 2, 'tags with start and end');
  for (const [name, { values }] of Object.entries(weights)) {
    const index = values.findIndex((value) => !Number.isFinite(value));
    if (index >= 0) throw fail(`${name} holds ${values[index]} at position ${index}.`);
  }
}

function repeatedEntry(entries: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return entries.find((entry) => seen.has(entry) || !seen.add(entry));
}

function partError(file: string, part: string, message: string, remedy: string): GraftError {
  return new GraftError({ code: 'bundle-part', message: `In its part ${part}, ${message}`, remedy, file });
}

/**
 * The `.graft` bundle: one file that holds everything a tagger is, written by what its parts say of themselves. Writing
 * gives the same bytes for the same model. Reading checks that the file is whole and of one piece; whether the weights
 * are those that the parts need is checked by the parts, when a tagger is built.
 */
import type { ModelState } from '../models/state.ts';
import { type CarriedSample, carriedSampleSchema } from '../protocol/carriedSample.ts';
import type { Document } from '../protocol/corpus.ts';
import { outputKinds } from '../protocol/specification.ts';
import { writeSafetensors } from '../text/safetensors.ts';
import { tagNames } from '../text/tagNames.ts';
import { checksum, type PartOf, readArchive, writeArchive } from './archive.ts';
import { manifestSchema, schemaVersion, textsSchema, versionFor, versionSchema } from './manifest.ts';
import { writeModelCard } from './modelCard.ts';
import { checkSums, damaged, partError, readPart } from './parts.ts';
import { readSafetensors } from './safetensors.ts';
import { readVersion1 } from './version1.ts';

/** The model as the bytes of a `.graft` file. */
export function packBundle(state: ModelState): Uint8Array<ArrayBuffer> {
  const weights = writeSafetensors(state.weights);
  const texts = json(state.texts);
  const card = new TextEncoder().encode(writeModelCard(state));
  const sample = state.sample && json(state.sample);
  const importance = state.importance && writeSafetensors(state.importance);
  const manifest = manifestSchema.parse({
    ...state,
    schemaVersion: versionFor(state),
    checksums: {
      'weights.safetensors': checksum(weights),
      'texts.json': checksum(texts),
      'README.md': checksum(card),
      ...(sample && { 'sample.json': checksum(sample) }),
      ...(importance && { 'importance.safetensors': checksum(importance) }),
    },
  });
  return writeArchive({
    'README.md': card,
    'model.json': json(manifest),
    'texts.json': texts,
    'weights.safetensors': weights,
    ...(sample && { 'sample.json': sample }),
    ...(importance && { 'importance.safetensors': importance }),
  });
}

/**
 * The model in a `.graft` file.
 * @param file The file's name, for messages.
 * @throws GraftError naming the part that is wrong, where the file is no bundle, was written by a newer Graft, is
 *   damaged, or its parts do not belong together.
 */
export function unpackBundle(file: string, bytes: Uint8Array): ModelState {
  const partOf = readArchive(file, bytes);
  const { schemaVersion: version } = readPart(file, 'model.json', partOf('model.json'), versionSchema);
  if (version > schemaVersion) {
    throw partError(
      file,
      'model.json',
      `the model was written by a newer Graft (schema version ${version}; this one reads up to ${schemaVersion}).`,
      'Update Graft, or export the model for this version.',
    );
  }
  const state = version === 1 ? readVersion1(file, partOf) : readCurrent(file, partOf);
  checkTags(file, state);
  checkTexts(file, state);
  checkWeights(file, state);
  return state;
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);
}

function readCurrent(file: string, partOf: PartOf): ModelState {
  const manifest = readPart(file, 'model.json', partOf('model.json'), manifestSchema);
  checkSums(file, manifest.checksums, partOf);
  const texts = readPart(file, 'texts.json', partOf('texts.json'), textsSchema);
  const weights = readSafetensors(partOf('weights.safetensors'), `${file}: weights.safetensors`);
  const { name, architecture, specification, categories, tags, settings, history, colours, wordsOf, checksums } =
    manifest;
  const sample = checksums['sample.json'] === undefined ? undefined : readSample(file, partOf);
  const importance = checksums['importance.safetensors'] === undefined ? undefined : readImportance(file, partOf);
  const told = {
    ...(colours && { colours }),
    ...(wordsOf && { wordsOf }),
    ...(sample && { sample }),
    ...(importance && { importance }),
  };
  return { name, architecture, specification, categories, tags, settings, texts, weights, history, ...told };
}

function readSample(file: string, partOf: PartOf): CarriedSample {
  const { corpus, ...halves } = readPart(file, 'sample.json', partOf('sample.json'), carriedSampleSchema);
  for (const { id, text, sentences, spans, furtherSpans = [] } of [...halves.rehearsed, ...halves.measured]) {
    const stretches = [...sentences.flatMap(({ tokens }) => tokens), ...spans, ...furtherSpans];
    if (stretches.every(({ start, end }) => start < end && end <= text.length)) continue;
    throw partError(file, 'sample.json', `sentence ${id} has a token or span outside of its text.`, damaged);
  }
  const whole = (documents: typeof halves.measured) =>
    documents.map(
      ({ furtherSpans, sentences, ...document }): Document => ({
        ...document,
        sentences: sentences.map(({ tokens, tags }) => ({ tokens, ...(tags && { tags }) })),
        ...(furtherSpans && { furtherSpans }),
      }),
    );
  return { corpus, rehearsed: whole(halves.rehearsed), measured: whole(halves.measured) };
}

function readImportance(file: string, partOf: PartOf): NonNullable<ModelState['importance']> {
  const part = 'importance.safetensors';
  const importance = readSafetensors(partOf(part), `${file}: ${part}`);
  for (const [name, { values }] of Object.entries(importance)) {
    const index = values.findIndex((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
    if (index < 0) continue;
    throw partError(file, part, `${name} holds ${values[index]} at position ${index}; it must be 0 or more.`, damaged);
  }
  return importance;
}

function checkTags(file: string, { specification, categories, tags, colours = {} }: ModelState): void {
  const fail = (message: string) => partError(file, 'model.json', message, damaged);
  const repeated = repeatedEntry(tags) ?? repeatedEntry(categories);
  if (repeated !== undefined) throw fail(`${repeated} stands twice among its tags or categories.`);
  const stranger = Object.keys(colours).find((category) => !categories.includes(category));
  if (stranger !== undefined) throw fail(`it has a colour for ${stranger}, which is none of its categories.`);
  // The rows of the output layer are told apart by their places alone, so the order counts too.
  const expected = tagNames(categories, specification.output.scheme);
  const index = Array.from({ length: Math.max(tags.length, expected.length) }).findIndex(
    (_, row) => tags[row] !== expected[row],
  );
  if (index >= 0) {
    throw fail(
      `row ${index} of the ${outputKinds[specification.output.kind].label} is ${tags[index] ?? 'missing'}; its categories call for ${expected[index] ?? 'none'}.`,
    );
  }
}

function checkTexts(file: string, { texts }: ModelState): void {
  for (const [list, entries] of Object.entries(texts)) {
    const repeated = repeatedEntry(entries);
    if (repeated !== undefined) {
      throw partError(file, 'texts.json', `“${repeated}” stands twice in the list ${list}.`, damaged);
    }
  }
}

function checkWeights(file: string, { weights }: ModelState): void {
  const fail = (message: string) => partError(file, 'weights.safetensors', message, damaged);
  if (Object.keys(weights).length === 0) throw fail('it holds no weights.');
  for (const [name, { values }] of Object.entries(weights)) {
    const index = values.findIndex((value) => !Number.isFinite(value));
    if (index >= 0) throw fail(`${name} holds ${values[index]} at position ${index}.`);
  }
}

function repeatedEntry(entries: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return entries.find((entry) => seen.has(entry) || !seen.add(entry));
}

/** For the tests of this room: the folders that transformers saved, and their files changed. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Weight } from '../layers/parameters.ts';
import type { CheckpointFile } from '../protocol/checkpoint.ts';
import { storedTensors, writeSafetensors } from '../text/safetensors.ts';

const fixtures = new URL('../../test/parity/fixtures/', import.meta.url);

export const familyNames = ['bert', 'roberta', 'distilbert', 'electra', 'xlm-r', 'modernbert'] as const;
export type FamilyName = (typeof familyNames)[number];

/** test/parity/make_checkpoints.py */
export const savedFolder = (family: FamilyName): CheckpointFile[] => savedFiles(`checkpoints/${family}`);

/** The folder's files that belong to a checkpoint; test/parity/make_masked.py has more in its. */
export function savedFiles(path: string): CheckpointFile[] {
  const folder = new URL(`${path}/`, fixtures);
  return readdirSync(folder)
    .filter((name) => name !== 'gradients.safetensors' && name !== 'batch.json')
    .map((name) => ({ path: name, bytes: new Uint8Array(readFileSync(new URL(name, folder))) }));
}

/** What transformers holds, by this project's names: test/parity/make_transformers.py. */
export function heldBy(family: FamilyName): {
  specification: object;
  weights: Record<string, { shape: number[]; values: number[] }>;
} {
  return JSON.parse(readFileSync(new URL(`transformers/${family}.json`, fixtures), 'utf8'));
}

export const utf8 = (text: string) => new TextEncoder().encode(text);

/** The files with one of them in another form, or (undefined) without it. */
export function changed(
  files: readonly CheckpointFile[],
  path: string,
  change: (bytes: Uint8Array) => Uint8Array | undefined,
): CheckpointFile[] {
  const bytes = change(files.find((file) => file.path === path)?.bytes ?? new Uint8Array());
  return [...files.filter((file) => file.path !== path), ...(bytes ? [{ path, bytes }] : [])];
}

/** config.json with other entries. */
export function withConfig(files: readonly CheckpointFile[], entries: object): CheckpointFile[] {
  return changed(files, 'config.json', (bytes) =>
    utf8(JSON.stringify({ ...JSON.parse(new TextDecoder().decode(bytes)), ...entries })),
  );
}

const fault = (message: string) => {
  throw new Error(message);
};

/** The tensors of model.safetensors, changed. They are in single precision. */
export function withTensors(
  files: readonly CheckpointFile[],
  change: (tensors: Record<string, Weight>) => Record<string, Weight>,
): CheckpointFile[] {
  return changed(files, 'model.safetensors', (bytes) => {
    const tensors = [...storedTensors(bytes, fault)].map(([name, { shape, bytes: numbers }]) => {
      return [name, { shape, values: new Float32Array(new Uint8Array(numbers).buffer) }] as const;
    });
    return writeSafetensors(change(Object.fromEntries(tensors)));
  });
}

/** With further pieces: in vocab.txt, and rows for them wherever the pieces have one. */
export function withMorePieces(files: readonly CheckpointFile[], pieces: readonly string[]): CheckpointFile[] {
  const textOf = (bytes?: Uint8Array) => new TextDecoder().decode(bytes).trimEnd();
  const rows = JSON.parse(textOf(files.find(({ path }) => path === 'config.json')?.bytes)).vocab_size;
  const longer = ({ shape: [all = 0, ...rest], values }: Weight): Weight => {
    const added = Float32Array.from({ length: (pieces.length * values.length) / all }, (_, n) => Math.sin(n));
    return { shape: [all + pieces.length, ...rest], values: Float32Array.of(...values, ...added) };
  };
  const written = changed(files, 'vocab.txt', (bytes) => utf8([textOf(bytes), ...pieces].join('\n')));
  return withTensors(withConfig(written, { vocab_size: rows + pieces.length }), (tensors) =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, weight]) => [name, weight.shape[0] === rows ? longer(weight) : weight]),
    ),
  );
}

/** A safetensors file of tensors of any type. */
export function safetensorsOf(
  tensors: Readonly<Record<string, { type: string; shape: readonly number[]; bytes: Uint8Array }>>,
): Uint8Array {
  let end = 0;
  const header = Object.entries(tensors).map(([name, { type: dtype, shape, bytes }]) => {
    const from = end;
    end += bytes.length;
    return [name, { dtype, shape, data_offsets: [from, end] }];
  });
  const text = utf8(JSON.stringify(Object.fromEntries(header)));
  const file = new Uint8Array(8 + text.length + end);
  new DataView(file.buffer).setUint32(0, text.length, true);
  file.set(text, 8);
  let at = 8 + text.length;
  for (const { bytes } of Object.values(tensors)) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

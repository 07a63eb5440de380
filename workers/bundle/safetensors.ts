/**
 * Weights as a safetensors file (huggingface.co/docs/safetensors): eight bytes with the header's length (little-endian),
 * a JSON header that says where each tensor lies, then the numbers. Any tool of that world can open what Graft writes,
 * and reading it runs no code. Only F32 is written and read, as the machine has it: the format is little-endian, and so is
 * every machine that runs a browser.
 */
import { z } from 'zod';
import type { Weight } from '../layers/parameters.ts';
import { GraftError } from '../protocol/errors.ts';

/** The format's own limit, which keeps a forged length from claiming the memory. */
const maximumHeader = 100 * 1024 * 1024;
const alignment = 8;

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});

/**
 * Bytes are the same for the same weights: tensors lie in the order of their names.
 * @param metadata what the format lets stand beside the tensors, as texts by name.
 */
export function writeSafetensors(
  weights: Readonly<Record<string, Weight>>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const named = Object.entries(weights).sort(([a], [b]) => (a < b ? -1 : 1));
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  let offset = 0;
  for (const [name, { shape, values }] of named) {
    if (count(shape) !== values.length) {
      throw weightsError(
        `The weight ${name} has ${values.length} numbers, but its shape [${shape}] wants ${count(shape)}.`,
      );
    }
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const text = JSON.stringify(header);
  const encoded = new TextEncoder().encode(text);
  const length = Math.ceil(encoded.length / alignment) * alignment;
  const bytes = new Uint8Array(8 + length + offset);
  // The format allows spaces at the header's end; they bring the numbers to an aligned address.
  bytes.fill(0x20, 8, 8 + length);
  bytes.set(encoded, 8);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(length), true);
  let position = 8 + length;
  for (const [, { values }] of named) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), position);
    position += values.byteLength;
  }
  return bytes;
}

/**
 * @throws GraftError where the header cannot be read, a tensor is not F32, or the tensors do not fill the file exactly,
 *   one after the other, as the format demands.
 */
export function readSafetensors(bytes: Uint8Array, file = 'weights.safetensors'): Record<string, Weight> {
  const header = readHeader(bytes, file);
  const data = bytes.subarray(8 + header.length);
  const weights: Record<string, Weight> = {};
  let end = 0;
  for (const [name, value] of header.entries) {
    const entry = entrySchema.safeParse(value);
    if (!entry.success)
      throw weightsError(`The entry of ${name} cannot be read: ${z.prettifyError(entry.error)}.`, file);
    const {
      dtype,
      shape,
      data_offsets: [from, to],
    } = entry.data;
    if (dtype !== 'F32') throw weightsError(`The weight ${name} is of type ${dtype}; only F32 can be read.`, file);
    if (from !== end) throw weightsError(`The weight ${name} begins at byte ${from} where ${end} was expected.`, file);
    if (to - from !== 4 * count(shape)) {
      throw weightsError(
        `The weight ${name} has ${to - from} bytes, but its shape [${shape}] wants ${4 * count(shape)}.`,
        file,
      );
    }
    if (to > data.length) {
      throw weightsError(
        `The weight ${name} ends at byte ${to}, but the file holds ${data.length}: it is cut off.`,
        file,
      );
    }
    weights[name] = { shape, values: readFloats(data.subarray(from, to)) };
    end = to;
  }
  if (end !== data.length) throw weightsError(`${data.length - end} bytes follow the last weight.`, file);
  return weights;
}

/** The texts that stand beside the tensors. @throws GraftError where the header cannot be read. */
export function safetensorsMetadata(bytes: Uint8Array, file = 'weights.safetensors'): Record<string, string> {
  return readHeader(bytes, file).metadata;
}

/** The header's entries in the order in which their numbers lie in the file. */
function readHeader(
  bytes: Uint8Array,
  file: string,
): { length: number; entries: [string, unknown][]; metadata: Record<string, string> } {
  if (bytes.length < 8) throw weightsError('The file is too short for a header.', file);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > maximumHeader || 8 + length > bytes.length) {
    throw weightsError(`The header claims ${length} bytes, but the file holds ${bytes.length}.`, file);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)));
  } catch {
    throw weightsError('The header is not JSON.', file);
  }
  const record = z.record(z.string(), z.unknown()).safeParse(parsed);
  if (!record.success) throw weightsError('The header is not a table of tensors.', file);
  const entries = Object.entries(record.data).filter(([name]) => name !== '__metadata__');
  const begin = (value: unknown) => entrySchema.safeParse(value).data?.data_offsets ?? [0, 0];
  entries.sort(([, a], [, b]) => begin(a)[0] - begin(b)[0] || begin(a)[1] - begin(b)[1]);
  const metadata = z.record(z.string(), z.string()).safeParse(record.data.__metadata__);
  return { length, entries, metadata: metadata.data ?? {} };
}

/** A copy, so that the weights neither hold the whole file in memory nor stand at an odd address. */
function readFloats(bytes: Uint8Array): Float32Array {
  // Not `slice`: of Node's Buffer that is no copy.
  return new Float32Array(new Uint8Array(bytes).buffer);
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function weightsError(message: string, file = 'weights.safetensors'): GraftError {
  return new GraftError({
    code: 'bundle-weights',
    message,
    remedy: 'The file is damaged or was not written by Graft: export or download the model again.',
    file,
  });
}

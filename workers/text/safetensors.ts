/**
 * The safetensors format (huggingface.co/docs/safetensors): eight bytes with the header's length (little-endian), a JSON
 * header that says where each tensor lies, then the numbers. Any tool of that world can open what Graft writes, and reading
 * it runs no code. F32 and I8 are written; what others write is read in the types of `readNumbers`. The format is
 * little-endian, and so is every machine that runs a browser.
 */
import { z } from 'zod';
import type { GraftError } from '../protocol/errors.ts';
import { limitOf } from './limits.ts';
import { halfPrecision } from './numpy.ts';

/** Numbers and their shape, row by row: in single precision, or whole numbers of eight bits. */
export interface Tensor<Values extends Float32Array | Int8Array = Float32Array> {
  readonly shape: readonly number[];
  readonly values: Values;
}

type AnyTensor = Tensor<Float32Array | Int8Array>;

/** A tensor as it lies in the file. */
export interface StoredTensor {
  /** The format's name of the numbers' type, such as `F32`. */
  readonly type: string;
  readonly shape: readonly number[];
  /** A part of the file, no copy. */
  readonly bytes: Uint8Array;
}

/** How whoever reads says that the file is not as it should be. */
export type Fault = (message: string) => GraftError;

const alignment = 8;

/** Bytes of one number; of types that are not listed the length is not checked. */
const sizes: Readonly<Record<string, number>> = {
  F64: 8,
  I64: 8,
  U64: 8,
  F32: 4,
  I32: 4,
  U32: 4,
  F16: 2,
  BF16: 2,
  I16: 2,
  U16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
};

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});

/**
 * Bytes are the same for the same weights: tensors lie in the order of their names, those of eight bits behind the others, whose
 * numbers would else stand at odd addresses.
 * @param metadata what the format lets stand beside the tensors, as texts by name.
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, AnyTensor>>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const width = ({ values }: AnyTensor) => values.BYTES_PER_ELEMENT;
  const named = Object.entries(tensors).sort(([a, one], [b, other]) => width(other) - width(one) || (a < b ? -1 : 1));
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  let offset = 0;
  for (const [name, { shape, values }] of named) {
    if (count(shape) !== values.length) {
      throw new Error(
        `The weight ${name} has ${values.length} numbers, but its shape [${shape}] wants ${count(shape)}.`,
      );
    }
    const dtype = values instanceof Int8Array ? 'I8' : 'F32';
    header[name] = { dtype, shape, data_offsets: [offset, offset + values.byteLength] };
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
 * Where each tensor lies, in the order in which they do.
 * @throws what `fault` makes of it where the header cannot be read, or the tensors do not fill the file exactly, one after
 *   the other, as the format demands.
 */
export function storedTensors(bytes: Uint8Array, fault: Fault): Map<string, StoredTensor> {
  const header = readHeader(bytes, fault);
  const data = bytes.subarray(8 + header.length);
  const tensors = new Map<string, StoredTensor>();
  let end = 0;
  for (const [name, value] of header.entries) {
    const entry = entrySchema.safeParse(value);
    if (!entry.success) throw fault(`The entry of ${name} cannot be read: ${z.prettifyError(entry.error)}.`);
    const {
      dtype: type,
      shape,
      data_offsets: [from, to],
    } = entry.data;
    if (from !== end) throw fault(`The weight ${name} begins at byte ${from} where ${end} was expected.`);
    const wanted = (sizes[type] ?? Number.NaN) * count(shape);
    if (to < from || (type in sizes && to - from !== wanted)) {
      throw fault(`The weight ${name} has ${to - from} bytes, but its shape [${shape}] wants ${wanted} in ${type}.`);
    }
    if (to > data.length) {
      throw fault(`The weight ${name} ends at byte ${to}, but the file holds ${data.length}: it is cut off.`);
    }
    tensors.set(name, { type, shape, bytes: data.subarray(from, to) });
    end = to;
  }
  if (end !== data.length) throw fault(`${data.length - end} bytes follow the last weight.`);
  return tensors;
}

/** The texts that stand beside the tensors. @throws what `fault` makes of it where the header cannot be read. */
export function storedMetadata(bytes: Uint8Array, fault: Fault): Record<string, string> {
  return readHeader(bytes, fault).metadata;
}

/**
 * The numbers of a tensor in single precision: F64, F32, F16, BF16, and I8 without its scale. A copy, so that they neither
 * hold the whole file in memory nor stand at an odd address. Null where they are of another type.
 */
export function readNumbers({ type, bytes }: StoredTensor): Float32Array | null {
  // Not `slice`: of Node's Buffer that is no copy.
  const { buffer } = new Uint8Array(bytes);
  switch (type) {
    case 'F32':
      return new Float32Array(buffer);
    case 'F64':
      return new Float32Array(new Float64Array(buffer));
    case 'I8':
      return new Float32Array(new Int8Array(buffer));
    case 'F16':
      return halves(new Uint16Array(buffer));
    case 'BF16':
      return upperHalves(new Uint16Array(buffer));
    default:
      return null;
  }
}

/** All numbers of half precision by their bits, once they are asked for. */
let byBits: Float32Array | undefined;

// Plain loops: a checkpoint has tens of millions of numbers, and `from` with a function takes ten times as long.
function halves(bits: Uint16Array): Float32Array {
  byBits ??= Float32Array.from({ length: 0x10000 }, (_, each) => halfPrecision(each));
  const values = new Float32Array(bits.length);
  for (let index = 0; index < bits.length; index++) values[index] = byBits[bits[index] as number] as number;
  return values;
}

/** BF16 is the upper half of a number in single precision. */
function upperHalves(bits: Uint16Array): Float32Array {
  const words = new Uint32Array(bits.length);
  for (let index = 0; index < bits.length; index++) words[index] = (bits[index] as number) << 16;
  return new Float32Array(words.buffer);
}

/** The header's entries in the order in which their numbers lie in the file. */
function readHeader(
  bytes: Uint8Array,
  fault: Fault,
): { length: number; entries: [string, unknown][]; metadata: Record<string, string> } {
  if (bytes.length < 8) throw fault('The file is too short for a header.');
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const most = limitOf('safetensors-header');
  if (length > most) throw fault(`The header claims ${length} bytes; the limit is ${most} (safetensors-header).`);
  if (8 + length > bytes.length) {
    throw fault(`The header claims ${length} bytes, but the file holds ${bytes.length}.`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)));
  } catch {
    throw fault('The header is not JSON.');
  }
  const record = z.record(z.string(), z.unknown()).safeParse(parsed);
  if (!record.success) throw fault('The header is not a table of tensors.');
  const entries = Object.entries(record.data).filter(([name]) => name !== '__metadata__');
  const begin = (value: unknown) => entrySchema.safeParse(value).data?.data_offsets ?? [0, 0];
  entries.sort(([, a], [, b]) => begin(a)[0] - begin(b)[0] || begin(a)[1] - begin(b)[1]);
  const metadata = z.record(z.string(), z.string()).safeParse(record.data.__metadata__);
  return { length, entries, metadata: metadata.data ?? {} };
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

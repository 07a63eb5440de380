/**
 * Arrays of numbers as NumPy writes them (`.npy`, versions 1 to 3): a header that says type and shape, then the numbers.
 * Word vectors come in this form beside a list of words, since it is a third of their text.
 */
import { GraftError } from '../protocol/errors.ts';

export interface NumberArray {
  readonly shape: readonly number[];
  /** The number at a place of the array, row by row. */
  at(index: number): number;
}

/** Readers of one number, by NumPy's name of the type. */
const types: Readonly<Record<string, { bytes: number; read(view: DataView, at: number): number }>> = {
  '<f2': { bytes: 2, read: (view, at) => halfPrecision(view.getUint16(at, true)) },
  '<f4': { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  '<f8': { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  '|i1': { bytes: 1, read: (view, at) => view.getInt8(at) },
};

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** @throws GraftError where the file is no array of numbers, is cut off, or holds a type that is not read. */
export function readNumpy(bytes: Uint8Array, file: string): NumberArray {
  if (!magic.every((byte, index) => bytes[index] === byte))
    throw notNumpy(file, 'It does not begin as NumPy’s files do.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = (bytes[6] ?? 0) > 1;
  const headerStart = long ? 12 : 10;
  if (bytes.length < headerStart) throw notNumpy(file, 'It ends within its header.');
  const headerEnd = headerStart + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  const header = new TextDecoder('latin1').decode(bytes.subarray(headerStart, headerEnd));
  const name = /'descr': *'([^']+)'/.exec(header)?.[1];
  const sizes = /'shape': *\(([\d, ]*)\)/.exec(header)?.[1];
  if (name === undefined || sizes === undefined) throw notNumpy(file, 'Its header does not say what it holds.');
  if (/'fortran_order': *True/.test(header)) throw notNumpy(file, 'It holds its numbers column by column.');
  const type = types[name];
  if (!type) throw notNumpy(file, `It holds numbers of the type ${name}; read are ${Object.keys(types).join(', ')}.`);
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  const expected = headerEnd + type.bytes * shape.reduce((product, size) => product * size, 1);
  if (bytes.length !== expected) {
    throw notNumpy(file, `It has ${bytes.length} bytes where its header announces ${expected}.`);
  }
  return { shape, at: (index) => type.read(view, headerEnd + index * type.bytes) };
}

/** The header of an array, for whoever writes one: version 1, padded to 64 bytes. */
export function numpyHeader(type: '<f2' | '<f4' | '|i1', shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const said = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + said.length + 1) / 64) * 64 - 10;
  const header = new TextEncoder().encode(`${said.padEnd(length - 1)}\n`);
  return Uint8Array.from([...magic, 1, 0, length & 0xff, length >> 8, ...header]);
}

/** IEEE 754, 16 bits: 1 of sign, 5 of exponent, 10 of fraction. */
export function halfPrecision(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function notNumpy(file: string, message: string): GraftError {
  return new GraftError({
    code: 'not-numpy',
    file,
    message: `The file is no array of numbers that can be read. ${message}`,
    remedy: 'Write it again with numpy.save: float16, float32, float64 or int8, row by row.',
  });
}

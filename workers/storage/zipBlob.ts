/**
 * A zip archive as a `Blob`, written and read piece by piece: a project may hold models of hundreds of megabytes, which go from the
 * disk into the file and back without ever being in memory together. Sizes stand in front of each file, so that a file may be an
 * archive itself. Up to 4 GB, as zip archives are without their later extension.
 */
import { GraftError } from '../protocol/errors.ts';

export interface ZipPart {
  readonly path: string;
  readonly content: Blob;
  /** Weights hardly get smaller. */
  readonly packed: boolean;
}

export interface ZipFile {
  readonly path: string;
  /** Unpacked. */
  readonly size: number;
  readonly packed: boolean;
  /** Its bytes. Fails where there are others than it claims to have. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
}

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
const largest = 0xffffffff;
/** Names are UTF-8. */
const flags = 0x0800;
const version = 20;
const deflated = 8;
/** The first day that there is: archives with the same content have the same bytes. */
const firstDay = 0x0021;

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** @param sum of what came before, from 0xffffffff on; inverted at the end. */
function addedTo(sum: number, bytes: Uint8Array): number {
  let crc = sum;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return crc;
}

async function sumOf(content: Blob): Promise<number> {
  let sum = largest;
  for await (const bytes of chunksOf(content.stream())) sum = addedTo(sum, bytes);
  return (sum ^ largest) >>> 0;
}

/** Not every browser goes through a stream by itself. */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

/** @throws GraftError `zip-too-large` where it would be above 4 GB. */
export async function zipBlob(parts: readonly ZipPart[], onPart?: (done: number) => void): Promise<Blob> {
  const pieces: BlobPart[] = [];
  const directory: BlobPart[] = [];
  let offset = 0;
  let directorySize = 0;
  for (const [index, { path, content, packed }] of parts.entries()) {
    const name = new TextEncoder().encode(path);
    const stored = packed ? await new Response(content.stream().pipeThrough(deflating())).blob() : content;
    const sum = await sumOf(content);
    const fields = [
      [2, version],
      [2, flags],
      [2, packed ? deflated : 0],
      [2, 0],
      [2, firstDay],
      [4, sum],
      [4, stored.size],
      [4, content.size],
      [2, name.length],
      [2, 0],
    ] as const;
    const local = written([[4, signatures.local], ...fields]);
    // Comment, disk, attributes.
    const more = [
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, offset],
    ] as const;
    const central = written([[4, signatures.central], [2, version], ...fields, ...more]);
    pieces.push(local, name, stored);
    directory.push(central, name);
    offset += local.length + name.length + stored.size;
    directorySize += central.length + name.length;
    if (offset + directorySize > largest) throw tooLarge();
    onPart?.((index + 1) / parts.length);
  }
  const end = written([
    [4, signatures.end],
    [2, 0],
    [2, 0],
    [2, parts.length],
    [2, parts.length],
    [4, directorySize],
    [4, offset],
    [2, 0],
  ]);
  return new Blob([...pieces, ...directory, end], { type: 'application/zip' });
}

const deflating = () =>
  new CompressionStream('deflate-raw') as unknown as ReadableWritablePair<
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>
  >;
const inflating = () =>
  new DecompressionStream('deflate-raw') as unknown as ReadableWritablePair<
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>
  >;

function written(fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
}

const endSize = 22;
const centralSize = 46;
const localSize = 30;
/** Behind the end there may be a comment. */
const longestComment = 0xffff;

/** The files of an archive, in its order. @throws GraftError `zip-damaged` where it is none, or is cut off. */
export async function zipFilesIn(archive: Blob, fileName: string): Promise<ZipFile[]> {
  const damaged = () =>
    new GraftError({
      code: 'zip-damaged',
      message: 'The file is no zip archive, or it is cut off.',
      remedy: 'Export the project anew where it came from. Nothing was imported.',
      file: fileName,
    });
  const bytesAt = async (from: number, length: number) => {
    if (from < 0 || from + length > archive.size) throw damaged();
    return new DataView(await archive.slice(from, from + length).arrayBuffer());
  };
  const tailStart = Math.max(0, archive.size - endSize - longestComment);
  const tail = await bytesAt(tailStart, archive.size - tailStart);
  let end = tail.byteLength - endSize;
  while (end >= 0 && tail.getUint32(end, true) !== signatures.end) end--;
  if (end < 0) throw damaged();
  const count = tail.getUint16(end + 10, true);
  const directory = await bytesAt(tail.getUint32(end + 16, true), tail.getUint32(end + 12, true));
  const files: ZipFile[] = [];
  for (let at = 0; files.length < count; ) {
    if (at + centralSize > directory.byteLength || directory.getUint32(at, true) !== signatures.central)
      throw damaged();
    const method = directory.getUint16(at + 10, true);
    const [sum, storedSize, size] = [16, 20, 24].map((field) => directory.getUint32(at + field, true)) as [
      number,
      number,
      number,
    ];
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => directory.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    const local = directory.getUint32(at + 42, true);
    const nameStart = at + centralSize;
    if (nameStart + nameLength > directory.byteLength || (method !== 0 && method !== deflated)) throw damaged();
    const path = new TextDecoder().decode(new Uint8Array(directory.buffer, nameStart, nameLength));
    const head = await bytesAt(local, localSize);
    const from = local + localSize + head.getUint16(26, true) + head.getUint16(28, true);
    if (from + storedSize > archive.size) throw damaged();
    const stored = archive.slice(from, from + storedSize);
    const packed = method === deflated;
    const stream = () =>
      (packed ? stored.stream().pipeThrough(inflating()) : stored.stream()).pipeThrough(checking(size, sum, damaged));
    files.push({ path, size, packed, stream });
    at = nameStart + nameLength + extra + comment;
  }
  return files;
}

/** Lets through as many bytes as were announced, of this sum, and no others. */
function checking(size: number, sum: number, fault: () => Error) {
  let left = size;
  let crc: number = largest;
  return new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(bytes, controller) {
      left -= bytes.length;
      if (left < 0) throw fault();
      crc = addedTo(crc, bytes);
      controller.enqueue(bytes);
    },
    flush() {
      if (left !== 0 || (crc ^ largest) >>> 0 !== sum) throw fault();
    },
  });
}

function tooLarge(): GraftError {
  return new GraftError({
    code: 'zip-too-large',
    message: 'The project is larger than 4 GB, which a zip archive cannot hold.',
    remedy: 'Remove models that are not needed, or export corpora and models one by one.',
  });
}

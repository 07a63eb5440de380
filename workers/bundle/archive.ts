/**
 * A bundle is a zip archive from anywhere, so it is opened with suspicion: sizes are checked before anything is
 * unpacked, and a small file that would unpack to a giant one is refused.
 */
import { type Unzipped, unzipSync, zipSync } from 'fflate';
import { GraftError } from '../protocol/errors.ts';
import { checkUnpacked, type LimitName } from '../text/limits.ts';

/** The parts that loading needs, and what each may unpack to. */
const limitOfPart = new Map<string, LimitName>([
  ['README.md', 'bundle-manifest'],
  ['model.json', 'bundle-manifest'],
  ['texts.json', 'bundle-texts'],
  // What texts.json was in version 1.
  ['vocabulary.json', 'bundle-texts'],
  ['weights.safetensors', 'bundle-weights'],
  ['sample.json', 'bundle-sample'],
  ['importance.safetensors', 'bundle-weights'],
]);

/** Zip stores local time since 1980; a fixed one makes equal contents equal bytes, in every time zone. */
const fixedTime = new Date(1980, 0, 1);

/** Same files, same bytes. */
export function writeArchive(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  return zipSync({ ...files }, { mtime: fixedTime, level: 6 });
}

/** A part by its name. @throws GraftError where there is none. */
export type PartOf = (name: string) => Uint8Array;

/**
 * The bundle's parts that loading needs, by name; whatever else lies in the archive is left packed.
 * @throws GraftError where the file is no zip archive, is cut off, or would unpack to far more than a model's size; and
 *   from the function that is returned, where a part is missing.
 */
export function readArchive(file: string, bytes: Uint8Array): PartOf {
  if (bytes.length === 0) throw archiveError(file, 'The file is empty.');
  if (!(bytes[0] === 0x50 && bytes[1] === 0x4b)) {
    throw archiveError(file, 'The file is not a model bundle: a .graft file is a zip archive, and this is not one.');
  }
  let total = 0;
  let parts: Unzipped;
  try {
    parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        const limit = limitOfPart.get(name);
        if (limit === undefined) return false;
        total += originalSize;
        checkUnpacked(limit, originalSize, bytes.length, file);
        checkUnpacked('bundle-bytes', total, bytes.length, file);
        return true;
      },
    });
    checkEntries(file, bytes, parts);
  } catch (thrown) {
    if (thrown instanceof GraftError) throw thrown;
    throw archiveError(file, 'The archive is cut off or damaged and cannot be unpacked.');
  }
  return (name) => {
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (!part) throw archiveError(file, `The archive has no part ${name}.`);
    return part;
  };
}

/**
 * Holds what was unpacked against the sums that every zip archive keeps of its entries, which fflate does not look at:
 * `model.json`, which names the sums of the others, has no other.
 */
function checkEntries(file: string, bytes: Uint8Array, parts: Unzipped): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (view.getUint32(end, true) !== 0x06054b50) end--;
  let at = view.getUint32(end + 16, true);
  for (let entry = view.getUint16(end + 8, true); entry > 0; entry--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + (nameLength as number)));
    const part = limitOfPart.has(name) ? parts[name] : undefined;
    if (part && checksum(part) !== hexadecimal(view.getUint32(at + 16, true))) {
      throw archiveError(file, `Its part ${name} is damaged: its bytes are not those that were written.`);
    }
    at += 46 + (nameLength as number) + (extraLength as number) + (commentLength as number);
  }
}

function archiveError(file: string, message: string): GraftError {
  return new GraftError({
    code: 'bundle-archive',
    message,
    remedy: 'Choose a .graft file that Graft exported, or download it again.',
    file,
  });
}

/** CRC-32 (ISO 3309), as eight hexadecimal digits. */
export function checksum(bytes: Uint8Array): string {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return hexadecimal((crc ^ 0xffffffff) >>> 0);
}

function hexadecimal(sum: number): string {
  return sum.toString(16).padStart(8, '0');
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let entry = byte;
  for (let bit = 0; bit < 8; bit++) entry = entry & 1 ? 0xedb88320 ^ (entry >>> 1) : entry >>> 1;
  return entry;
});

/** Files that are no text are refused by what they are, so that no parser ever sees them. */
import { GraftError } from '../protocol/errors.ts';

const binaryKinds: readonly (readonly [name: string, remedy: string, ...magic: number[]])[] = [
  ['a ZIP archive (or a Word, Excel or .graft file)', 'Unpack it, or save it as plain text or CSV.', 0x50, 0x4b, 3, 4],
  ['a gzip archive', 'Unpack it first.', 0x1f, 0x8b],
  ['a PDF document', 'Copy its text into a .txt file.', 0x25, 0x50, 0x44, 0x46],
  ['a PNG image', 'Choose a text file.', 0x89, 0x50, 0x4e, 0x47],
  ['a JPEG image', 'Choose a text file.', 0xff, 0xd8, 0xff],
  ['an old Word or Excel document', 'Save it as plain text or CSV.', 0xd0, 0xcf, 0x11, 0xe0],
];

const sampleLength = 65_536;

/** @throws GraftError `binary-file` where the first bytes are those of another kind of file. */
export function refuseBinary(bytes: Uint8Array, file: string): void {
  for (const [name, remedy, ...magic] of binaryKinds) {
    if (magic.every((byte, index) => bytes[index] === byte)) throw binaryFile(file, `It is ${name}, not text.`, remedy);
  }
}

/** @throws GraftError `binary-file` where many bytes are control characters. */
export function refuseControlBytes(bytes: Uint8Array, file: string): void {
  const length = Math.min(bytes.length, sampleLength);
  let controls = 0;
  for (let index = 0; index < length; index++) {
    const byte = bytes[index] ?? 0;
    // Tab, line feed, form feed, carriage return and escape do occur in text files.
    if (byte === 0) controls += 4;
    else if (byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 27) controls++;
  }
  if (controls > Math.max(3, 0.02 * length)) {
    throw binaryFile(
      file,
      'It is a binary file, not text.',
      'Choose a text file: CoNLL, JSON, JSONL, CSV or plain text.',
    );
  }
}

function binaryFile(file: string, message: string, remedy: string): GraftError {
  return new GraftError({ code: 'binary-file', message: `${message} Nothing was read.`, remedy, file });
}

/**
 * Bytes to text in a named encoding. Node 20 decodes Windows-1252 as ISO 8859-1, whose 0x80 to 0x9f are control
 * characters: quotation marks and dashes of Windows would be lost. That range is put right here, wherever this runs.
 */

/** What stands at 0x80 to 0x9f; five places have no character. */
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/**
 * Without a byte-order mark at the beginning.
 * @throws RangeError where there is no such encoding.
 */
export function decodeBytes(bytes: Uint8Array, encoding: string): string {
  const decoder = new TextDecoder(encoding);
  const text = decoder.decode(bytes);
  if (decoder.encoding !== 'windows-1252') return text;
  return text.replace(/[\x80-\x9f]/g, (character) => windows1252[character.charCodeAt(0) - 0x80] ?? character);
}

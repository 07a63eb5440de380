/** File names that every system takes, made from names that people gave. */

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** In letters; systems allow 255 bytes. */
const longest = 60;

/** `Support desk + Address` becomes `support-desk-address`; letters of any script stay. */
export function fileName(name: string, otherwise: string): string {
  const words = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_.]+/gu, '-');
  const plain = [...words.replace(/^[-.]+/, '')]
    .slice(0, longest)
    .join('')
    .replace(/[-.]+$/, '');
  return plain === '' || reserved.test(plain) ? otherwise : plain;
}

/** Names of encodings as other programs write them, Python above all, and TextDecoder does not know them. */

const otherNames: Readonly<Record<string, string>> = {
  'latin-1': 'latin1',
  'latin-2': 'latin2',
  'iso-latin-1': 'latin1',
  ansi: 'windows-1252',
  'utf-8-sig': 'utf-8',
  'utf8-sig': 'utf-8',
  'utf-8-bom': 'utf-8',
  utf16: 'utf-16',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  'mac-roman': 'macintosh',
  macroman: 'macintosh',
  'mac-cyrillic': 'x-mac-cyrillic',
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  koi8r: 'koi8-r',
  koi8u: 'koi8-u',
};

export function canonicalName(encoding: string): string {
  const name = encoding.trim().toLowerCase();
  const hyphened = name.replaceAll('_', '-');
  const windows = /^(?:win|windows|cp|ms)-?(125\d|874)$/.exec(hyphened)?.[1];
  return otherNames[name] ?? otherNames[hyphened] ?? (windows === undefined ? name : `windows-${windows}`);
}

import { describe, expect, it } from 'vitest';
import { decodeBytes } from './decodeBytes.ts';
import { guessEncoding } from './guess.ts';
import { canonicalName } from './names.ts';
import { encodeAs } from './testing.ts';

const sentences: readonly (readonly [encoding: string, text: string])[] = [
  ['windows-1252', 'Jürgen wohnt in der Königstraße.'],
  ['windows-1252', 'Élodie habite à Besançon, où elle a créé un café.'],
  ['windows-1252', 'El señor Núñez viajó a Málaga.'],
  ['windows-1252', 'São João não é Açores.'],
  ['windows-1252', 'Åse bor på Tromsøya.'],
  ['windows-1252', 'She said “no” — for 5 € at the café.'],
  ['windows-1252', 'ZÜRICH'],
  ['windows-1252', 'Zoë'],
  ['windows-1250', 'Lech Wałęsa pojechał do Żywca i Gdańska.'],
  ['windows-1250', 'Příliš žluťoučký kůň pěl ďábelské ódy.'],
  ['windows-1250', 'Árvíztűrő tükörfúrógép, Győr és Székesfehérvár.'],
  ['iso-8859-2', 'Zażółć gęślą jaźń, święta już blisko.'],
  ['windows-1251', 'Анна поехала в Омск.'],
  ['windows-1251', 'Київ — столиця України, її знають усі.'],
  ['koi8-r', 'Анна поехала в Омск.'],
  ['ibm866', 'Анна поехала в Омск.'],
  ['iso-8859-5', 'Анна поехала в Омск.'],
  ['windows-1253', 'Ο Γιώργος μένει στη Θεσσαλονίκη.'],
  ['windows-1254', 'Ayşe İstanbul’da, Ağrı Dağı’ndan uzakta yaşıyor.'],
  ['windows-1255', 'רותי גרה בירושלים.'],
  ['windows-1256', 'سافرت ليلى إلى القاهرة.'],
  ['gb18030', '李明在上海的一家公司工作，他很高兴。'],
  ['big5', '王小明住在高雄，他是一個學生。'],
  ['shift_jis', '田中さんは京都にいます。'],
  ['euc-jp', '田中さんは京都にいます。'],
  ['euc-kr', '김철수는 부산에 산다.'],
];

describe('guessing an encoding', () => {
  it.each(sentences)('%s: %s', (encoding, text) => {
    const bytes = encodeAs(text, encoding) as Uint8Array;
    const { name, fits } = guessEncoding(bytes);
    expect(decodeBytes(bytes, name)).toBe(text);
    expect(fits).toBe(true);
  });

  it.each(sentences.filter(([, text]) => text.length > 20))(
    'is told from columns as well, %s: %s',
    (encoding, text) => {
      const rows = text.split(' ').map((word, index) => `${word}\tNNP\t${index === 0 ? 'B-PER' : 'O'}`);
      const bytes = encodeAs(`${rows.join('\n')}\n\n`, encoding) as Uint8Array;
      expect(decodeBytes(bytes, guessEncoding(bytes).name)).toContain(text.split(' ')[0]);
    },
  );

  it('looks at the letters wherever on a long line they stand', () => {
    const text = 'Příliš žluťoučký kůň pěl ďábelské ódy.';
    const line = `${'{"text":"no letter of the kind"},'.repeat(2000)}{"text":"${text}"}`;
    const bytes = encodeAs(line, 'windows-1250') as Uint8Array;
    expect(decodeBytes(bytes, guessEncoding(bytes).name)).toContain(text);
  });

  it.each([
    ['windows-1250', 'Dvořák'],
    ['windows-1251', 'Я'],
    ['koi8-r', 'ОМСК'],
    ['windows-1254', 'Erdoğan'],
  ])('names a rival where a few letters could be either: %s, %s', (encoding, text) => {
    const { name, rival } = guessEncoding(encodeAs(text, encoding) as Uint8Array);
    expect([name, rival?.name]).toContain(encoding);
    expect(rival).toBeDefined();
  });

  it('says that nothing fits where letters make no words', () => {
    const { fits } = guessEncoding(Uint8Array.from([0x81, 0x41, 0x8d, 0x41, 0x9d, 0x41, 0xff, 0x41, 0x90]));
    expect(fits).toBe(false);
  });
});

describe('names of encodings', () => {
  it.each([
    ['cp1251', 'windows-1251'],
    ['CP-1252', 'windows-1252'],
    ['latin-1', 'windows-1252'],
    ['Latin1', 'windows-1252'],
    ['utf_8_sig', 'utf-8'],
    ['cp936', 'gbk'],
    ['cp949', 'euc-kr'],
    ['mac_roman', 'macintosh'],
    ['koi8_r', 'koi8-r'],
    ['shift_jis', 'shift_jis'],
    ['gb2312', 'gbk'],
  ])('%s is %s', (given, expected) => {
    expect(new TextDecoder(canonicalName(given)).encoding).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { GraftError } from '../protocol/errors.ts';
import { decodeText } from './decode.ts';
import { encodeAs } from './encodings/testing.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const bytes = (...values: number[]) => Uint8Array.from(values);
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const wide = (text: string, little: boolean) =>
  Uint8Array.from(
    [...text].flatMap((character) => {
      const code = character.charCodeAt(0);
      return little ? [code & 255, code >> 8] : [code >> 8, code & 255];
    }),
  );

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof GraftError) return error.problem.code;
    throw error;
  }
  return 'nothing thrown';
}

describe('decodeText', () => {
  it('reads UTF-8 and leaves the byte-order mark out', () => {
    expect(decodeText(utf8('Zoë 🙂'), 'a').text).toBe('Zoë 🙂');
    expect(decodeText(join(bytes(0xef, 0xbb, 0xbf), utf8('Zoë')), 'a').text).toBe('Zoë');
  });

  it('reads UTF-16 with a mark, and without one by its zero bytes', () => {
    expect(decodeText(join(bytes(0xff, 0xfe), wide('Ann was here', true)), 'a').text).toBe('Ann was here');
    expect(decodeText(join(bytes(0xfe, 0xff), wide('Ann was here', false)), 'a').text).toBe('Ann was here');
    expect(decodeText(wide('Ann was here', true), 'a').assumed).toMatch(/UTF-16LE/);
    expect(decodeText(wide('Ann was here', false), 'a').text).toBe('Ann was here');
  });

  it('falls back to latin-1 and names the line that is not UTF-8', () => {
    const decoded = decodeText(join(utf8('one\ntwo\nM'), bytes(0xfc), utf8('ller\n')), 'a');
    expect(decoded.text).toBe('one\ntwo\nMüller\n');
    expect(decoded.assumed).toContain('line 3');
    expect(decoded.problems).toEqual([]);
  });

  it('warns where latin-1 cannot be right either', () => {
    const decoded = decodeText(join(utf8('one\n'), bytes(0x81, 0x8d, 0x9d)), 'a');
    expect(decoded.problems).toMatchObject([{ code: 'unknown-encoding', line: 2, file: 'a' }]);
  });

  it('keeps UTF-8 with a few broken bytes as UTF-8 and says where', () => {
    const decoded = decodeText(join(utf8('äöüäöüäöü\nßé'), bytes(0xff), utf8(' end')), 'a');
    expect(decoded.text).toBe('äöüäöüäöü\nßé\uFFFD end');
    expect(decoded.problems).toMatchObject([{ code: 'broken-bytes', line: 2 }]);
  });

  it('tells Cyrillic from latin-1 by its words', () => {
    const text = 'Анна\tB-PER\nпоехала\tO\nв\tO\nОмск\tB-LOC\n';
    const decoded = decodeText(encodeAs(text, 'windows-1251') as Uint8Array, 'a');
    expect(decoded.text).toBe(text);
    expect(decoded.assumed).toBe('decoded as Windows-1251 (Cyrillic): line 1 is not UTF-8');
    expect(decoded.problems).toEqual([]);
  });

  it('warns where two encodings fit, and says how to name the right one', () => {
    const decoded = decodeText(encodeAs('one\nErdoğan', 'windows-1254') as Uint8Array, 'a');
    expect(decoded.problems).toMatchObject([
      {
        code: 'unknown-encoding',
        line: 2,
        message: expect.stringContaining('would fit nearly as well'),
        remedy: expect.stringContaining('--encoding'),
      },
    ]);
  });

  it('keeps quotation marks and dashes of Windows-1252', () => {
    const text = '“Müller” – 5 €';
    expect(decodeText(encodeAs(text, 'windows-1252') as Uint8Array, 'a').text).toBe(text);
    expect(decodeText(encodeAs(text, 'windows-1252') as Uint8Array, 'a', 'latin-1').text).toBe(text);
  });

  it('reads files in two encodings that were joined line by line', () => {
    const cyrillic = encodeAs('Анна поехала в Омск\n', 'windows-1251') as Uint8Array;
    const decoded = decodeText(join(utf8('Zoë und Jürgen\n'), cyrillic), 'a');
    expect(decoded.text).toBe('Zoë und Jürgen\nАнна поехала в Омск\n');
    expect(decoded.assumed).toContain('1 line as Windows-1251 (Cyrillic): line 2');
  });

  it('keeps a line that was cut within a letter as UTF-8', () => {
    const decoded = decodeText(join(utf8('Zoë\nJürgen\nZo'), bytes(0xc3)), 'a');
    expect(decoded.text).toBe('Zoë\nJürgen\nZo\uFFFD');
  });

  it('removes byte-order marks where files were joined, and says so', () => {
    const mark = bytes(0xef, 0xbb, 0xbf);
    const decoded = decodeText(join(mark, utf8('Zoë B-PER\n\n'), mark, utf8('Ida B-PER\n')), 'a');
    expect(decoded.text).toBe('Zoë B-PER\n\nIda B-PER\n');
    expect(decoded.assumed).toMatch(/byte-order marks .* line 3/);
    const wideMarks = join(bytes(0xff, 0xfe), wide('ran O\n', true), bytes(0xff, 0xfe), wide('Ida B-PER\n', true));
    expect(decodeText(wideMarks, 'a').text).toBe('ran O\nIda B-PER\n');
  });

  it('parts the lines where the first of the joined files had no line end', () => {
    const mark = bytes(0xef, 0xbb, 0xbf);
    expect(decodeText(join(mark, utf8('ran O'), mark, utf8('Ida O')), 'a').text).toBe('ran O\nIda O');
    expect(decodeText(join(utf8('{"text":"a"}'), mark, utf8('{"text":"b"}')), 'a').text).toBe(
      '{"text":"a"}\n{"text":"b"}',
    );
  });

  it('leaves a mark within a text of JSON where it is: offsets count it', () => {
    const text = '{"text":"a\uFEFFb","label":[[2,3,"X"]]}';
    expect(decodeText(join(bytes(0xef, 0xbb, 0xbf), utf8(text)), 'a').text).toBe(text);
  });

  it('refuses empty and blank files', () => {
    expect(codeOf(() => decodeText(bytes(), 'a'))).toBe('empty-file');
    expect(codeOf(() => decodeText(utf8('  \n\n'), 'a'))).toBe('empty-file');
  });

  it('refuses archives and other binary files, and says what they are', () => {
    expect(codeOf(() => decodeText(bytes(0x50, 0x4b, 3, 4, 20, 0, 0), 'a'))).toBe('binary-file');
    expect(() => decodeText(bytes(0x1f, 0x8b, 8, 0), 'a')).toThrow(/gzip/);
    expect(codeOf(() => decodeText(bytes(1, 2, 3, 4, 0, 200, 0, 0, 7, 1), 'a'))).toBe('binary-file');
  });

  it('refuses archives whatever encoding is named', () => {
    expect(codeOf(() => decodeText(bytes(0x50, 0x4b, 3, 4, 20, 0, 0), 'a', 'utf-8'))).toBe('binary-file');
  });

  it('decodes as it is told, and refuses an encoding that does not exist', () => {
    expect(decodeText(bytes(0xcf, 0xf0), 'a', 'windows-1251').text).toBe('Пр');
    expect(codeOf(() => decodeText(utf8('a'), 'a', 'klingon'))).toBe('unknown-encoding');
  });
});

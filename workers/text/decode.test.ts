import { describe, expect, it } from 'vitest';
import { GraftError } from '../protocol/errors.ts';
import { decodeText } from './decode.ts';

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

  it('refuses empty and blank files', () => {
    expect(codeOf(() => decodeText(bytes(), 'a'))).toBe('empty-file');
    expect(codeOf(() => decodeText(utf8('  \n\n'), 'a'))).toBe('empty-file');
  });

  it('refuses archives and other binary files, and says what they are', () => {
    expect(codeOf(() => decodeText(bytes(0x50, 0x4b, 3, 4, 20, 0, 0), 'a'))).toBe('binary-file');
    expect(() => decodeText(bytes(0x1f, 0x8b, 8, 0), 'a')).toThrow(/gzip/);
    expect(codeOf(() => decodeText(bytes(1, 2, 3, 4, 0, 200, 0, 0, 7, 1), 'a'))).toBe('binary-file');
  });

  it('decodes as it is told, and refuses an encoding that does not exist', () => {
    expect(decodeText(bytes(0xcf, 0xf0), 'a', 'windows-1251').text).toBe('Пр');
    expect(codeOf(() => decodeText(utf8('a'), 'a', 'klingon'))).toBe('unknown-encoding');
  });
});

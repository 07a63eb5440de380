import { describe, expect, it } from 'vitest';
import { isUsed, withFonts } from './exportFonts.ts';

describe('the fonts of a saved drawing', () => {
  it('are those that hold a letter of it', () => {
    expect(isUsed('U+0000-00FF, U+2212', 'F1 by epoch')).toBe(true);
    expect(isUsed('U+0100-02BA', 'F1 by epoch')).toBe(false);
    expect(isUsed('U+0100-02BA', 'Šumava')).toBe(true);
    expect(isUsed('U+4??', 'Имя')).toBe(true);
    expect(isUsed('u+1f600', '😀')).toBe(true);
  });

  it('are left out where the page has none', async () => {
    const drawing = { svg: '<svg xmlns="http://www.w3.org/2000/svg"><text>F1</text></svg>', width: 1, height: 1 };
    expect(await withFonts(drawing)).toBe(drawing);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileName } from './fileNames.ts';

describe('fileName', () => {
  it('makes one word of many', () => {
    expect(fileName('Support desk source + Address, Phone', 'model')).toBe('support-desk-source-address-phone');
  });

  it('keeps letters of other scripts', () => {
    expect(fileName('Gespräche über Ärger', 'model')).toBe('gespräche-über-ärger');
    expect(fileName('日本語', 'model')).toBe('日本語');
  });

  it('has a name where nothing is left of one', () => {
    expect(['', '../..', '???', 'NUL'].map((name) => fileName(name, 'model'))).toEqual(Array(4).fill('model'));
  });

  it('never gives a path, a hidden file or an endless name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (name) => {
        const made = fileName(name, 'model');
        expect(made).toMatch(/^[^/\\:*?"<>|.\s-][^/\\:*?"<>|\s]*$/u);
        expect([...made].length).toBeLessThanOrEqual(60);
      }),
    );
  });
});

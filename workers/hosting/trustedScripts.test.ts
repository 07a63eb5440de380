import { describe, expect, it } from 'vitest';
import { ownAddress, UntrustedText, withoutTags } from './trustedScripts.ts';

const here = 'https://studio.example/graft/index.html';

describe('what may become script or markup', () => {
  it('is an address of the studio itself, relative or whole', () => {
    expect(ownAddress('./assets/trainer.js', here)).toBe('./assets/trainer.js');
    expect(ownAddress('https://studio.example/graft/sw.js', here)).toBe('https://studio.example/graft/sw.js');
  });

  it.each([
    'https://elsewhere.example/a.js',
    '//elsewhere.example/a.js',
    'data:text/javascript,alert(1)',
    'blob:null/7',
    'javascript:alert(1)',
    'http://studio.example/graft/sw.js',
  ])('is no address elsewhere: %s', (address) => {
    expect(() => ownAddress(address, here)).toThrow(UntrustedText);
  });

  it('is a style, and no text in which a tag begins', () => {
    const style = ':root { --size: 2rem } @media (width<40em) { a > b { color: red } }';
    expect(withoutTags(style)).toBe(style);
    for (const text of ['<img src=x onerror=alert(1)>', '</style>', '<!--', 'a <SCRIPT>', '<?xml?>']) {
      expect(() => withoutTags(text)).toThrow(UntrustedText);
    }
  });
});

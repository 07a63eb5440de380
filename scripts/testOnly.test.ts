import { describe, expect, it } from 'vitest';
import { faultsOf, type KnipReport, unusedOf } from './testOnly.ts';

/** As knip 6 writes it. */
const report: KnipReport = {
  issues: [
    { file: 'workers/a.ts', files: [{ name: 'workers/a.ts' }], exports: [], types: [], dependencies: [] },
    { file: 'workers/b.ts', files: [], exports: [{ name: 'one', line: 3, col: 1, pos: 9 }], types: [{ name: 'Two' }] },
    { file: 'package.json', files: [], exports: [], types: [], dependencies: [{ name: 'three' }] },
  ],
};
const unused = unusedOf(report);
const waiting = unused.map((each) => ({ ...each, why: 'BERT taggers' }));

describe('code that only tests use', () => {
  it('is a whole file, an export, a type or a package', () => {
    expect(unused).toEqual([
      { file: 'workers/a.ts' },
      { file: 'workers/b.ts', name: 'one' },
      { file: 'workers/b.ts', name: 'Two' },
      { file: 'package.json', name: 'three' },
    ]);
  });

  it('may wait for an open plan that names it', () => {
    expect(faultsOf(unused, waiting)).toEqual([]);
  });

  it('fails where nothing names it, even in a file of which another export waits', () => {
    expect(faultsOf(unused, waiting.slice(0, 2))).toEqual([
      'workers/b.ts: Two: only tests use it. Use it or remove it.',
      'package.json: three: only tests use it. Use it or remove it.',
    ]);
  });

  it('waits no longer once it is used', () => {
    expect(faultsOf(unused.slice(1), waiting)).toEqual([
      'workers/a.ts: it is used by now, or gone. Strike it from scripts/waiting.json.',
    ]);
  });
});

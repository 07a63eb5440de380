/** Paths within an archive: those that lead out of it are refused, and strange ones are read. */
import { strToU8, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { GraftError } from '../protocol/errors.ts';
import { unzipFiles } from './zip.ts';

const read = (path: string) => unzipFiles('a.zip', zipSync({ 'b.txt': strToU8('b'), [path]: strToU8('a') }));

it.each(['../a.txt', 'a/../../b.txt', '/a.txt', '\\a.txt', 'C:\\a.txt', 'c:/a.txt', 'a\\..\\b.txt'])(
  'an archive with the path %s is refused',
  (path) => {
    const refusal = (() => {
      try {
        return read(path);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(refusal instanceof GraftError && refusal.problem.code).toBe('zip-path');
  },
);

it.each(['a: notes.txt', 'Icon\r.txt', 'a..b/c.txt'])('an archive with the path %j is read', (path) => {
  expect(read(path).entries.map((entry) => entry.path)).toContain(path);
});

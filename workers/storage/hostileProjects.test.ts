/** Project files that were made to harm: nothing of them is left, and the projects that were there stay as they are. */
import 'fake-indexeddb/auto';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../test/hostile/outcome.ts';
import { hostileWords } from '../../test/hostile/words.ts';
import { projectBlob, readProjectBlob } from './projectFile.ts';
import { removeProject } from './projects.ts';
import { allRows, emptyDatabase, smallProject } from './testing.ts';

const blobOf = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]);

describe('a hostile project file', () => {
  it('leaves nothing, or is read as a project of its own', { timeout: 120_000 }, async () => {
    await emptyDatabase();
    const archive = new Uint8Array(await (await projectBlob(await smallProject('Desk', 3))).arrayBuffer());
    const files = unzipSync(archive);
    const before = JSON.stringify(await allRows());
    const altered = (path: string, text: string) => zipSync({ ...files, [path]: strToU8(text) });
    const documents = 'corpora/0/train.jsonl';
    const lines = new TextDecoder().decode(files[documents]);
    const manifest = new TextDecoder().decode(files['project.json']);
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const hostile = [
      ...Array.from({ length: 40 }, (_, part) => archive.slice(0, Math.floor((archive.length * part) / 40))),
      ...['', 'null', '[]', deep, '{"__proto__":{"a":1}}', '\u0000'].flatMap((text) =>
        ['project.json', documents, 'runs.jsonl'].map((path) => altered(path, text)),
      ),
      ...Array.from({ length: 20 }, (_, part) =>
        altered(documents, lines.slice(0, Math.floor((lines.length * part) / 20))),
      ),
      ...hostileWords.map((word) =>
        altered('project.json', manifest.replaceAll('model a', JSON.stringify(word).slice(1, -1))),
      ),
      ...hostileWords.map((word) => altered(documents, lines.replaceAll('Person', JSON.stringify(word).slice(1, -1)))),
    ];
    for (const bytes of hostile) {
      let made: string | undefined;
      const problem = await outcomeOf(async () => {
        made = (await readProjectBlob(blobOf(bytes), 'a.zip')).id;
      });
      if (made) await removeProject(made);
      expect(JSON.stringify(await allRows()), problem?.message ?? 'read').toBe(before);
    }
    expect(hostile.length).toBeGreaterThan(100);
  });
});

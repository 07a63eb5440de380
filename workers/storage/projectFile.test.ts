import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GraftError } from '../protocol/errors.ts';
import { ledgerThing, runThing } from '../protocol/projects.ts';
import { database } from './database.ts';
import { listFiles, writeFile } from './largeFiles.ts';
import type { Row, SchemaVersion } from './migrations.ts';
import { schemaVersions } from './migrations.ts';
import { projectBlob, readProjectBlob } from './projectFile.ts';
import { findProject, journalName, putThing, removeProject, storedThings } from './projects.ts';
import { readCorpusRows, writeCorpusRows } from './storedCorpora.ts';
import { allRows, emptyDatabase, ofEachDocument, smallProject, storedCorpus } from './testing.ts';

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
const blobOf = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]);

/** The rows of one project, whatever it is called here. */
async function rowsOf(project: string): Promise<Record<string, unknown[]>> {
  const rows = await allRows();
  const own = (row: unknown) => (row as Row).project === project || (row as Row).id === project;
  const nameless = (row: unknown) => ({ ...(row as Row), project: '', ...((row as Row).id === project && { id: '' }) });
  const files = (rows.files ?? []).filter(own) as { name: string; blob: Blob }[];
  const contents = await Promise.all(files.map(async ({ name, blob }) => [name, await blob.text()]));
  const others = Object.entries(rows).map(([name, all]) => [name, all.filter(own).map(nameless)]);
  return { ...Object.fromEntries(others), files: contents };
}

/** The archive with some of its files otherwise. */
async function altered(archive: Blob, change: (files: Record<string, Uint8Array>) => void): Promise<Blob> {
  const files = unzipSync(await bytesOf(archive));
  change(files);
  return blobOf(zipSync(files));
}

function alteredJson(file: Uint8Array | undefined, change: (value: Row) => void): Uint8Array {
  const value = JSON.parse(strFromU8(file ?? new Uint8Array()));
  change(value);
  return strToU8(JSON.stringify(value));
}

const json = (change: (value: Row) => void) => (files: Record<string, Uint8Array>) => {
  files['project.json'] = alteredJson(files['project.json'], change);
};
const manifest = (change: (value: { [key: string]: Row[] }) => void) => json(change as (value: Row) => void);

beforeEach(emptyDatabase);

describe('a project’s file', () => {
  it('is the same project elsewhere', async () => {
    const project = await smallProject('Desk', 2500);
    const before = await rowsOf(project);
    const archive = await projectBlob(project);
    await emptyDatabase();
    const entry = await readProjectBlob(archive, 'desk.zip');
    expect(entry.id).not.toBe(project);
    expect(await rowsOf(entry.id)).toEqual(before);
  });

  it('has each corpus as it stood before or after a change that is written meanwhile', async () => {
    const project = await smallProject('Desk');
    const [before, after] = [storedCorpus([150, 5, 0]), storedCorpus([10, 5, 0])];
    const change = async () => {
      await findProject(project);
      await writeCorpusRows(project, before, { ...after, description: { ...after.description, revision: 2 } });
    };
    const [archive] = await Promise.all([projectBlob(project), change()]);
    const { id } = await readProjectBlob(archive, 'desk.zip');
    expect(await readCorpusRows(id)).toEqual([before]);
  });

  it('leaves the table of surrogates where it is', async () => {
    const project = await smallProject('Desk');
    await putThing(project, ledgerThing, { secret: 'ada', words: { ada: 'Mira' } });
    await putThing(project, 'panel', 'train');
    const { id } = await readProjectBlob(await projectBlob(project), 'desk.zip');
    const things = await storedThings(id);
    expect([things.has(ledgerThing), things.get('panel')]).toEqual([false, 'train']);
    expect((await storedThings(project)).has(ledgerThing)).toBe(true);
  });

  it('leaves the run under way and its journal where they are', async () => {
    const project = await smallProject('Desk');
    await putThing(project, runThing, { id: 'kept' });
    await writeFile(project, journalName, new Blob(['numbers']));
    const { id } = await readProjectBlob(await projectBlob(project), 'desk.zip');
    expect((await storedThings(id)).has(runThing)).toBe(false);
    expect((await listFiles(id)).map(({ name }) => name)).not.toContain(journalName);
    expect((await listFiles(project)).map(({ name }) => name)).toContain(journalName);
  });

  it('brings no table of surrogates, whose secret its maker would know', async () => {
    const archive = await altered(
      await projectBlob(await smallProject('Desk')),
      manifest(({ things }) => things?.push({ name: ledgerThing, value: { secret: 'ada' } })),
    );
    const { id } = await readProjectBlob(archive, 'desk.zip');
    expect([...(await storedThings(id)).keys()]).toEqual(['panel']);
  });

  it('is a further project beside the one that it came from', async () => {
    const project = await smallProject('Desk');
    const before = await rowsOf(project);
    const { id } = await readProjectBlob(await projectBlob(project), 'desk.zip');
    expect(await rowsOf(id)).toEqual(await rowsOf(project));
    await removeProject(id);
    expect(await rowsOf(project)).toEqual(before);
    await removeProject(project);
    expect(Object.values(await allRows()).flat()).toEqual([]);
  });

  it('is an archive that other programs open too, and may be packed anew by them', async () => {
    const project = await smallProject('Desk');
    const before = await rowsOf(project);
    const again = await altered(await projectBlob(project), () => {});
    const { id } = await readProjectBlob(again, 'desk.zip');
    expect(await rowsOf(id)).toEqual(before);
  });

  it.each<[string, string, RegExp, (files: Record<string, Uint8Array>) => void]>([
    ['another archive', 'no-project', /holds no project/, (files) => delete files['project.json']],
    [
      'of a newer form',
      'project-newer',
      /newer version of Graft \(its form is 99/,
      json((value) => (value.version = 99)),
    ],
    ['of no form', 'no-project', /holds no project/, json((value) => (value.version = 'x'))],
    [
      'without a part',
      'project-damaged',
      /corpora\/0\/dev.jsonl is missing/,
      (files) => delete files['corpora/0/dev.jsonl'],
    ],
    ['without its weights', 'project-damaged', /files\/0.graft is missing/, (files) => delete files['files/0.graft']],
    [
      'with a broken document',
      'project-damaged',
      /train.jsonl, line 150: The line is no document/,
      (files) => {
        const lines = strFromU8(files['corpora/0/train.jsonl'] ?? new Uint8Array()).trimEnd();
        files['corpora/0/train.jsonl'] = strToU8(lines.replace(/\}$/, ''));
      },
    ],
    [
      'with a document that is no text',
      'project-damaged',
      /corpora\/0\/dev.jsonl is damaged/,
      (files) => (files['corpora/0/dev.jsonl'] = new Uint8Array([0x7b, 0xff, 0xfe])),
    ],
    [
      'with a document that stands there twice',
      'project-damaged',
      /train.jsonl, line 151: The line is no document: another one has the id 0/,
      (files) => {
        const [first] = strFromU8(files['corpora/0/train.jsonl'] ?? new Uint8Array()).split('\n');
        files['corpora/0/train.jsonl'] = strToU8(
          `${strFromU8(files['corpora/0/train.jsonl'] ?? new Uint8Array())}${first}\n`,
        );
      },
    ],
    [
      'with a corpus of two ids',
      'project-damaged',
      /corpora\.0\.description\.id/,
      manifest(({ corpora }) => {
        if (corpora?.[0]) corpora[0].id = 'corpus b';
      }),
    ],
    [
      'with a file outside of its folder',
      'project-damaged',
      /files\.0/,
      manifest((value) => (value.files = ['../x'] as never)),
    ],
    [
      'with a model of no name',
      'project-damaged',
      /models\.0\.summary\.name/,
      manifest((value) => {
        value.models = [{ id: 'model a', order: 0, summary: { id: 'model a', categories: [] } }];
      }),
    ],
  ])('is refused where it is %s, and leaves nothing', async (_, code, message, change) => {
    const project = await smallProject('Desk');
    const before = await allRows();
    const archive = await altered(await projectBlob(project), change);
    const reading = readProjectBlob(archive, 'desk.zip');
    await expect(reading).rejects.toMatchObject({ problem: { code } });
    await expect(reading).rejects.toThrow(message);
    expect(await allRows()).toEqual(before);
  });

  it('is refused where it is cut off, no archive, or holds other bytes than it says', async () => {
    const bytes = await bytesOf(await projectBlob(await smallProject('Desk')));
    const before = await allRows();
    const wrong = bytes.slice();
    const inWeights = new TextDecoder('latin1').decode(bytes).indexOf('of a model');
    wrong[inWeights] = 0;
    for (const each of [bytes.slice(0, bytes.length - 30), new Uint8Array(100), new Uint8Array(), wrong]) {
      await expect(readProjectBlob(blobOf(each), 'desk.zip')).rejects.toMatchObject({
        problem: { code: 'zip-damaged' },
      });
    }
    expect(await allRows()).toEqual(before);
  });

  it('is refused with a word of it, whichever byte of a packed part is another', async () => {
    const bytes = await bytesOf(await projectBlob(await smallProject('Desk', 20)));
    const before = await allRows();
    const names = new TextDecoder('latin1').decode(bytes);
    const codes = new Set<unknown>();
    for (const path of ['project.json', 'corpora/0/train.jsonl', 'runs.jsonl']) {
      const start = names.indexOf(path) + path.length;
      // The next part has its head there.
      const end = names.indexOf('PK\u0003\u0004', start);
      const step = Math.ceil((end - start) / 12);
      for (let place = start; place < end; place += step) {
        const wrong = bytes.slice();
        wrong[place] = (wrong[place] ?? 0) ^ 0xff;
        const thrown: unknown = await readProjectBlob(blobOf(wrong), 'desk.zip').catch((error: unknown) => error);
        codes.add(thrown instanceof GraftError ? thrown.problem.code : thrown);
      }
    }
    expect(codes).toEqual(new Set(['project-damaged', 'zip-damaged']));
    expect(await allRows()).toEqual(before);
  });

  it('is refused with what can be done where the disk gets full, and leaves nothing', async () => {
    const archive = await projectBlob(await smallProject('Desk'));
    const before = await allRows();
    const { documents } = await database();
    const full = Object.assign(new Error('no room'), { name: 'QuotaExceededError' });
    const put = vi.spyOn(documents, 'bulkPut').mockRejectedValue(full);
    await expect(readProjectBlob(archive, 'desk.zip')).rejects.toMatchObject({
      problem: { code: 'disk-full', remedy: expect.stringMatching(/^Free space .* Nothing was imported\.$/) },
    });
    put.mockRestore();
    expect(await allRows()).toEqual(before);
  });

  it('of version 1 is read', async () => {
    const archive = new Blob([readFileSync(new URL('../../test/fixtures/project-version-1.zip', import.meta.url))]);
    const { id, name } = await readProjectBlob(archive, 'project-version-1.zip');
    expect(name).toBe('Desk');
    const project = await smallProject('Desk', 70);
    const [read, made] = [await rowsOf(id), await rowsOf(project)];
    expect({ ...read, projects: [] }).toEqual({ ...made, projects: [] });
  });

  it('of an earlier version has its rows in the newest form', async () => {
    const next: SchemaVersion = {
      ...{ version: 2, stores: {} },
      rows: {
        runs: (row) => ({ ...row, colour: 'green' }),
        documents: ofEachDocument((document) => ({ ...document, note: `was ${document.id}` })),
      },
    };
    const project = await smallProject('Desk');
    const archive = await projectBlob(project);
    const { id } = await readProjectBlob(archive, 'desk.zip', undefined, [...schemaVersions, next]);
    const rows = await rowsOf(id);
    expect(rows.runs).toMatchObject([{ colour: 'green', order: 0 }]);
    expect(JSON.stringify(rows.documents).match(/was \d+/g)).toHaveLength(155);
  });
});

import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { database } from './database.ts';
import { projectBlob, readProjectBlob } from './projectFile.ts';
import { whileLocked } from './projectLock.ts';
import { listProjects } from './projects.ts';
import { allRows, emptyDatabase, smallProject } from './testing.ts';

/** The locks of a browser, as far as they are used. */
function standInLocks() {
  const held = new Set<string>();
  return {
    request: async (name: string, work: () => Promise<unknown>) => {
      held.add(name);
      return work().finally(() => held.delete(name));
    },
    query: async () => ({ held: [...held].map((name) => ({ name })) }),
  };
}

/** A folder of a browser's own file system, as far as it is used. */
class Folder {
  readonly inside = new Map<string, Folder>();

  async getDirectoryHandle(name: string): Promise<Folder> {
    const folder = this.inside.get(name);
    if (!folder) throw Object.assign(new Error(name), { name: 'NotFoundError' });
    return folder;
  }
  async removeEntry(name: string): Promise<void> {
    this.inside.delete(name);
  }
  async *keys(): AsyncGenerator<string> {
    yield* this.inside.keys();
  }
}

/** The tab was closed before the project was listed. */
async function cutOff(project: string): Promise<void> {
  await (await database()).projects.delete(project);
}

beforeEach(async () => {
  vi.stubGlobal('navigator', { locks: standInLocks() });
  await emptyDatabase();
});
afterEach(() => vi.unstubAllGlobals());

describe('the list of projects', () => {
  it('says what each holds and how large it is', async () => {
    await smallProject('Desk');
    expect(await listProjects()).toMatchObject([{ name: 'Desk', holds: ['calls', 'desk'] }]);
    expect((await listProjects())[0]?.size).toBeGreaterThan(10_000);
  });

  it('removes what an import that was cut off has left, and nothing else', async () => {
    await smallProject('Desk');
    const before = await allRows();
    await cutOff(await smallProject('Left'));
    const { documents, corpora } = await database();
    const lone = { project: 'lone', corpus: 'corpus a', part: 'train', from: 0, lines: '' } as const;
    await documents.put(lone);
    expect(await corpora.count()).toBe(2);
    expect(await listProjects()).toMatchObject([{ name: 'Desk' }]);
    expect(await allRows()).toEqual(before);
  });

  it('removes folders of files that are left as well', async () => {
    const [origin, root] = [new Folder(), new Folder()];
    const project = await smallProject('Desk');
    for (const name of [project, 'left']) root.inside.set(name, new Folder());
    origin.inside.set('graft-projects', root);
    vi.stubGlobal('navigator', { locks: standInLocks(), storage: { getDirectory: async () => origin } });
    vi.stubGlobal('FileSystemFileHandle', { prototype: { createWritable: () => {} } });
    await listProjects();
    expect([...root.inside.keys()]).toEqual([project]);
  });

  it('leaves what is read from a file just now, and what may be where nobody can tell', async () => {
    const archive = await projectBlob(await smallProject('Desk', 2500));
    const lists: Promise<unknown>[] = [];
    const { id } = await readProjectBlob(archive, 'desk.zip', () => void lists.push(listProjects()));
    await Promise.all(lists);
    expect(lists.length).toBeGreaterThan(3);
    const { documents } = await database();
    expect(await documents.where('[project+corpus]').equals([id, 'corpus a']).count()).toBeGreaterThan(30);
    await cutOff(id);
    const before = await allRows();
    await whileLocked(id, listProjects);
    vi.stubGlobal('navigator', undefined);
    await listProjects();
    expect(await allRows()).toEqual(before);
  });
});

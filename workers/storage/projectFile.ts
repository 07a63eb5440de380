/**
 * A whole project as one file: a zip archive with `project.json` in front, the documents as JSON lines, the runs as JSON lines, and
 * large files as they are. Its rows are those of the database, and so is their version. What is read comes from anywhere: it is
 * checked line by line, and a project appears only when all of it was right.
 */
import { z } from 'zod';
import { type PartName, partNames } from '../protocol/corpus.ts';
import type { OnProgress } from '../protocol/engine.ts';
import { GraftError, problemSchema } from '../protocol/errors.ts';
import { ledgerThing, type ProjectEntry, runThing } from '../protocol/projects.ts';
import { checkLimit, checkUnpacked } from '../text/limits.ts';
import { newId } from '../text/newId.ts';
import { type CorpusRow, database, type ModelRow, type ThingRow } from './database.ts';
import { writeDocuments } from './documentsOfFile.ts';
import { listFiles, readFile, writeFile } from './largeFiles.ts';
import { migrated, newestVersion, type Row, type SchemaVersion, schemaVersions, type TableName } from './migrations.ts';
import { whileLocked } from './projectLock.ts';
import { findProject, journalName, removeProject, storedModels, storedRuns, storedThings } from './projects.ts';
import { storageProblem } from './storageProblem.ts';
import { chunksOf, type ZipFile, type ZipPart, zipBlob, zipFilesIn } from './zipBlob.ts';

const formatName = 'graft-project';
const manifestName = 'project.json';
const runsName = 'runs.jsonl';
/** Things that never leave the project. */
const staying: readonly string[] = [ledgerThing, runThing];

export async function projectBlob(project: string, onProgress?: OnProgress): Promise<Blob> {
  const entry = await findProject(project);
  if (!entry) throw new Error(`There is no project ${project}.`);
  const { corpora, documents, models, runs, things } = await rowsOf(project);
  // A model is listed once its weights are stored: so files are looked for after the models.
  const files = (await listFiles(project)).filter(({ name }) => name !== journalName);
  const contents: ZipPart[] = [];
  for (const [index, { name }] of files.entries()) {
    contents.push({
      path: filePath(index, name),
      content: (await readFile(project, name)) ?? new Blob(),
      packed: false,
    });
  }
  const manifest = {
    format: formatName,
    version: newestVersion(),
    project: { name: entry.name, created: entry.created, changed: entry.changed, demo: entry.demo },
    corpora: corpora.map(({ id, description, characters }) => ({ id, description, characters })),
    models: models.map(({ id, order, summary }) => ({ id, order, summary })),
    things: [...things].flatMap(([name, value]) => (staying.includes(name) ? [] : [{ name, value }])),
    files: files.map(({ name }) => name),
  };
  const runLines = runs.map(({ id, order, run }) => `${JSON.stringify({ id, order, run })}\n`);
  return zipBlob(
    [
      { path: manifestName, content: new Blob([JSON.stringify(manifest)]), packed: true },
      ...documents,
      { path: runsName, content: new Blob(runLines), packed: true },
      ...contents,
    ],
    (fraction) => onProgress?.({ label: 'Writing the project’s file', fraction }),
  );
}

/** What the database has of a project at one moment: an edit is in its description and its documents, or in neither. */
async function rowsOf(project: string) {
  const opened = await database();
  return opened.transaction('r', ['corpora', 'documents', 'models', 'runs', 'things'], async () => {
    const corpora = await opened.corpora.where({ project }).toArray();
    const documents: ZipPart[] = [];
    for (const [index, { id }] of corpora.entries()) {
      const lines: Record<PartName, string[]> = { train: [], dev: [], test: [] };
      await opened.documents.where({ project, corpus: id }).each((row) => {
        lines[row.part].push(`${row.lines}\n`);
      });
      for (const part of partNames) {
        documents.push({ path: documentsPath(index, part), content: new Blob(lines[part]), packed: true });
      }
    }
    const [models, runs] = [await storedModels(project), await storedRuns(project)];
    return { corpora, documents, models, runs, things: await storedThings(project) };
  });
}

const documentsPath = (corpus: number, part: PartName) => `corpora/${corpus}/${part}.jsonl`;
const filePath = (index: number, name: string) => `files/${index}${/\.[a-z]+$/.exec(name)?.[0] ?? ''}`;

const id = z.string().min(1);
/** As the browser's file system takes it. */
const fileName = z.string().regex(/^(?!\.{1,2}$)[^/\\]+$/, 'no file can be called so');
const count = z.number().int().nonnegative();
const names = z.array(z.string());
const head = z.looseObject({ name: z.string(), kind: z.enum(['spans', 'tags']), categories: names });

const manifestSchema = z.object({
  project: z.looseObject({ name: z.string().min(1), created: z.number(), changed: z.number(), demo: z.boolean() }),
  corpora: z.array(
    z
      .looseObject({
        id,
        characters: count,
        description: z.looseObject({
          id,
          revision: count,
          lastRevision: count,
          name: z.string(),
          parts: z.object({ train: head, dev: head, test: head }),
          files: z.array(
            z.looseObject({ name: z.string(), part: z.enum(partNames).nullable(), format: z.string(), assumed: names }),
          ),
          assumed: names,
          problems: z.array(problemSchema),
        }),
      })
      .refine((row) => row.id === row.description.id, {
        error: 'it is another id than its row’s',
        path: ['description', 'id'],
      }),
  ),
  models: z.array(
    z.looseObject({
      id: fileName,
      order: z.number(),
      summary: z.looseObject({ id, name: z.string(), categories: names }),
    }),
  ),
  things: z.array(z.looseObject({ name: id, value: z.unknown() })),
  files: z.array(fileName),
});
const runSchema = z.looseObject({ id, order: z.number(), run: z.looseObject({}) });
const headSchema = z.object({ format: z.literal(formatName), version: z.number().int().positive() });

/** A file that was looked through, but for its documents, runs and weights. */
interface Opened {
  readonly file: string;
  readonly inside: ReadonlyMap<string, ZipFile>;
  readonly manifest: z.infer<typeof manifestSchema>;
  /** What makes a row of the file's form one of today's. */
  readonly newest: (table: TableName) => (row: Row) => Row;
}

/**
 * Reads a project's file as a further project.
 * @param versions others than the project's own, in tests.
 * @throws GraftError with the file, and the line of it, that is not as it should be; or where there is no room. Then nothing is left of it.
 */
export async function readProjectBlob(
  archive: Blob,
  file: string,
  onProgress?: OnProgress,
  versions: readonly SchemaVersion[] = schemaVersions,
): Promise<ProjectEntry> {
  const opened = await openFile(archive, file, versions);
  const project = newId('project');
  return whileLocked(project, async () => {
    try {
      return await writeProject(project, opened, onProgress);
    } catch (thrown) {
      // What cannot be removed now goes with the next list of projects.
      await removeProject(project).catch(() => {});
      throw thrown instanceof GraftError ? thrown : notWritten(thrown, file);
    }
  });
}

async function openFile(archive: Blob, file: string, versions: readonly SchemaVersion[]): Promise<Opened> {
  const found = await zipFilesIn(archive, file);
  const inside = new Map(found.map((each) => [each.path, each]));
  const unpacked = found.reduce((sum, { packed, size }) => sum + (packed ? size : 0), 0);
  checkLimit('project-files', found.length, file);
  checkUnpacked('project-bytes', unpacked, archive.size, file);
  const { version, manifest } = await manifestIn(inside.get(manifestName), file, versions);
  const newest = (table: TableName) => (row: Row) => migrated(table, row, version, versions);
  const checked = partOf(file, manifestName, manifestSchema, {
    ...manifest,
    ...{ project: newest('projects')(manifest.project), corpora: manifest.corpora.map(newest('corpora')) },
    ...{ models: manifest.models.map(newest('models')), things: manifest.things.map(newest('things')) },
  });
  return { file, inside, manifest: checked, newest };
}

async function writeProject(
  project: string,
  { file, inside, manifest, newest }: Opened,
  onProgress?: OnProgress,
): Promise<ProjectEntry> {
  const { projects, corpora, models, things, runs } = await database();
  let done = 0;
  const tell = () => onProgress?.({ label: 'Reading the project', fraction: ++done / (inside.size + 1) });
  for (const [index, row] of manifest.corpora.entries()) {
    let characters = 0;
    for (const part of partNames) {
      const path = documentsPath(index, part);
      const place = { project, corpus: row.id, part };
      const lines = linesIn(wanted(inside, path, file), file);
      characters += await writeDocuments(lines, place, `${file}: ${path}`, newest('documents'));
      tell();
    }
    await corpora.put({ ...row, project, characters } as unknown as CorpusRow);
  }
  for (const row of manifest.models) await models.put({ ...row, project } as unknown as ModelRow);
  for (const row of manifest.things) {
    // Whoever made the file would know the secret of all later surrogates.
    if (!staying.includes(String(row.name))) await things.put({ ...row, project } as ThingRow);
  }
  for await (const line of linesIn(wanted(inside, runsName, file), file)) {
    const row = partOf(file, runsName, runSchema, newest('runs')(parsed(line, file, runsName)));
    await runs.put({ ...row, project });
  }
  for (const [index, name] of manifest.files.entries()) {
    await writeFile(project, name, await wholeOf(wanted(inside, filePath(index, name), file), file));
    tell();
  }
  const entry = { ...manifest.project, id: project } as ProjectEntry;
  await projects.add(entry);
  return entry;
}

interface RawManifest {
  readonly project: Row;
  readonly corpora: readonly Row[];
  readonly models: readonly Row[];
  readonly things: readonly Row[];
}

const rawSchema = z.looseObject({
  project: z.looseObject({}),
  corpora: z.array(z.looseObject({})),
  models: z.array(z.looseObject({})),
  things: z.array(z.looseObject({})),
});

async function manifestIn(
  entry: ZipFile | undefined,
  file: string,
  versions: readonly SchemaVersion[],
): Promise<{ version: number; manifest: RawManifest }> {
  if (!entry) throw fault('no-project', 'The file holds no project of Graft.', file);
  checkLimit('project-manifest', entry.size, file);
  const read = parsed(await (await wholeOf(entry, file)).text(), file, manifestName);
  const head = headSchema.safeParse(read);
  if (!head.success) throw fault('no-project', 'The file holds no project of Graft.', file);
  const { version } = head.data;
  if (version > newestVersion(versions)) {
    throw new GraftError({
      code: 'project-newer',
      message: `The project was written by a newer version of Graft (its form is ${version}; this one reads up to ${newestVersion(versions)}).`,
      remedy: 'Open it with that version, or reload this page to get it. Nothing was imported.',
      file,
    });
  }
  return { version, manifest: partOf(file, manifestName, rawSchema, read) };
}

function wanted(inside: ReadonlyMap<string, ZipFile>, path: string, file: string): ZipFile {
  const entry = inside.get(path);
  if (!entry) throw fault('project-damaged', `${path} is missing.`, file);
  return entry;
}

async function* linesIn(entry: ZipFile, file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  try {
    for await (const bytes of chunksOf(entry.stream())) {
      const pieces = decoder.decode(bytes, { stream: true }).split('\n');
      // A long line comes in many chunks: what is there of it is not gone through again with each.
      pieces[0] = rest + pieces[0];
      rest = pieces.pop() ?? '';
      checkLimit('project-line', rest.length, file);
      yield* pieces;
    }
    rest += decoder.decode();
  } catch (thrown) {
    throw unreadable(thrown, entry, file);
  }
  if (rest !== '') yield rest;
}

async function wholeOf(entry: ZipFile, file: string): Promise<Blob> {
  try {
    return await new Response(entry.stream()).blob();
  } catch (thrown) {
    throw unreadable(thrown, entry, file);
  }
}

/** Browsers differ in what they throw where bytes cannot be unpacked or decoded, and in what a response makes of it. */
function unreadable(thrown: unknown, { path }: ZipFile, file: string): GraftError {
  return thrown instanceof GraftError ? thrown : fault('project-damaged', `${path} is damaged.`, file);
}

function parsed(text: string, file: string, where: string): Row {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw fault('project-damaged', `${where} is no JSON: ${(thrown as Error).message}.`, file);
  }
}

function partOf<Value>(file: string, where: string, schema: z.ZodType<Value>, value: unknown): Value {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw fault('project-damaged', `${where} is not as it should be: ${issue?.path.join('.')}: ${issue?.message}.`, file);
}

function fault(code: string, message: string, file: string): GraftError {
  const remedy =
    code === 'no-project'
      ? 'Choose a file that was made by “Export” in Projects. Nothing was imported.'
      : 'Export the project anew where it came from. Nothing was imported.';
  return new GraftError({ code, message, remedy, file });
}

/** An import is not tried again by itself, and the page has nothing of it. */
function notWritten(thrown: unknown, file: string): GraftError {
  const problem = storageProblem(thrown);
  const first =
    problem.code === 'disk-full' ? 'Free space on the disk, or delete projects that are not needed' : 'Reload the page';
  return new GraftError({ ...problem, remedy: `${first}, then import it again. Nothing was imported.`, file });
}

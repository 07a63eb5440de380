/** The database of all projects in this browser. Opened when it is first asked; each thread has its own connection. */
import { Dexie, type Table } from 'dexie';
import type { Corpus, PartName } from '../protocol/corpus.ts';
import type { Problem } from '../protocol/errors.ts';
import { GraftError } from '../protocol/errors.ts';
import type { ModelSummary } from '../protocol/model.ts';
import type { SourceFile } from '../protocol/preview.ts';
import type { ProjectEntry } from '../protocol/projects.ts';
import { newestVersion, type Row, type SchemaVersion, schemaVersions, type TableName } from './migrations.ts';

/** All that is known of a corpus but its documents. */
export interface CorpusDescription {
  readonly id: string;
  readonly revision: number;
  readonly lastRevision: number;
  readonly name: string;
  readonly parts: Readonly<Record<PartName, Omit<Corpus, 'documents'>>>;
  readonly files: readonly SourceFile[];
  readonly assumed: readonly string[];
  readonly problems: readonly Problem[];
}

export interface CorpusRow {
  readonly project: string;
  readonly id: string;
  readonly description: CorpusDescription;
  /** Of all its documents as they are stored, for the size of the project. */
  readonly characters: number;
}

/** Documents that stand beside each other in a part, as JSON lines: see documentLines.ts. */
export interface DocumentsRow {
  readonly project: string;
  readonly corpus: string;
  readonly part: PartName;
  /** The place of the first in its part, from 0. */
  readonly from: number;
  readonly lines: string;
}

/** What the page shows of a model; its bundle is a file. */
export interface ModelRow {
  readonly project: string;
  readonly id: string;
  /** Its place among the others. */
  readonly order: number;
  readonly summary: ModelSummary;
}

export interface RunRow {
  readonly project: string;
  readonly id: string;
  readonly order: number;
  /** As the page shows it. */
  readonly run: unknown;
}

/** What is small and single: the set-up, roles, where the annotator was. */
export interface ThingRow {
  readonly project: string;
  readonly name: string;
  readonly value: unknown;
}

export interface FileRow {
  readonly project: string;
  readonly name: string;
  readonly blob: Blob;
}

export interface Tables {
  readonly projects: Table<ProjectEntry, string>;
  readonly corpora: Table<CorpusRow, [string, string]>;
  readonly documents: Table<DocumentsRow, [string, string, string, number]>;
  readonly models: Table<ModelRow, [string, string]>;
  readonly runs: Table<RunRow, [string, string]>;
  readonly things: Table<ThingRow, [string, string]>;
  readonly files: Table<FileRow, [string, string]>;
}

export type GraftDatabase = Dexie & Tables;

const databaseName = 'graft';

/** @param versions others than the project's own, in tests. */
export function openDatabase(versions: readonly SchemaVersion[] = schemaVersions): GraftDatabase {
  const database = new Dexie(databaseName);
  for (const { version, stores, rows } of versions) {
    const declared = database.version(version).stores({ ...stores });
    const changed = Object.entries(rows) as [TableName, (row: Row) => Row][];
    if (changed.length === 0) continue;
    declared.upgrade(async (transaction) => {
      for (const [table, change] of changed) {
        await transaction
          .table<Row>(table)
          .toCollection()
          .modify((row, context) => {
            (context as { value: Row }).value = change(row);
          });
      }
    });
  }
  return database as GraftDatabase;
}

let opened: GraftDatabase | null = null;

/** @throws GraftError `storage-newer` where a newer Graft has written it. */
export async function database(): Promise<GraftDatabase> {
  opened ??= openDatabase();
  if (!opened.isOpen()) {
    await opened.open();
    // Dexie opens what a newer version has written, and would take its rows for ours. It counts in tens.
    if (opened.backendDB().version > newestVersion() * 10) {
      opened.close();
      opened = null;
      throw new GraftError({
        code: 'storage-newer',
        message: 'The projects in this browser were written by a newer version of Graft, which this one cannot read.',
        remedy: 'Reload the page, so that the newer version is loaded. Nothing was changed.',
      });
    }
  }
  return opened;
}

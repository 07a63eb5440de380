/**
 * The forms that stored projects have had, oldest first. The database in the browser and the project file hold the same rows, so that
 * a form is described once: a further version is one entry more here, with what it makes of the rows of the version before, and a
 * fixture of that one for the tests. Rows of tables that it does not name stay as they are.
 */

/** The tables, by what is told apart in them. `documents` holds JSON lines, `files` what the browser's file system could not take. */
export type TableName = 'projects' | 'corpora' | 'documents' | 'models' | 'runs' | 'things' | 'files';

export type Row = Record<string, unknown>;

export interface SchemaVersion {
  readonly version: number;
  /** Keys and indexes as Dexie writes them, of tables that are new or otherwise by now. */
  readonly stores: Readonly<Partial<Record<TableName, string>>>;
  /**
   * What becomes of a row of the version before. The database hands over whole rows. A project's file does so without what is this
   * browser's: no row has a `project`, and what stood in `documents` comes line by line, `lines` alone. So a change of documents goes by
   * each line of `lines`, and keeps their number. No change reaches bundles, which have versions of their own, nor the names of files.
   */
  readonly rows: Readonly<Partial<Record<TableName, (row: Row) => Row>>>;
}

export const schemaVersions: readonly SchemaVersion[] = [
  {
    version: 1,
    stores: {
      projects: 'id',
      corpora: '[project+id], project',
      documents: '[project+corpus+part+from], [project+corpus]',
      models: '[project+id], project',
      runs: '[project+id], project',
      things: '[project+name], project',
      files: '[project+name], project',
    },
    rows: {},
  },
];

export const newestVersion = (versions: readonly SchemaVersion[] = schemaVersions): number =>
  versions.at(-1)?.version ?? 0;

/** A row of an earlier version in the newest form. */
export function migrated(
  table: TableName,
  row: Row,
  version: number,
  versions: readonly SchemaVersion[] = schemaVersions,
): Row {
  return versions
    .filter((each) => each.version > version)
    .reduce((before, { rows }) => rows[table]?.(before) ?? before, row);
}

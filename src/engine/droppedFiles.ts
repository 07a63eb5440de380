/** What was dropped, as files with their paths: folders are gone through. */

export interface PathedFile {
  readonly file: File;
  /** Within what was chosen, such as `minilm/config.json`. */
  readonly path: string;
}

/** Those of a file input; of a folder their paths begin with its name. */
export const chosenFiles = (files: readonly File[]): readonly PathedFile[] =>
  files.map((file) => ({ file, path: file.webkitRelativePath || file.name }));

/** A dropped folder, and those in it. */
const usualDepth = 2;

/**
 * To be called while the drop is being handled: afterwards the browser tells nothing more.
 * @param depth of the folders that are gone through: 1 is the one that was dropped.
 */
export function droppedFiles(
  data: Pick<DataTransfer, 'items' | 'files'>,
  depth = usualDepth,
): Promise<readonly PathedFile[]> {
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (entries.length === 0) return Promise.resolve(chosenFiles([...data.files]));
  return Promise.all(entries.map((entry) => filesIn(entry, '', depth))).then((found) => found.flat());
}

async function filesIn(entry: FileSystemEntry, folder: string, left: number): Promise<readonly PathedFile[]> {
  const path = `${folder}${entry.name}`;
  if (entry.isFile) {
    const file = await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail));
    return [{ file, path }];
  }
  if (left === 0) return [];
  const entries = await allEntries((entry as FileSystemDirectoryEntry).createReader());
  return (await Promise.all(entries.map((below) => filesIn(below, `${path}/`, left - 1)))).flat();
}

/** A reader gives some hundred at a time, until it gives none. */
async function allEntries(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

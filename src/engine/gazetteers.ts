/** Files of names for a model that is to be trained: read once, and kept as they were read. */
import { addGazetteer } from '../store/setup.ts';
import { readFile } from './readFile.ts';
import { studio } from './studio.ts';

/** @throws GraftError where the file cannot be read, or holds no name. */
export async function bringGazetteer(file: File): Promise<void> {
  const { name } = file;
  const blob = new Blob([(await readFile(file)) as Uint8Array<ArrayBuffer>]);
  addGazetteer({ name, blob, lists: await studio().corpora.gazetteerLists({ name, blob }) });
}

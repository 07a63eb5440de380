/** The scripts that go along with an exported model: they ship with the page, and are fetched when somebody exports. */
import type { CheckpointFile } from '../../workers/protocol/checkpoint.ts';
import { type FolderForm, scriptFolder, scriptsFor } from '../../workers/protocol/exportForms.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { fetchOwn } from './ownFiles.ts';

export function exportScripts(form: FolderForm, { specification }: ModelSummary): Promise<CheckpointFile[]> {
  const named = scriptsFor(form, specification.output.kind);
  return Promise.all(
    named.map(async (path) => {
      const response = await fetchOwn(`${scriptFolder}/${path}`);
      return { path, bytes: new Uint8Array(await response.arrayBuffer()) };
    }),
  );
}

/** The folders in which a model can be taken to other tools. */
import type { CheckpointFile } from './checkpoint.ts';
import type { OutputSpecification } from './specification.ts';

export const folderForms = ['huggingface', 'onnx'] as const;
export type FolderForm = (typeof folderForms)[number];

/** Where the scripts lie that tag with an exported model: beside the page, in `public/`. */
export const scriptFolder = 'export';

/** The scripts that go into a model's folder. transformers has classes of its own for tags that are chosen one by one. */
export function scriptsFor(form: FolderForm, output: OutputSpecification['kind']): readonly string[] {
  if (form === 'onnx') return ['tag.py', 'cutting.py', 'tag.mjs', 'cutting.mjs'];
  return output === 'softmax' ? [] : ['tagger.py', 'tag.py', 'cutting.py'];
}

/** The part of the engine that hands out such folders. */
export interface FolderEngine {
  /**
   * The model as a folder for other tools, in a zip. Rejects where a part of it has no such form.
   * @param scripts go along: those that `scriptsFor` names.
   */
  exportFolder(modelId: string, form: FolderForm, scripts: readonly CheckpointFile[]): Promise<Uint8Array>;
}

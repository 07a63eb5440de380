/** The folders in which a model can be taken to other tools. */

export const folderForms = ['huggingface', 'onnx'] as const;
export type FolderForm = (typeof folderForms)[number];

/** Where the scripts lie that tag with an exported model: beside the page, in `public/`. */
export const scriptFolder = 'export';

/** The scripts that a folder of these files is used by. */
export function scriptsFor(form: FolderForm, paths: readonly string[]): readonly string[] {
  if (form === 'onnx') return ['tag.py', 'cutting.py', 'tag.mjs', 'cutting.mjs'];
  return paths.includes('tagger.json') ? ['tagger.py', 'tag.py', 'cutting.py'] : [];
}

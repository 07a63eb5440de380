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

/** What of a model's training text goes along when it leaves. */
export interface CarriedOn {
  /** The sentences that it carries; by default they do. */
  readonly sentences?: boolean;
  /** A file of word vectors: of its words, those alone go along that stand in it. Absent, all of them, and its lists of names. */
  readonly wordsOf?: { readonly name: string; readonly blob: Blob };
}

/** The part of the engine that hands out such folders. */
export interface FolderEngine {
  /**
   * The model as a folder for other tools, in a zip. Rejects where a part of it has no such form.
   * @param scripts go along: those that `scriptsFor` names.
   */
  exportFolder(
    modelId: string,
    form: FolderForm,
    scripts: readonly CheckpointFile[],
    carried?: CarriedOn,
  ): Promise<Uint8Array>;
}

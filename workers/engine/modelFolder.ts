/** A model as it leaves, and as a folder of files that other tools read. The scripts that go into some of them lie beside the page (exportForms.ts). */
import { withCommonWords } from '../bundle/commonWords.ts';
import type { ModelState } from '../models/state.ts';
import { onnxFolder } from '../onnx/onnxFolder.ts';
import type { CheckpointFile } from '../protocol/checkpoint.ts';
import type { CarriedOn, FolderForm } from '../protocol/exportForms.ts';
import { readVectors } from '../text/vectors.ts';
import { checkpointOf } from './checkpointExport.ts';

/** @throws GraftError where a part of the model has no such form. */
export function modelFolder(state: ModelState, form: FolderForm): CheckpointFile[] {
  return form === 'onnx' ? onnxFolder(state) : checkpointOf(state);
}

/** The model without what is not to leave with it. @throws GraftError where the file of words cannot be read. */
export async function carryingOn(state: ModelState, { sentences = true, wordsOf }: CarriedOn): Promise<ModelState> {
  const { sample, ...others } = state;
  const carried = sentences ? state : others;
  if (!wordsOf) return carried;
  const { name, blob } = wordsOf;
  const { words } = await readVectors(blob.stream(), { fileName: name });
  return withCommonWords(carried, { name, words });
}

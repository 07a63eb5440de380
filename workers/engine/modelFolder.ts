/** A model as a folder of files that other tools read. The scripts that go into some of them lie beside the page (exportForms.ts). */
import type { ModelState } from '../models/state.ts';
import { onnxFolder } from '../onnx/onnxFolder.ts';
import type { CheckpointFile } from '../protocol/checkpoint.ts';
import type { FolderForm } from '../protocol/exportForms.ts';
import { checkpointOf } from './checkpointExport.ts';

/** @throws GraftError where a part of the model has no such form. */
export function modelFolder(state: ModelState, form: FolderForm): CheckpointFile[] {
  return form === 'onnx' ? onnxFolder(state) : checkpointOf(state);
}

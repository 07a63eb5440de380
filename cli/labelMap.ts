/** A map of labels from a file, see `parseLabelMap`. */
import type { JointLearning } from '../workers/protocol/configuration.ts';
import { parseLabelMap } from '../workers/text/labelMap.ts';
import { readBytes } from './files.ts';

/** @throws GraftError where the file cannot be read, or a line does not hold two labels. */
export async function readLabelMap(file: string): Promise<JointLearning['labelMap']> {
  return parseLabelMap(new TextDecoder().decode(await readBytes(file)), file);
}

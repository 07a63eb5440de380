/** A map of labels from a file: a label of the sources, a tab, and a label of the target in each line. */
import type { JointLearning } from '../workers/protocol/configuration.ts';
import { GraftError } from '../workers/protocol/errors.ts';
import { readBytes } from './files.ts';

/** A label that stands in several lines may be any of what they name. Empty lines and lines that begin with # are passed over. */
export async function readLabelMap(file: string): Promise<JointLearning['labelMap']> {
  const text = new TextDecoder().decode(await readBytes(file));
  const map = new Map<string, string[]>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const labels = line.split('\t').map((label) => label.trim());
    const [source = '', target = ''] = labels;
    if (labels.length !== 2 || source === '' || target === '') throw notTwo(file, index + 1);
    const meant = map.get(source) ?? [];
    if (!meant.includes(target)) meant.push(target);
    map.set(source, meant);
  }
  return Object.fromEntries(map);
}

const notTwo = (file: string, line: number) =>
  new GraftError({
    code: 'label-map',
    file,
    line,
    message: 'The line does not hold two labels with a tab between them.',
    remedy: 'Write a label of a source, a tab, and a label of the target.',
  });

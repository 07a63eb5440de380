/** A map of labels as text: a label of the sources, a tab, and a label of the target in each line. */
import type { JointLearning } from '../protocol/configuration.ts';
import { GraftError } from '../protocol/errors.ts';

/**
 * A label that stands in several lines may be any of what they name. Empty lines and lines that begin with # are passed over.
 * @throws GraftError with the line that does not hold two labels.
 */
export function parseLabelMap(text: string, file: string): JointLearning['labelMap'] {
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

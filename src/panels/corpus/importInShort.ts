/**
 * How a corpus was read, in one line: `3 files, CoNLL columns: IOB1 tags, tags in column 4; testa → dev, testb → test`.
 * What is the same for all files is said once.
 */
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import type { SourceFile } from '../../../workers/protocol/preview.ts';
import { counted } from '../../charts/figures.ts';
import { inPage } from '../../inPage.ts';
import { formatLabel } from './formats.ts';

export function importInShort({ files, assumed }: Pick<CorpusSummary, 'files' | 'assumed'>): string {
  const labels = [...new Set(files.map(({ format }) => formatLabel(format)))].join(' and ');
  const head = `${counted(files.length, 'file')}, ${labels}`;
  const [first, ...others] = files;
  const common = (first?.assumed ?? []).filter((words) => others.every((file) => file.assumed.includes(words)));
  const own = files.flatMap(({ name, assumed: said }) =>
    said.filter((words) => !common.includes(words)).map((words) => `${name}: ${words}`),
  );
  const saidOfFiles = new Set(
    files.flatMap(({ name, assumed: said }) => said.flatMap((words) => [words, `${name}: ${words}`])),
  );
  const rest = assumed.filter(
    (words) =>
      !saidOfFiles.has(words) && !files.some(({ name, part }) => part && words.startsWith(`${name} is ${part}`)),
  );
  const clauses = [common.join(', '), partsInShort(files), ...own, ...rest].filter((clause) => clause !== '');
  return clauses.length === 0 ? head : `${head}: ${inPage(clauses.join('; '))}`;
}

/** Which file became which part, where its name does not say the very word. */
function partsInShort(files: readonly SourceFile[]): string {
  const names = files.map(({ name }) => name);
  const [first = ''] = names;
  let length = 0;
  while (names.length > 1 && length < first.length && names.every((name) => name[length] === first[length])) length++;
  const start = first.slice(0, length).search(/[^\s._-]*$/);
  return files
    .flatMap(({ name, part }) => {
      const own = name.slice(start).replace(/(?<=.)\.[a-z0-9]{1,6}$/i, '') || name;
      return part === null || own.toLowerCase() === part ? [] : [`${own} → ${part}`];
    })
    .join(', ');
}

/**
 * Corpora beside the target, as `--source-corpus FILE[,dev=FILE][,kind=tags][,tag-column=1]` and `--yardstick` give them: each
 * with its own way of being read.
 */
import { InvalidArgumentError } from 'commander';
import { corpusKinds, formatNames, sentenceEndNames } from '../workers/protocol/corpus.ts';
import type { CorpusService, CorpusSummary } from '../workers/protocol/engine.ts';
import { type CorpusOptions, importFiles } from './corpusOptions.ts';
import type { Progress } from './progress.ts';

export interface SourceCorpus {
  readonly train: string;
  /** Only to show how it is learned; the best epoch is the target's. */
  readonly dev?: string;
  readonly options: CorpusOptions;
}

const wholeNumber = (text: string) => (/^-?\d+$/.test(text) ? Number(text) : undefined);
const oneOf = (names: readonly string[]) => (text: string) => (names.includes(text) ? text : undefined);

/** What may stand behind the file, with what makes a value of its text; undefined for one that it does not take. */
const keys: Readonly<
  Record<string, { to: keyof CorpusOptions | 'dev'; read: (text: string) => unknown; takes: string }>
> = {
  dev: { to: 'dev', read: (text) => text || undefined, takes: 'a file' },
  from: { to: 'from', read: oneOf(formatNames), takes: formatNames.join(', ') },
  kind: { to: 'kind', read: oneOf(corpusKinds), takes: corpusKinds.join(' or ') },
  'tag-column': { to: 'tagColumn', read: wholeNumber, takes: 'a whole number' },
  'word-column': { to: 'wordColumn', read: wholeNumber, takes: 'a whole number' },
  category: { to: 'category', read: (text) => text || undefined, takes: 'a name' },
  'sentence-ends': { to: 'sentenceEnds', read: oneOf(sentenceEndNames), takes: sentenceEndNames.join(' or ') },
  encoding: { to: 'encoding', read: (text) => text || undefined, takes: 'a name such as latin1' },
};

/** Commas may stand in a file's name: only one before a key parts. */
const parting = new RegExp(`,(?=(?:${Object.keys(keys).join('|')})=)`);

/** For an option that can be given several times. */
export function sourceCorpusList(text: string, previous: readonly SourceCorpus[] = []): SourceCorpus[] {
  const [train = '', ...choices] = text.split(parting);
  if (train === '') throw new InvalidArgumentError('Name a file.');
  const unknown = /,([\w-]+)=[^/\\]*$/.exec(train);
  if (unknown) {
    throw new InvalidArgumentError(
      `There is no ${unknown[1]}. Behind the file may stand ${Object.keys(keys).join(', ')}.`,
    );
  }
  const chosen = choices.map((choice): [string, unknown] => {
    const equals = choice.indexOf('=');
    const { to, read, takes } = keys[choice.slice(0, equals)] as (typeof keys)[string];
    const value = read(choice.slice(equals + 1));
    if (value === undefined) throw new InvalidArgumentError(`${choice}: it takes ${takes}.`);
    return [to, value];
  });
  const { dev, ...options } = Object.fromEntries(chosen) as CorpusOptions & { dev?: string };
  return [...previous, { train, ...(dev !== undefined && { dev }), options }];
}

/** A corpus of one file, for an option that is given once. */
export function oneCorpus(text: string): SourceCorpus {
  const [corpus] = sourceCorpusList(text) as [SourceCorpus];
  if (corpus.dev === undefined) return corpus;
  throw new InvalidArgumentError('It is one file: dev=… has no meaning here.');
}

/** The files that these corpora are read from. */
export const sourceFiles = (corpora: readonly SourceCorpus[] = []): string[] =>
  corpora.flatMap(({ train, dev }) => (dev === undefined ? [train] : [train, dev]));

export async function importSources(
  service: CorpusService,
  corpora: readonly SourceCorpus[],
  progress: Progress,
): Promise<CorpusSummary[]> {
  const imported: CorpusSummary[] = [];
  for (const { train, dev, options } of corpora) {
    imported.push(await importFiles(service, { train, dev }, { ...options, whole: true }, progress));
  }
  return imported;
}

/** What an adaptation measures the old categories by: all sentences of the file. */
export function importYardstick(
  service: CorpusService,
  { train: file, options }: SourceCorpus,
  progress: Progress,
): Promise<CorpusSummary> {
  return importFiles(service, { dev: file }, { ...options, whole: true }, progress);
}

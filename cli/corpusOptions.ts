/** The options about corpus files that several commands share, and the corpus that comes of them. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type CorpusKind,
  type FormatName,
  formatNames,
  type PartName,
  partNames,
  type SentenceEnds,
  sentenceEndNames,
} from '../workers/protocol/corpus.ts';
import type { CorpusFile, CorpusService, CorpusSummary, ImportOptions } from '../workers/protocol/engine.ts';
import type { Problem } from '../workers/protocol/errors.ts';
import { cutAt, nameIn } from '../workers/text/nameLists.ts';
import { isOverlapWarning, overlapInShort } from '../workers/text/overlaps.ts';
import { readCorpusFiles } from './files.ts';
import type { Progress } from './progress.ts';

export interface CorpusOptions {
  readonly from?: FormatName;
  readonly tagColumn?: number;
  readonly wordColumn?: number;
  readonly kind?: CorpusKind;
  readonly category?: string;
  readonly sentenceEnds?: SentenceEnds;
  readonly encoding?: string;
}

export function addCorpusOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--from <format>', "the files' format; by default it is worked out").choices([...formatNames]),
    )
    .addOption(
      new Option(
        '--tag-column <number>',
        'column of the tags, counted from 0, negative from the end; by default it is worked out',
      ).argParser(wholeNumber),
    )
    .addOption(
      new Option(
        '--word-column <number>',
        'column of the words, counted likewise; by default it is worked out',
      ).argParser(wholeNumber),
    )
    .addOption(
      new Option('--kind <kind>', 'whether tags make spans (NER, chunks) or stand one a token (POS)').choices([
        'spans',
        'tags',
      ]),
    )
    .option('--category <name>', 'what the category is called where tags are a prefix alone (B, I, O)')
    .addOption(
      new Option(
        '--sentence-ends <where>',
        'where sentences end in files of a word a line: at empty lines, or at final marks too',
      ).choices([...sentenceEndNames]),
    )
    .option('--encoding <name>', 'such as utf-8, latin1, windows-1252; by default it is worked out');
}

function wholeNumber(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError('It is not a whole number.');
  return Number(text);
}

/** What these options say, out of all options of a command. */
export function corpusOptionsIn(options: CorpusOptions): CorpusOptions {
  const { from, tagColumn, wordColumn, kind, category, sentenceEnds, encoding } = options;
  return { from, tagColumn, wordColumn, kind, category, sentenceEnds, encoding };
}

/** How a corpus of several parts is imported. */
export interface ImportChoices extends CorpusOptions, Pick<ImportOptions, 'splitSeed' | 'whole'> {
  /** The parts that lose what stands in another one as well, one after the other. */
  readonly deduplicate?: readonly PartName[];
  /** Nothing is said of sentences that stand in several parts. */
  readonly overlaps?: 'allowed';
}

/** Names separated by commas, see `nameLists.ts`; several options of the same name add up. */
export function nameList(text: string, previous: readonly string[] = []): string[] {
  const names = cutAt(text, ',').map(nameIn);
  if (names.some((name) => name === '')) throw new InvalidArgumentError('A name is empty.');
  return [...previous, ...names];
}

/** For options that can be given several times, once a file: `--train a --train b`. */
export function fileList(path: string, previous: readonly string[] = []): string[] {
  return [...previous, path];
}

/**
 * Reads the files and tells on stderr what was assumed and what went wrong.
 * @param paths By part, in order; where only `train` is given the corpus is split by the seed.
 */
export async function importFiles(
  corpora: CorpusService,
  paths: Readonly<Partial<Record<PartName, string | readonly string[]>>>,
  options: ImportChoices,
  progress: Progress,
  problemLimit?: number,
): Promise<CorpusSummary> {
  const given = partNames.map((part) => [paths[part] ?? []].flat().map((path) => ({ path, part })));
  const [named = []] = given.filter((files) => files.length > 0);
  const files = await readCorpusFiles(given.flat());
  return importRead(corpora, corpusName(named.map(({ path }) => path)), files, options, progress, problemLimit);
}

/** The same with files that were read already. @param name of the corpus, see `corpusName`. */
export async function importRead(
  corpora: CorpusService,
  name: string,
  files: readonly CorpusFile[],
  { from, deduplicate = [], overlaps, ...others }: ImportChoices,
  progress: Progress,
  problemLimit?: number,
): Promise<CorpusSummary> {
  const options = { ...withoutUndefined(others), ...(from && { format: from }) };
  let summary = await corpora.importCorpus(name, files, options, progress.onProgress);
  for (const part of deduplicate) summary = await corpora.deduplicate(summary.id, part);
  progress.clear();
  for (const assumption of summary.assumed) progress.line(files.length > 1 ? assumption : `${name}: ${assumption}`);
  const problems = await inShort(corpora, summary, problemLimit);
  const told = overlaps === 'allowed' ? problems.filter((problem) => !isOverlapWarning(problem)) : problems;
  warnOfProblems(told, progress, problemLimit);
  return summary;
}

/** A model's history names what it was trained on: `politics/train.txt` says more than `train.txt`. */
export function corpusName([first = 'corpus', ...more]: readonly string[]): string {
  const name = first.split(/[/\\]/).filter(Boolean).slice(-2).join('/');
  return more.length > 0 ? `${name} and ${more.length} more` : name;
}

/** What stands in several parts is one line; where everything is to be told, it is told by itself. */
async function inShort(
  corpora: CorpusService,
  summary: CorpusSummary,
  limit: number | undefined,
): Promise<readonly Problem[]> {
  const { problems, id } = summary;
  if (limit !== undefined || problems.filter(isOverlapWarning).length < 2) return problems;
  const short = overlapInShort(await corpora.splits(id));
  const others = problems.filter((problem) => !isOverlapWarning(problem));
  return short ? [...others, { ...short, remedy: `${short.remedy} The report (--json) names some.` }] : others;
}

/** The first of them in full: a file can be wrong in every line. `graft convert` says them all. */
function warnOfProblems(problems: readonly Problem[], progress: Progress, limit = 20): void {
  for (const problem of problems.slice(0, limit)) progress.warn(problem);
  const more = problems.length - limit;
  if (more > 0) progress.line(`Warning: ${more} more problems; graft convert on the file says them all.`);
}

/** Options that were not given are left out, for a key that holds nothing is not the same as no key. */
function withoutUndefined<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}

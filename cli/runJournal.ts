/**
 * The journal of a run, in a file beside the model that it will write: the same command, given again after the run was cut
 * off, goes on where it stood. Written at least after each epoch, and deleted when the run has ended. Its last bytes are a
 * sum over the others, since a flipped bit in a weight would otherwise go unnoticed.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { GraftError } from '../workers/protocol/errors.ts';
import type { JournalKeeping } from '../workers/protocol/journal.ts';
import type { CorpusOptions } from './corpusOptions.ts';
import { readBytes, writeWhole } from './files.ts';
import { filesOfModel } from './modelFiles.ts';
import { withoutSlash } from './outFolder.ts';
import { placeOf } from './places.ts';
import type { Progress } from './progress.ts';
import type { RunOptions } from './runOptions.ts';
import { sourceFiles } from './sourceCorpora.ts';
import { vectorFiles } from './vectorFiles.ts';
import { removeUnfinished } from './writing.ts';

export interface OpenJournal {
  readonly path: string;
  readonly keeping: JournalKeeping;
  /** The run has ended, and what it made is written. */
  end(): Promise<void>;
  /**
   * The run has failed. What would fail again is forgotten; whatever can be gone on with stays.
   * @returns the error as it is told: one about the journal names its file.
   */
  endFailed(error: unknown): Promise<unknown>;
}

/** The files that a run reads, by the option that gave them. */
export function inputsOf(
  { train, dev, test, vectors, gazetteer, sourceCorpus, labelMap, yardstick, encoder }: RunOptions,
  source: string | undefined,
): Readonly<Record<string, readonly string[]>> {
  const read = vectors === undefined ? undefined : vectorFiles(vectors);
  const given = {
    ...{
      '--train': train,
      '--dev': dev,
      '--test': test,
      '--vectors': read,
      '--source': source && filesOfModel(source),
    },
    ...{ '--gazetteer': gazetteer, '--source-corpus': sourceFiles(sourceCorpus), '--label-map': labelMap },
    '--yardstick': yardstick?.train,
    '--encoder': encoder === undefined ? undefined : filesOfModel(encoder),
  };
  return Object.fromEntries(Object.entries(given).map(([option, paths]) => [option, [paths ?? []].flat()]));
}

/** Where the journal of a run lies; undefined where `out` is a device or a stream, which have nothing beside them. */
export function journalPath(out: string): string | undefined {
  const hasPlace = !existsSync(out) || ['file', 'folder'].includes(placeOf(out).kind);
  return hasPlace ? `${withoutSlash(out)}.journal` : undefined;
}

/**
 * The run with its journal: what would fail again is forgotten.
 * @throws GraftError the run's own; one about the journal names its file.
 */
export async function withJournal<Event, Result>(
  journal: OpenJournal | undefined,
  progress: Progress,
  onEvent: (event: Event) => void,
  run: (onEvent: (event: Event) => void, keeping: JournalKeeping | undefined) => Promise<Result>,
): Promise<Result> {
  let said = !journal?.keeping.journal;
  const tell = (event: Event) => {
    // A journal of another run is refused before the first event.
    if (!said) progress.line(`Going on with the run that was cut off (${journal?.path}); --restart begins anew.`);
    said = true;
    onEvent(event);
  };
  try {
    return await run(tell, journal?.keeping);
  } catch (error) {
    throw journal ? await journal.endFailed(error) : error;
  }
}

/**
 * Opens the journal beside `out`. There is none where an input can be read only once.
 * @param run with `restart` an earlier run's journal is left unread, and this run's takes its place.
 * @throws GraftError where it cannot be read, or is damaged.
 */
export async function openJournal(
  out: string,
  inputs: Readonly<Record<string, readonly string[]>>,
  run: CorpusOptions & Pick<RunOptions, 'restart' | 'deduplicate' | 'sourceCorpus' | 'yardstick'>,
): Promise<OpenJournal | undefined> {
  const path = journalPath(out);
  const all = Object.values(inputs).flat();
  if (path === undefined || !all.every((input) => statSync(input).isFile())) return undefined;
  const remove = () => rm(path, { force: true });
  await removeUnfinished(path);
  return {
    path,
    keeping: {
      journal: existsSync(path) && !run.restart ? withoutSum(path, await readBytes(path)) : null,
      inputs: { ...(await sumsOf(inputs)), ...readingOf(run) },
      save: (journal) => writeWhole(path, Buffer.concat([journal, sumOf(journal)])),
    },
    end: remove,
    async endFailed(error) {
      if (!(error instanceof GraftError)) return error;
      const { code } = error.problem;
      if (code === 'loss-not-finite') await remove();
      return code.startsWith('journal-') ? new GraftError({ file: path, ...error.problem }) : error;
    },
  };
}

/** By option, how the files are read: otherwise read they are another corpus. */
function readingOf({
  deduplicate,
  sourceCorpus,
  yardstick,
  ...run
}: CorpusOptions & Pick<RunOptions, 'deduplicate' | 'sourceCorpus' | 'yardstick'>): Record<string, string> {
  const { from, tagColumn, wordColumn, kind, category, sentenceEnds, encoding } = run;
  const given = {
    '--from': from,
    '--tag-column': tagColumn,
    '--word-column': wordColumn,
    '--kind': kind,
    '--category': category,
    '--sentence-ends': sentenceEnds,
    '--encoding': encoding,
    '--deduplicate': deduplicate,
    'how --yardstick is read': yardstick && JSON.stringify(yardstick.options),
    'how --source-corpus is read': sourceCorpus && JSON.stringify(sourceCorpus.map(({ options }) => options)),
  };
  return Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [[key, `${value}`]])),
  );
}

const sumLength = 32;

function sumOf(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

function withoutSum(path: string, bytes: Uint8Array): Uint8Array {
  const journal = new Uint8Array(bytes.subarray(0, -sumLength));
  if (bytes.length > sumLength && Buffer.compare(sumOf(journal), bytes.subarray(-sumLength)) === 0) return journal;
  throw new GraftError({
    code: 'journal-damaged',
    message: 'The journal of the earlier run is damaged, or is no journal.',
    remedy: 'Begin the run anew (--restart).',
    file: path,
  });
}

async function sumsOf(inputs: Readonly<Record<string, readonly string[]>>): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const [option, paths] of Object.entries(inputs)) {
    for (const [index, path] of paths.entries()) {
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
      sums[index > 0 ? `${option} (${index + 1})` : option] = hash.digest('hex');
    }
  }
  return sums;
}

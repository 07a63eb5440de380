/** The options that `train` and `adapt` share, and the run that both end in. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EncoderSummary } from '../workers/protocol/checkpoint.ts';
import {
  type BackendPreference,
  backendPreferences,
  type RunConfiguration,
  type SingleConfiguration,
} from '../workers/protocol/configuration.ts';
import { type PartName, partNames } from '../workers/protocol/corpus.ts';
import type { CorpusReference, CorpusService, CorpusSummary, Engine, RunResult } from '../workers/protocol/engine.ts';
import { problemFrom } from '../workers/protocol/errors.ts';
import { readValue, valueHelp } from '../workers/protocol/fields.ts';
import { labellingRateField } from '../workers/protocol/labellingRate.ts';
import { consultedInWords, consultingInWords, mixtureInWords } from '../workers/text/adaptationInWords.ts';
import { duration } from '../workers/text/duration.ts';
import { json, runReport } from '../workers/text/runReport.ts';
import { mainStage } from '../workers/text/runResult.ts';
import type { Context } from './context.ts';
import { addCorpusOptions, type CorpusOptions, corpusOptionsIn, fileList, importFiles } from './corpusOptions.ts';
import { checkOutputs, readBytes, writeWhole } from './files.ts';
import type { Progress } from './progress.ts';
import { comparisonTable, yardstickTable } from './report.ts';
import { inputsOf, journalPath, openJournal, withJournal } from './runJournal.ts';
import type { SourceCorpus } from './sourceCorpora.ts';
import { openVectors } from './vectorFiles.ts';

export interface RunOptions extends CorpusOptions {
  readonly train: readonly string[];
  readonly dev?: readonly string[];
  readonly test?: readonly string[];
  readonly deduplicate?: readonly PartName[];
  readonly vectors?: string;
  /** Of `graft joint`. */
  readonly sourceCorpus?: readonly SourceCorpus[];
  readonly labelMap?: string;
  /** Of `graft adapt`. */
  readonly yardstick?: SourceCorpus;
  /** Of what makes a new model: these two. */
  readonly encoder?: string;
  readonly gazetteer?: readonly string[];
  readonly set?: readonly string[];
  readonly rate?: number;
  readonly seed: number;
  readonly seeds?: readonly number[];
  readonly backend: BackendPreference;
  readonly out: string;
  readonly json?: string;
  readonly restart?: boolean;
}

export function addRunOptions(command: Command): Command {
  command
    .requiredOption('--train <file>', 'sentences to learn from; repeatable', fileList)
    .option(
      '--dev <file>',
      'sentences that decide the best epoch; repeatable; without --dev and --test, both are split off --train',
      fileList,
    )
    .option('--test <file>', 'sentences to score the result on; repeatable', fileList)
    .addOption(
      new Option(
        '--deduplicate [part]',
        'take out of this part (train, dev or test) what stands in another one as well: its sentences, word for word, and its groups; repeatable',
      )
        .argParser(partList)
        .preset('train'),
    )
    .option(
      '--vectors <file>',
      'word vectors: english for those that come along; GloVe, word2vec or fastText text, plain, .gz or .zip; or words.txt beside a NumPy array (.npy)',
    )
    .option('--set <key=value...>', 'change sizes and settings; the list stands below')
    .option('--seed <number>', 'source of all chance: the same seed gives the same numbers', seedNumber, 1)
    .option('--seeds <number[,...]>', 'run once with each seed; their mean and its interval are told', seedList);
  addBackendOption(command)
    .requiredOption('--out <file>', 'where the model goes, such as model.graft')
    .option('--json <file>', 'where the report goes')
    .option('--restart', 'begin anew where a journal of an earlier, cut-off run lies beside --out');
  return addCorpusOptions(command);
}

/** For runs that make a model from random weights. */
export function addGazetteerOption(command: Command): Command {
  return command.option(
    '--gazetteer <file>',
    'a list of names whose words get a feature, one name a line; repeatable',
    fileList,
  );
}

/** For runs on a share of the target's sentences; `graft joint` takes 0 as well. */
export function addRateOption(command: Command): Command {
  return command.option(
    '--rate <share>',
    'learn from this share of the training sentences, such as 0.1, drawn by the seed',
    share,
  );
}

export function addBackendOption(command: Command): Command {
  return command.addOption(
    new Option('--backend <name>', 'where the computing is done').choices([...backendPreferences]).default('auto'),
  );
}

function partList(text: string, previous: readonly PartName[] = []): PartName[] {
  const part = partNames.find((name) => name === text);
  if (!part) throw new InvalidArgumentError(`Allowed choices are ${partNames.join(', ')}.`);
  return [...previous, part];
}

function share(text: string): number {
  const rate = readValue(labellingRateField, text);
  if (rate !== undefined) return Number(rate);
  throw new InvalidArgumentError(
    Number(text) === 0 && text.trim() !== ''
      ? 'With 0 there is nothing to learn from; graft evaluate tells how a model does as it is.'
      : `Give ${valueHelp(labellingRateField)}, such as 0.1.`,
  );
}

/** The part of a configuration that `--rate` says. */
export function rateOf({ rate }: RunOptions): { labellingRate?: number } {
  return rate === undefined ? {} : { labellingRate: rate };
}

export function seedNumber(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > 0xffffffff)
    throw new InvalidArgumentError('Give a whole number from 0 to 4294967295.');
  return seed;
}

function seedList(text: string): number[] {
  const seeds = text.split(',').map((seed) => seedNumber(seed.trim()));
  if (seeds.length < 2) throw new InvalidArgumentError('Give at least two, or --seed for one.');
  if (new Set(seeds).size < seeds.length) throw new InvalidArgumentError('A seed stands there twice.');
  return seeds;
}

/** The run as it is asked for, with each of the seeds where several were given. */
export function repeated(run: SingleConfiguration, { seeds }: RunOptions): RunConfiguration {
  return seeds ? { version: 2, task: 'repeat', run, seeds: [...seeds] } : run;
}

/** Before anything is read: places that cannot be written to, or that the run reads. */
export function checkPlaces(options: RunOptions, source?: string): void {
  const outputs = { '--out': options.out, '--json': options.json, 'the journal of --out': journalPath(options.out) };
  checkOutputs(outputs, inputsOf(options, source));
}

function nameOf(path: string): string {
  return basename(path).replace(/\.graft$/i, '');
}

interface Run {
  readonly context: Context;
  readonly engine: Engine;
  readonly progress: Progress;
  readonly options: RunOptions;
  readonly configuration: RunConfiguration;
  readonly corpus: CorpusSummary;
  /** The model that is adapted, with the file that it came from. */
  readonly source?: { readonly id: string; readonly path: string };
  /** What a new model begins with. */
  readonly encoder?: EncoderSummary | undefined;
  /** Learned together with the corpus. */
  readonly sources?: readonly CorpusSummary[];
  /** By which an adaptation measures what its source model knew. */
  readonly yardstick?: CorpusSummary | undefined;
}

/**
 * Trains, and writes the model and the report. The same command after a run that was cut off goes on from its journal.
 * @throws GraftError with the run's own problem where it failed; what was written before then stays as it was.
 */
export async function runAndWrite(run: Run): Promise<RunResult> {
  const { context, engine, progress, options, configuration, corpus, source, encoder, sources = [], yardstick } = run;
  const vectors = options.vectors === undefined ? undefined : await openVectors(options.vectors);
  const gazetteers = await Promise.all((options.gazetteer ?? []).map(openGazetteer));
  const journal = await openJournal(options.out, inputsOf(options, source?.path), options);
  const request = {
    configuration,
    corpora: {
      target: referenceTo(corpus),
      ...(sources.length > 0 && { sources: sources.map(referenceTo) }),
      ...(yardstick && { yardstick: referenceTo(yardstick) }),
    },
    models: { ...(source && { source: source.id }), ...(encoder && { encoder: encoder.id }) },
    name: nameOf(options.out),
    ...(vectors && { vectors }),
    ...(gazetteers.length > 0 && { gazetteers }),
  };
  const result = await interruptible(context, engine, progress, progress.onEvent, (onEvent) =>
    withJournal(journal, progress, onEvent, (tell, keeping) => engine.run(request, tell, keeping)),
  ).catch((error: unknown) => {
    if (problemFrom(error).code === 'run-stopped' && existsSync(options.out)) {
      progress.line(`Nothing was written: ${options.out} is as it was.`);
    }
    throw error;
  });
  await writeWhole(options.out, await engine.exportModel(result.model.id));
  if (options.json !== undefined) await writeWhole(options.json, json(runReport(result, configuration, corpus)));
  await journal?.end();
  const { bestEpoch, records, stopped } = mainStage(result);
  progress.line(
    `Wrote ${options.out} (best epoch ${bestEpoch} of ${records.length}; ended: ${stopped}; ` +
      `${duration(result.seconds)} on ${result.backend}).`,
  );
  const { sample } = result.model;
  if (sample)
    progress.line(
      `Real text is in the model: ${sample.measured + sample.rehearsed} sentences of ${sample.corpus}, ${sample.measured} to measure what an adaptation forgets, ${sample.rehearsed} that it may learn again.`,
    );
  if (result.mixed) progress.line(mixtureInWords(result.mixed));
  if (result.consulted) progress.line(consultingInWords(result.consulted));
  for (const sentence of consultedInWords(result.model)) progress.line(sentence);
  if (result.yardstick) context.out(yardstickTable(result.yardstick));
  if (corpus.parts.test.sentences > 0) context.out(comparisonTable(result, configuration, corpus.kind));
  else progress.line('There were no test sentences to score it on: give --test, or call graft evaluate.');
  return result;
}

export const referenceTo = ({ id, revision }: CorpusSummary): CorpusReference => ({ id, revision });

async function openGazetteer(path: string): Promise<{ name: string; blob: Blob }> {
  return { name: basename(path), blob: new Blob([new Uint8Array(await readBytes(path))]) };
}

/** Ctrl-C ends the run after the step at hand. */
export async function interruptible<Event extends { readonly runId: string }, Result>(
  context: Context,
  engine: Engine,
  progress: Progress,
  tell: (event: Event) => void,
  run: (onEvent: (event: Event) => void) => Promise<Result>,
): Promise<Result> {
  let runId: string | undefined;
  let interrupted = false;
  const stop = () => {
    if (interrupted && runId !== undefined) void engine.stop(runId);
  };
  const release = context.onInterrupt(() => {
    progress.line('Stopping after this step; the best epoch so far is kept. Press Ctrl-C again to end at once.');
    interrupted = true;
    stop();
  });
  try {
    return await run((event) => {
      if (runId === undefined) {
        runId = event.runId;
        stop();
      }
      tell(event);
    });
  } finally {
    release();
    progress.clear();
  }
}

/** The corpus that the run learns from and is measured on. */
export function importForRun(corpora: CorpusService, options: RunOptions, progress: Progress): Promise<CorpusSummary> {
  const { train, dev, test, seed, deduplicate } = options;
  const choices = { ...corpusOptionsIn(options), deduplicate, splitSeed: seed };
  return importFiles(corpora, { train, dev, test }, choices, progress);
}

/** Opens the engine and says on stderr what it computes on. */
export async function openEngine(
  context: Context,
  corpora: Pick<CorpusService, 'splits'>,
  progress: Progress,
  preference: BackendPreference,
): Promise<Engine> {
  const engine = await context.openEngine(corpora);
  const backend = await engine.chooseBackend(preference);
  progress.line(`Computing on ${backend.name} (${backend.device}): ${backend.reason}`);
  return engine;
}

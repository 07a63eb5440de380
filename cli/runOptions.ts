/** The options that `train` and `adapt` share, and the run that both end in. */
import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type BackendPreference,
  backendPreferences,
  type RunConfiguration,
} from '../workers/protocol/configuration.ts';
import type { CorpusService, CorpusSummary, Engine, RunEvent, RunResult } from '../workers/protocol/engine.ts';
import { GraftError, type Problem } from '../workers/protocol/errors.ts';
import { json, runReport } from '../workers/text/runReport.ts';
import type { Context } from './context.ts';
import { addCorpusOptions, type CorpusOptions } from './corpusOptions.ts';
import { checkWritable, openVectors, writeWhole } from './files.ts';
import { duration, type Progress } from './progress.ts';
import { comparisonTable } from './report.ts';

export interface RunOptions extends CorpusOptions {
  readonly train: string;
  readonly dev?: string;
  readonly test?: string;
  readonly vectors?: string;
  readonly set?: readonly string[];
  readonly seed: number;
  readonly backend: BackendPreference;
  readonly out: string;
  readonly json?: string;
}

export function addRunOptions(command: Command): Command {
  command
    .requiredOption('--train <file>', 'sentences to learn from')
    .option(
      '--dev <file>',
      'sentences that decide the best epoch; without --dev and --test, both are split off --train',
    )
    .option('--test <file>', 'sentences to score the result on')
    .option('--vectors <file>', 'word vectors: GloVe, word2vec or fastText text, plain, .gz or .zip')
    .option('--set <key=value...>', 'change hyperparameters; the list stands below')
    .option('--seed <number>', 'source of all chance: the same seed gives the same numbers', seedNumber, 1);
  addBackendOption(command)
    .requiredOption('--out <file>', 'where the model goes, such as model.graft')
    .option('--json <file>', 'where the report goes');
  return addCorpusOptions(command);
}

export function addBackendOption(command: Command): Command {
  return command.addOption(
    new Option('--backend <name>', 'where the computing is done').choices([...backendPreferences]).default('auto'),
  );
}

function seedNumber(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > 0xffffffff)
    throw new InvalidArgumentError('Give a whole number from 0 to 4294967295.');
  return seed;
}

/** Before anything is read: places that cannot be written to. */
export function checkPlaces({ out, json: report }: RunOptions): void {
  checkWritable(out);
  if (report !== undefined) checkWritable(report);
}

export function nameOf(path: string): string {
  return basename(path).replace(/\.graft$/i, '');
}

interface Run {
  readonly context: Context;
  readonly engine: Engine;
  readonly progress: Progress;
  readonly options: RunOptions;
  readonly configuration: RunConfiguration;
  readonly corpus: CorpusSummary;
  readonly modelId?: string;
}

/** Trains, and writes the model and the report. @throws GraftError with the run's own problem where it failed. */
export async function runAndWrite({
  context,
  engine,
  progress,
  options,
  configuration,
  corpus,
  modelId,
}: Run): Promise<void> {
  const vectors = options.vectors === undefined ? undefined : await openVectors(options.vectors);
  let problem: Problem | undefined;
  const onEvent = (event: RunEvent) => {
    if (event.type === 'failed') problem = event.problem;
    progress.onEvent(event);
  };
  const release = context.onInterrupt(() => {
    progress.line('Stopping after this step; the best epoch so far is kept. Press Ctrl-C again to end at once.');
    void engine.stop();
  });
  let result: RunResult | null;
  try {
    const request = { configuration, corpusId: corpus.id, name: nameOf(options.out) };
    result = await engine.run({ ...request, ...(modelId && { modelId }), ...(vectors && { vectors }) }, onEvent);
  } finally {
    release();
    progress.clear();
  }
  if (!result) {
    throw new GraftError(
      problem ?? {
        code: 'run',
        message: 'The run ended without a result.',
        remedy: 'Start it again with another seed.',
      },
    );
  }
  await writeWhole(options.out, await engine.exportModel(result.model.id));
  if (options.json !== undefined) await writeWhole(options.json, json(runReport(result, configuration, corpus)));
  progress.line(
    `Wrote ${options.out} (best epoch ${result.bestEpoch} of ${result.epochs.length}; ended: ${result.stopped}; ` +
      `${duration(result.seconds)} on ${result.backend}).`,
  );
  if (corpus.parts.test.sentences > 0) context.out(comparisonTable(result, configuration, corpus.kind));
}

/** Opens the engine and says on stderr what it computes on. */
export async function openEngine(
  context: Context,
  corpora: CorpusService,
  progress: Progress,
  preference: BackendPreference,
): Promise<Engine> {
  const engine = await context.openEngine(corpora);
  const backend = await engine.chooseBackend(preference);
  progress.line(`Computing on ${backend.name} (${backend.device}): ${backend.reason}`);
  return engine;
}

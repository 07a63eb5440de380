/** `graft search`: random search over sizes and settings, each trial a training of its own. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { bertTagger } from '../../workers/protocol/architectures/bertTagger.ts';
import { architectures } from '../../workers/protocol/architectures.ts';
import type { SearchConfiguration, TrainConfiguration } from '../../workers/protocol/configuration.ts';
import type { RunResult } from '../../workers/protocol/engine.ts';
import { readRange, valuesOf } from '../../workers/protocol/searchRanges.ts';
import { declaredRanges, drawTrials, fieldsByName, type SearchRanges } from '../../workers/text/randomSearch.ts';
import { bestDevF1 } from '../../workers/text/runResult.ts';
import { sentencesToLearn } from '../../workers/text/standings.ts';
import { settingsHelp } from '../chosenSettings.ts';
import type { Context } from '../context.ts';
import { addEncoderOption, chosenArchitecture, chosenFor, encoderFiles, offered, over } from '../encoderOption.ts';
import { UsageError } from '../failure.ts';
import { loadEncoder } from '../modelFiles.ts';
import { suggestion } from '../nearest.ts';
import { Progress } from '../progress.ts';
import { addRunOptions, checkPlaces, importForRun, openEngine, type RunOptions, runAndWrite } from '../runOptions.ts';

interface SearchOptions extends RunOptions {
  readonly model: string;
  readonly trials: number;
  readonly range?: readonly GivenRange[];
}

interface GivenRange {
  readonly key: string;
  readonly written: string;
}

export function searchCommand(context: Context): Command {
  const names = offered.map(({ name }) => name);
  const command = new Command('search')
    .description('train with sizes and settings drawn at random, and keep the model of the best dev score')
    .addOption(new Option('--model <name>', 'the architecture').choices(names).makeOptionMandatory())
    .option('--trials <number>', 'how many trainings', trialNumber, 10)
    .option(
      '--range <key=values>',
      "what a size or setting is drawn from, as from:to:step or as values with commas between; repeatable; by default the papers' ranges, listed below; once given, only what is given is searched",
      rangeList,
    );
  return addRunOptions(addEncoderOption(command))
    .addHelpText('after', `\nRanges by default:\n${rangesHelp()}\n${settingsHelp('train')}`)
    .action((options: SearchOptions) => search(context, options));
}

function trialNumber(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 2 || count > 10_000) throw new InvalidArgumentError('Give a whole number from 2.');
  return count;
}

function rangeList(text: string, previous: readonly GivenRange[] = []): GivenRange[] {
  const [, key, written] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (key !== undefined && written !== undefined) return [...previous, { key, written }];
  throw new InvalidArgumentError('Give it as dropout=0.1:0.8:0.1 or as batchSize=16,32,64.');
}

function rangesHelp(): string {
  const lines = (ranges: SearchRanges) =>
    Object.entries(ranges).map(([key, range]) => `  ${key}=${valuesOf(range).join(',')}`);
  const fromRandomWeights = Object.assign({}, ...architectures.map(declaredRanges)) as SearchRanges;
  return [...lines(fromRandomWeights), 'Over a pretrained encoder:', ...lines(declaredRanges(bertTagger))].join('\n');
}

/** @throws UsageError where a range is of no field, or holds a value that the field does not take. */
function rangesOf(run: TrainConfiguration, given: readonly GivenRange[] | undefined): SearchRanges {
  if (!given) return declaredRanges(run);
  const fields = fieldsByName(run.specification);
  const ranges = given.map(({ key, written }) => {
    const field = fields.get(key);
    if (!field) throw new UsageError(`--range ${key}: there is no such setting.${suggestion(key, [...fields.keys()])}`);
    if (field.kind !== 'integer' && field.kind !== 'number') throw new UsageError(`--range ${key}: it is no number.`);
    const read = readRange(field, written);
    if ('fault' in read) throw new UsageError(`--range ${key}: ${read.fault}`);
    return [key, read.range] as const;
  });
  return Object.fromEntries(ranges);
}

async function search(context: Context, options: SearchOptions): Promise<void> {
  if (options.seeds) throw new UsageError('A search has one seed (--seed): its trials differ in their settings.');
  const architecture = chosenArchitecture(options);
  const { seed } = options;
  const runOn = (sentences: number | null): TrainConfiguration => {
    const chosen = chosenFor(architecture, sentences, options);
    return { version: 2, task: 'train', architecture: architecture.name, seed, ...chosen };
  };
  const trials = drawTrials(rangesOf(runOn(null), options.range), options.trials, seed);
  if (trials.length < 2) throw new UsageError('There is only one combination to try: use graft train.');
  checkPlaces(options);
  const progress = new Progress(context);
  const files = await encoderFiles(architecture, options);
  const corpora = await context.openCorpora();
  const corpus = await importForRun(corpora, options, progress);
  const engine = await openEngine(context, corpora, progress, options.backend);
  const encoder = files && (await loadEncoder(engine, files, progress));
  const run = over(encoder, runOn(sentencesToLearn(corpus)));
  const configuration: SearchConfiguration = { version: 2, task: 'search', run, trials };
  const result = await runAndWrite({ context, engine, progress, options, configuration, corpus, encoder });
  context.out(`\n${trialsTable(result)}`);
}

/** What each trial drew and reached, the best first. */
function trialsTable({ repetitions, stages, main }: RunResult): string {
  const rows = repetitions
    .map(({ main: id, chosen = {} }, index) => {
      const stage = stages.find((each) => each.id === id);
      const epochs = stage ? `${stage.bestEpoch} of ${stage.records.length}` : '';
      return { f1: stage ? bestDevF1(stage) : 0, cells: [`${index + 1}${id === main ? ' *' : ''}`, epochs], chosen };
    })
    .sort((one, other) => other.f1 - one.f1);
  const keys = [...new Set(rows.flatMap(({ chosen }) => Object.keys(chosen)))];
  const table = [
    ['trial', 'best epoch', 'dev F1', ...keys],
    ...rows.map(({ f1, cells, chosen }) => [...cells, f1.toFixed(2), ...keys.map((key) => String(chosen[key] ?? ''))]),
  ];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n* was written.\n`;
}

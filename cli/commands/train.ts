/** `graft train`: a source model from random weights, or over a pretrained encoder. */

import { Command, InvalidArgumentError, Option } from 'commander';
import type { TrainConfiguration } from '../../workers/protocol/configuration.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { counted } from '../../workers/text/counted.ts';
import { sentencesToLearn } from '../../workers/text/standings.ts';
import { settingsHelp } from '../chosenSettings.ts';
import type { Context } from '../context.ts';
import { addEncoderOption, chosenArchitecture, chosenFor, encoderFiles, offered, over } from '../encoderOption.ts';
import { loadEncoder } from '../modelFiles.ts';
import { Progress } from '../progress.ts';
import {
  addGazetteerOption,
  addRateOption,
  addRunOptions,
  checkPlaces,
  importForRun,
  openEngine,
  type RunOptions,
  rateOf,
  repeated,
  runAndWrite,
} from '../runOptions.ts';

interface TrainOptions extends RunOptions {
  readonly model: string;
  readonly carry?: number;
  readonly importance?: boolean;
  readonly entityRatio?: number;
}

export function trainCommand(context: Context): Command {
  const names = offered.map(({ name }) => name);
  const command = new Command('train')
    .description('train a model from random weights, or from a pretrained encoder')
    .addOption(new Option('--model <name>', 'the architecture').choices(names).makeOptionMandatory())
    .option(
      '--carry <number>',
      'sentences of dev, with their annotation, that the model carries along: by half of them is measured what an adaptation forgets, the other half may be learned again; by default none',
      sentenceCount,
    )
    .option(
      '--importance',
      'the model carries how much each of its numbers matters (its Fisher information): by it a later adaptation pulls (--remedy pull)',
    )
    .option(
      '--entity-ratio <share>',
      'for sparse annotation: the share of all words that is expected to be part of an entity, such as 0.15 (Effland and Collins 2021)',
      entityShare,
    );
  return addGazetteerOption(addRateOption(addRunOptions(addEncoderOption(command))))
    .addHelpText('after', `\nArchitectures:\n${architecturesHelp()}\n${settingsHelp('train')}`)
    .action((options: TrainOptions) => train(context, options));
}

function entityShare(text: string): number {
  const share = Number(text);
  if (text.trim() !== '' && share > 0 && share < 1) return share;
  throw new InvalidArgumentError('Give a number above 0 and below 1, such as 0.15.');
}

function sentenceCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 2) throw new InvalidArgumentError('Give a whole number of at least 2.');
  return count;
}

function architecturesHelp(): string {
  const width = Math.max(...offered.map(({ name }) => name.length)) + 2;
  return offered.map(({ name, label, help }) => `  ${name.padEnd(width)}${label}: ${help}`).join('\n');
}

async function train(context: Context, options: TrainOptions): Promise<void> {
  const architecture = chosenArchitecture(options);
  // What is chosen stands on what suits the corpus; this is to refuse a mistyped setting before files are read.
  chosenFor(architecture, null, options);
  checkPlaces(options);
  const progress = new Progress(context);
  const files = await encoderFiles(architecture, options);
  const corpora = await context.openCorpora();
  const corpus = await importForRun(corpora, options, progress);
  const learned = Math.round(sentencesToLearn(corpus) * (options.rate ?? 1));
  const configuration: TrainConfiguration = {
    version: 2,
    task: 'train',
    architecture: architecture.name,
    seed: options.seed,
    ...rateOf(options),
    ...(options.entityRatio !== undefined && { entityRatio: options.entityRatio }),
    ...(options.carry !== undefined && { carry: options.carry }),
    ...(options.importance && { importance: true }),
    ...chosenFor(architecture, learned, options),
  };
  const engine = await openEngine(context, corpora, progress, options.backend);
  const encoder = files && (await loadEncoder(engine, files, progress));
  if (options.carry !== undefined) progress.line(whatIsCarried(options.carry, options, corpus));
  const run = repeated(over(encoder, configuration), options);
  await runAndWrite({ context, engine, progress, options, configuration: run, corpus, encoder });
}

/** Before the run: whoever does not want it learns of it in time. */
function whatIsCarried(wanted: number, { dev }: RunOptions, { name, parts }: CorpusSummary): string {
  const count = Math.min(wanted, parts.dev.sentences);
  const from = dev ? dev.join(', ') : `${name}, of what was held out of train for dev`;
  return (
    `The model will carry ${counted(count, 'sentence')} of ${from}, with their annotation. ` +
    'They are real text, and go along with its file.'
  );
}

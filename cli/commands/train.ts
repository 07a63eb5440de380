/** `graft train`: a source model from random weights. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { bertLaner } from '../../workers/protocol/architectures/bertLaner.ts';
import { laner } from '../../workers/protocol/architectures/laner.ts';
import {
  type Architecture,
  architectures,
  checkpointArchitectures,
  findArchitecture,
} from '../../workers/protocol/architectures.ts';
import type { TrainConfiguration } from '../../workers/protocol/configuration.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { specificationFields } from '../../workers/protocol/specification.ts';
import { chooseForTraining, settingsHelp } from '../chosenSettings.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../failure.ts';
import { loadEncoder, type ModelFiles, readModel } from '../modelFiles.ts';
import { Progress } from '../progress.ts';
import {
  addEncoderOption,
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

const offered = [...architectures, ...checkpointArchitectures];

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
  // The option takes no other names.
  const { name, ...architecture } = findArchitecture(architectureOf(options)) as Architecture;
  const chosen = chooseForTraining(architecture.specification, architecture.settings, options.set ?? []);
  const configuration: TrainConfiguration = {
    version: 2,
    task: 'train',
    architecture: name,
    seed: options.seed,
    ...rateOf(options),
    ...(options.entityRatio !== undefined && { entityRatio: options.entityRatio }),
    ...(options.carry !== undefined && { carry: options.carry }),
    ...(options.importance && { importance: true }),
    ...chosen,
  };
  checkPlaces(options);
  const progress = new Progress(context);
  const files = await encoderFiles(architecture, options);
  const corpora = await context.openCorpora();
  const corpus = await importForRun(corpora, options, progress);
  const engine = await openEngine(context, corpora, progress, options.backend);
  const encoder = files && (await loadEncoder(engine, files, progress));
  if (options.carry !== undefined) progress.line(whatIsCarried(options.carry, options, corpus));
  const { output } = configuration.specification;
  // Its sizes are the checkpoint's.
  const run = encoder ? { ...configuration, specification: { encoder: encoder.specification, output } } : configuration;
  await runAndWrite({ context, engine, progress, options, configuration: repeated(run, options), corpus, encoder });
}

/** LANER goes with an encoder from random weights and with one from a checkpoint: which is meant is said by --encoder. */
const architectureOf = ({ model, encoder }: TrainOptions) =>
  model === laner.name && encoder !== undefined ? bertLaner.name : model;

/** @throws UsageError where the architecture wants an encoder and none is given, or the other way round. */
async function encoderFiles(
  { specification }: Pick<Architecture, 'specification'>,
  { model, encoder, vectors, set = [] }: TrainOptions,
): Promise<ModelFiles | undefined> {
  if (specification.encoder.kind !== 'transformer') {
    if (encoder === undefined) return undefined;
    const names = checkpointArchitectures.map(({ name }) => name).join(' or ');
    throw new UsageError(`--encoder: ${model} begins with random weights. Give --model ${names}.`);
  }
  if (vectors !== undefined) {
    throw new UsageError(
      `--vectors: ${model} reads pieces of words by its encoder, and has no use for vectors of words.`,
    );
  }
  if (encoder === undefined) {
    throw new UsageError(
      `--model ${model} begins with a pretrained encoder. Give the folder of a checkpoint with --encoder.`,
    );
  }
  const sizes = new Set(
    specificationFields(specification).flatMap(({ half, key }) => (half === 'encoder' ? [key] : [])),
  );
  const fixed = set.map((word) => word.split('=')[0] ?? '').find((key) => sizes.has(key));
  if (fixed !== undefined) throw new UsageError(`--set ${fixed}: the sizes of the encoder are the checkpoint’s.`);
  return readModel(encoder);
}

/** Before the run: whoever does not want it learns of it in time. */
function whatIsCarried(wanted: number, { dev }: RunOptions, { name, parts }: CorpusSummary): string {
  const count = Math.min(wanted, parts.dev.sentences);
  return (
    `The model will carry ${count} sentences of ${name}, ${dev ? 'from dev' : 'from what was held out of train for dev'}, with their annotation. ` +
    'They are real text, and go along with its file.'
  );
}

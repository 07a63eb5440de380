/** `graft pretrain`: an encoder reads on in raw text, or begins with nothing but that. */
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import { transformerEncoder } from '../../workers/protocol/encoders/transformer.ts';
import { type Fields, type FieldValue, readValue, valueHelp } from '../../workers/protocol/fields.ts';
import {
  type FreshEncoder,
  freshSpecification,
  type MaskingKind,
  type PretrainingEvent,
  type PretrainingResult,
  type PretrainingSettings,
  pretrainingDefaults,
  pretrainingFields,
  rateFromNothing,
} from '../../workers/protocol/pretraining.ts';
import { duration } from '../../workers/text/duration.ts';
import type { Context } from '../context.ts';
import { addCorpusOptions, type CorpusOptions, corpusOptionsIn, fileList, importFiles } from '../corpusOptions.ts';
import { UsageError } from '../failure.ts';
import { checkOutputs, checkReadable } from '../files.ts';
import { filesOfModel, loadEncoder, readModel } from '../modelFiles.ts';
import { suggestion } from '../nearest.ts';
import { addNumberOptions, numbersGiven } from '../numberOptions.ts';
import { checkFolder, writeFolder } from '../outFolder.ts';
import { Progress } from '../progress.ts';
import { tellPretraining } from '../rawTextProgress.ts';
import { journalPath, openJournal, withJournal } from '../runJournal.ts';
import {
  addBackendOption,
  interruptible,
  openEngine,
  type RunOptions,
  referenceTo,
  seedNumber,
} from '../runOptions.ts';

interface PretrainOptions extends CorpusOptions, Pick<RunOptions, 'seed' | 'backend' | 'out' | 'set' | 'restart'> {
  readonly text: readonly string[];
  readonly dev?: readonly string[];
  readonly encoder?: string;
  readonly fromNothing?: boolean;
  readonly cased?: boolean;
  readonly masking?: MaskingKind;
  readonly epochs?: number;
  readonly steps?: number;
  readonly batch?: number;
  readonly length?: number;
  readonly rate?: number;
}

/** What has an option of its own, by the fields' names. */
const ownOptions = {
  epochs: 'epochs',
  steps: 'steps',
  batchSize: 'batch',
  passageLength: 'length',
  learningRate: 'rate',
} as const;

const { masking: maskingField, ...numberFields } = pretrainingFields;
const setFields: Fields = {
  warmup: numberFields.warmup,
  dropout: numberFields.dropout,
  weightDecay: numberFields.weightDecay,
};
const sizeFields: Fields = transformerEncoder.fields;

export function pretrainCommand(context: Context): Command {
  const command = new Command('pretrain')
    .description('go on pretraining an encoder on raw text, or begin one from nothing')
    .requiredOption(
      '--text <file...>',
      'raw text to learn from, or a corpus of any format, of which the words are read; several files are one text',
      fileList,
    )
    .option(
      '--dev <file...>',
      'text that perplexity is measured on; by default one passage of twenty is held out',
      fileList,
    )
    .option(
      '--encoder <folder>',
      'the checkpoint that it begins with (config.json, model.safetensors and a tokenizer), as a folder or a zip',
    )
    .option(
      '--from-nothing',
      'begin with random weights, and with a vocabulary that the text gives; --set changes the sizes',
    )
    .option('--cased', 'with --from-nothing: tell capital letters from small ones')
    .addOption(
      new Option('--masking <kind>', `${maskingField.help} (default: ${maskingField.default})`).choices(
        maskingField.choices.map(({ value }) => value),
      ),
    );
  const rate = `${numberFields.learningRate.default}; from nothing ${rateFromNothing}`;
  addNumberOptions(command, numberFields, ownOptions, { learningRate: rate })
    .option('--set <key=value...>', 'change sizes and other settings; the list stands below')
    .option('--restart', 'begin anew where a journal of an earlier, cut-off run lies beside --out')
    .option('--seed <number>', 'source of all chance: the same seed gives the same numbers', seedNumber, 1);
  return addCorpusOptions(addBackendOption(command))
    .requiredOption('--out <folder>', 'where the files go; a new folder, or an empty one')
    .addHelpText('after', `\nSettings for --set:\n${settingsHelp()}`)
    .action((options: PretrainOptions) => pretrain(context, options));
}

function settingsHelp(): string {
  const lines = (fields: Fields, values: Readonly<Record<string, FieldValue>>, when: string) =>
    Object.entries(fields).map(
      ([key, field]) =>
        `  ${key.padEnd(18)}${field.help}\n  ${' '.repeat(18)}${valueHelp(field)}; default ${values[key]}${when}`,
    );
  return [
    ...lines(setFields, pretrainingDefaults, ''),
    ...lines(sizeFields, freshSpecification, '; with --from-nothing'),
  ].join('\n');
}

async function pretrain(context: Context, options: PretrainOptions): Promise<void> {
  const { encoder: folder, fromNothing = false, text, dev, out, seed } = options;
  if ((folder !== undefined) === fromNothing) {
    throw new UsageError(
      fromNothing
        ? '--from-nothing and --encoder: give one of them.'
        : 'Give the folder of a checkpoint with --encoder, or --from-nothing.',
    );
  }
  if (options.cased && !fromNothing)
    throw new UsageError('--cased: the encoder’s own tokenizer says that. It goes with --from-nothing.');
  const { settings, sizes } = chosen(options);
  checkFolder(out);
  for (const path of [...text, ...(dev ?? [])]) checkReadable(path);
  const inputs = {
    ...{ '--text': text, '--dev': dev ?? [] },
    '--encoder': folder === undefined ? [] : filesOfModel(folder),
  };
  checkOutputs({ 'the journal of --out': journalPath(out) }, inputs);
  const progress = new Progress(context);
  const files = folder === undefined ? null : await readModel(folder);
  const corpora = await context.openCorpora();
  const corpus = await importFiles(
    corpora,
    { train: text, ...(dev && { dev }) },
    { ...corpusOptionsIn(options), whole: true, overlaps: 'allowed' },
    progress,
  );
  const engine = await openEngine(context, corpora, progress, options.backend);
  const fresh: FreshEncoder = { specification: { ...freshSpecification, ...sizes }, lowercase: !options.cased };
  const encoder = files ? (await loadEncoder(engine, files, progress)).id : fresh;
  const request = { encoder, corpus: referenceTo(corpus), settings, seed, name: basename(out) };
  const tell = (event: PretrainingEvent) => tellPretraining(event, progress);
  const journal = await openJournal(out, inputs, options);
  const result = await interruptible(context, engine, progress, tell, (onEvent) =>
    withJournal(journal, progress, onEvent, (told, keeping) => engine.pretrain(request, told, keeping)),
  );
  progress.line(await writeFolder(out, await engine.exportEncoder(result.encoder.id)));
  await journal?.end();
  progress.line(`Ended: ${result.stopped}; ${duration(result.seconds)} on ${result.backend}.`);
  context.out(perplexityTable(result));
  progress.line(`graft train --model bert-tagger --encoder ${out} trains a tagger that begins with it.`);
}

/** What the options say, on top of the defaults. @throws UsageError saying what is right. */
function chosen({ set = [], masking, fromNothing = false, ...given }: PretrainOptions) {
  let settings: PretrainingSettings = {
    ...pretrainingDefaults,
    ...(fromNothing && { learningRate: rateFromNothing }),
    ...(masking && { masking }),
    ...numbersGiven(ownOptions, given),
  };
  let sizes: Readonly<Record<string, FieldValue>> = {};
  for (const word of set) {
    const equals = word.indexOf('=');
    if (equals < 1) throw new UsageError(`--set ${word}: give it as key=value, such as --set layers=2.`);
    const [key, value] = [word.slice(0, equals), word.slice(equals + 1)];
    const isSize = Object.hasOwn(sizeFields, key);
    const field = isSize ? sizeFields[key] : setFields[key];
    if (!field) throw noSuchSetting(key);
    if (isSize && !fromNothing) throw new UsageError(`--set ${key}: the sizes of the encoder are the checkpoint’s.`);
    const read = readValue(field, value);
    if (read === undefined) throw new UsageError(`--set ${key}=${value}: ${key} takes ${valueHelp(field)}.`);
    if (isSize) sizes = { ...sizes, [key]: read };
    else settings = { ...settings, [key]: read };
  }
  return { settings, sizes };
}

function noSuchSetting(key: string): UsageError {
  const option = Object.hasOwn(ownOptions, key) ? ownOptions[key as keyof typeof ownOptions] : undefined;
  if (option) return new UsageError(`--set ${key}: it has an option of its own, --${option}.`);
  const keys = [...Object.keys(setFields), ...Object.keys(sizeFields)];
  return new UsageError(
    `--set ${key}: there is no such setting.${suggestion(key, keys)} There are: ${keys.join(', ')}.`,
  );
}

/** For stdout. */
function perplexityTable({ records, perplexity }: PretrainingResult): string {
  const rows = records.map(
    ({ epoch, perplexity: held, training }) =>
      `| ${epoch === 0 ? 'before' : epoch} | ${held.toFixed(2)} | ${training === null ? '' : training.toFixed(2)} |${held === perplexity ? ' kept' : ''}`,
  );
  return ['| Epoch | Perplexity, held out | Perplexity, learned from |', '|---|---|---|', ...rows, ''].join('\n');
}

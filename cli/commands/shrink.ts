/** `graft shrink`: a smaller encoder out of one that there is, by raw text. */
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import type { CheckpointFile, StoredNumbers } from '../../workers/protocol/checkpoint.ts';
import {
  type ShrinkingEvent,
  type ShrinkingResult,
  type ShrinkingSettings,
  shrinkingDefaults,
  shrinkingFields,
} from '../../workers/protocol/shrinking.ts';
import { duration } from '../../workers/text/duration.ts';
import type { Context } from '../context.ts';
import { addCorpusOptions, type CorpusOptions, corpusOptionsIn, fileList, importFiles } from '../corpusOptions.ts';
import { checkOutputs, checkReadable } from '../files.ts';
import { filesOfModel, loadEncoderAlone, type ModelFiles, readModel } from '../modelFiles.ts';
import { addNumberOptions, numbersGiven } from '../numberOptions.ts';
import { checkFolder, writeFolder } from '../outFolder.ts';
import { Progress } from '../progress.ts';
import { tellShrinking } from '../rawTextProgress.ts';
import { journalPath, openJournal, withJournal } from '../runJournal.ts';
import {
  addBackendOption,
  interruptible,
  openEngine,
  type RunOptions,
  referenceTo,
  seedNumber,
} from '../runOptions.ts';

interface ShrinkOptions extends CorpusOptions, Pick<RunOptions, 'seed' | 'backend' | 'out' | 'restart'> {
  readonly encoder: string;
  readonly text: readonly string[];
  readonly numbers: StoredNumbers;
  readonly pieces?: number;
  readonly layers?: number;
  readonly steps?: number;
  readonly batch?: number;
  readonly length?: number;
  readonly rate?: number;
}

/** By the fields' names. */
const options = {
  pieces: 'pieces',
  layers: 'layers',
  steps: 'steps',
  batchSize: 'batch',
  passageLength: 'length',
  learningRate: 'rate',
} as const satisfies Record<keyof ShrinkingSettings, string>;

export function shrinkCommand(context: Context): Command {
  const command = new Command('shrink')
    .description('make a smaller encoder of one that there is: fewer pieces, fewer layers, numbers of eight bits')
    .requiredOption(
      '--encoder <folder>',
      'the checkpoint that is made smaller (config.json, model.safetensors and a tokenizer), as a folder or a zip',
    )
    .requiredOption(
      '--text <file...>',
      'raw text of the language and the field that it is for, or a corpus of any format, of which the words are read',
      fileList,
    );
  addNumberOptions(command, shrinkingFields, options)
    .addOption(
      new Option(
        '--numbers <type>',
        'eight bits with a scale for each row, which transformers reads with the package compressed-tensors, or single precision',
      )
        .choices(['int8', 'float32'] satisfies StoredNumbers[])
        .default('int8' satisfies StoredNumbers),
    )
    .option('--restart', 'begin anew where a journal of an earlier, cut-off run lies beside --out')
    .option('--seed <number>', 'source of all chance: the same seed gives the same numbers', seedNumber, 1);
  return addCorpusOptions(addBackendOption(command))
    .requiredOption('--out <folder>', 'where the files go; a new folder, or an empty one')
    .action((chosen: ShrinkOptions) => shrink(context, chosen));
}

async function shrink(context: Context, chosen: ShrinkOptions): Promise<void> {
  const { encoder: folder, text, out, seed, numbers } = chosen;
  checkFolder(out);
  for (const path of text) checkReadable(path);
  const inputs = { '--text': text, '--encoder': filesOfModel(folder) };
  checkOutputs({ 'the journal of --out': journalPath(out) }, inputs);
  const progress = new Progress(context);
  const read = await readModel(folder);
  const corpora = await context.openCorpora();
  const imported = { ...corpusOptionsIn(chosen), whole: true, overlaps: 'allowed' } as const;
  const corpus = await importFiles(corpora, { train: text }, imported, progress);
  const engine = await openEngine(context, corpora, progress, chosen.backend);
  const { id } = await loadEncoderAlone(engine, read, progress);
  const settings = { ...shrinkingDefaults, ...numbersGiven(options, { ...chosen }) };
  const request = { encoder: id, corpus: referenceTo(corpus), settings, seed, name: basename(out) };
  const tell = (event: ShrinkingEvent) => tellShrinking(event, progress);
  const journal = await openJournal(out, inputs, chosen);
  const result = await interruptible(context, engine, progress, tell, (onEvent) =>
    withJournal(journal, progress, onEvent, (told, keeping) => engine.shrink(request, told, keeping)),
  );
  const files = await engine.exportEncoder(result.encoder.id, numbers);
  progress.line(await writeFolder(out, files));
  await journal?.end();
  progress.line(coverageInWords(result));
  progress.line(`Ended: ${result.stopped}; ${duration(result.seconds)} on ${result.backend}.`);
  context.out(sizeTable(result, bytesIn(filesIn(read)), bytesIn(files)));
  progress.line(`graft train --model bert-tagger --encoder ${out} trains a tagger that begins with it.`);
}

const filesIn = (read: ModelFiles) => (read.kind === 'checkpoint' ? read.files : []);
const bytesIn = (files: readonly CheckpointFile[]) => files.reduce((sum, { bytes }) => sum + bytes.length, 0);

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

const coverageInWords = ({ coverage }: ShrinkingResult) =>
  `Of the text’s pieces ${percent(coverage.pieces)} are kept, and ${percent(coverage.words)} of its words are cut as before.`;

/** For stdout. */
function sizeTable(result: ShrinkingResult, bytesBefore: number, bytesAfter: number): string {
  const { encoder, parametersBefore, pieces, layers, records, error } = result;
  const places = layers.kept.length < layers.before ? ` (${layers.kept.join(', ')})` : '';
  const whole = (number: number) => number.toLocaleString('en');
  const rows = [
    ['numbers', whole(parametersBefore), whole(encoder.parameters)],
    ['bytes of all files', whole(bytesBefore), whole(bytesAfter)],
    ['pieces', whole(pieces.before), whole(pieces.after)],
    ['layers', whole(layers.before), `${layers.kept.length}${places}`],
  ];
  if (error !== null) rows.push(['error of states', records[0]?.error.toPrecision(3) ?? '', error.toPrecision(3)]);
  return ['| | Before | After |', '|---|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`), ''].join('\n');
}

/** `graft tag`: plain text or a corpus in, the same with the model's annotations out. */
import { Command, Option } from 'commander';
import type { BackendPreference } from '../../workers/protocol/configuration.ts';
import type { Exported, ExportFormatName } from '../../workers/protocol/corpus.ts';
import type { CorpusFile, CorpusService, CorpusSummary, Engine } from '../../workers/protocol/engine.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { addBeamOption, modelUse } from '../beamOption.ts';
import type { Context } from '../context.ts';
import { checkKind } from '../corpusKind.ts';
import {
  addCorpusOptions,
  type CorpusOptions,
  corpusName,
  corpusOptionsIn,
  fileList,
  importRead,
} from '../corpusOptions.ts';
import { exportFormatChoices, exportFormatOf } from '../exportFormat.ts';
import { UsageError } from '../failure.ts';
import { checkOutputs, writeWhole } from '../files.ts';
import { isFolder } from '../folderFiles.ts';
import { filesOfModel, loadModel, modelHelp, readModel } from '../modelFiles.ts';
import { Progress } from '../progress.ts';
import { addReviewOptions, reviewIn, reviewLines, tellReview } from '../reviewOption.ts';
import { addBackendOption, openEngine } from '../runOptions.ts';
import { tagTexts } from '../taggedTexts.ts';
import { readTagInputs } from '../tagInputs.ts';
import { checkFolderTagging, inFormat, isArchive, type TagFormat, tagFolders } from './tagFolders.ts';

interface TagOptions extends CorpusOptions {
  readonly model: string;
  readonly in?: readonly string[];
  readonly out?: string;
  readonly format?: string;
  readonly beam?: number;
  readonly reviewBelow?: number;
  readonly review?: string;
  readonly backend: BackendPreference;
}

export function tagCommand(context: Context): Command {
  const command = new Command('tag')
    .description('annotate plain text or a corpus')
    .requiredOption('--model <file>', modelHelp)
    .option(
      '--in <file>',
      'plain text, a folder of plain texts, or a corpus; several --in are joined in their order; by default standard input, taken for plain text unless --from says otherwise',
      fileList,
    )
    .option(
      '--out <path>',
      'where the result goes, of a folder a folder (with --format brat also a .zip); by default standard output',
    )
    .addOption(
      new Option(
        '--format <format>',
        'readable marks the spans in the text; brat is a zip of .txt and .ann files; by default readable for plain text, jsonl for folders, conll-iob2 for a corpus',
      ).choices(['readable', ...exportFormatChoices]),
    );
  addBackendOption(addBeamOption(addReviewOptions(command)));
  return addCorpusOptions(command).action((options: TagOptions) => tag(context, options));
}

async function tag(context: Context, options: TagOptions): Promise<void> {
  const folders = options.in?.some(isFolder) ?? false;
  const { out, review, reviewBelow, format: asked } = options;
  if (review !== undefined && reviewBelow === undefined)
    throw new UsageError('--review is a list of what lies below --review-below: give that share too, such as 0.8.');
  checkOutputs(
    { '--out': folders && !isArchive(out, asked) ? undefined : out, '--review': review },
    {
      '--model': filesOfModel(options.model),
      '--in': options.in?.filter((path) => !isFolder(path)),
      'standard input': options.in ? undefined : '/dev/stdin',
    },
  );
  if (folders) checkFolderTagging(options.from, out, asked);
  const progress = new Progress(context);
  const modelFiles = await readModel(options.model);
  if (folders) return tagAll(context, options, modelFiles, progress);
  const inputs = await readTagInputs(context, options.in, options, progress);
  if (options.format === 'readable' && inputs.kind === 'corpus') {
    throw new UsageError(
      `--format readable is for plain text, and ${inputs.first.name} was read as ${inputs.first.format}. Give --format jsonl or conll-iob2, or --from text.`,
    );
  }
  if (reviewBelow !== undefined && inputs.kind === 'corpus') {
    throw new UsageError(
      `--review-below is for plain texts, and ${inputs.first.name} was read as ${inputs.first.format}.`,
    );
  }
  const corpora = await context.openCorpora();
  const engine = await openEngine(context, corpora, progress, options.backend);
  const model = await loadModel(engine, modelFiles, progress, modelUse(options));
  const format = formatOf(
    options.format ?? (inputs.kind === 'texts' && model.kind === 'spans' ? 'readable' : 'conll-iob2'),
  );
  if (format === 'readable' && model.kind === 'tags') throw noSpans(options.model);

  const tagged = inputs.kind === 'texts' ? await tagTexts(engine, model, inputs.texts, progress.onProgress) : [];
  const listed = reviewIn(tagged, reviewBelow);
  const result =
    inputs.kind === 'texts'
      ? inFormat(tagged, model, format, new Set(listed.map(({ documentId }) => documentId)))
      : await tagCorpus(corpora, engine, model, inputs.files, options, format as ExportFormatName, progress);
  progress.clear();
  if (out === undefined) context.out(result);
  else await writeWhole(out, result);
  if (review !== undefined) await writeWhole(review, reviewLines(listed));
  if (reviewBelow !== undefined) tellReview(progress, listed, reviewBelow);
}

/** Folders, each text into a file of its own. */
async function tagAll(
  context: Context,
  options: TagOptions,
  modelFiles: Awaited<ReturnType<typeof readModel>>,
  progress: Progress,
): Promise<void> {
  const { in: paths = [], out, encoding, reviewBelow, review, backend } = options;
  const corpora = await context.openCorpora();
  const engine = await openEngine(context, corpora, progress, backend);
  const model = await loadModel(engine, modelFiles, progress, modelUse(options));
  const format = formatOf(options.format ?? (model.kind === 'spans' ? 'jsonl' : 'conll-iob2'));
  if (format === 'readable' && model.kind === 'tags') throw noSpans(options.model);
  await tagFolders(context, engine, model, { paths, out, format, encoding, reviewBelow, review }, progress);
}

const formatOf = (choice: string): TagFormat => (choice === 'readable' ? choice : exportFormatOf(choice));

async function tagCorpus(
  corpora: CorpusService,
  engine: Engine,
  model: ModelSummary,
  files: readonly CorpusFile[],
  { in: paths, ...options }: TagOptions,
  format: ExportFormatName,
  progress: Progress,
): Promise<Exported> {
  const name = corpusName(paths ?? files.map((file) => file.name));
  const corpus = await importRead(corpora, name, files, corpusOptionsIn(options), progress);
  if (isAnnotated(corpus)) checkKind(model, corpus);
  return engine.tagCorpus(model.id, corpus, 'test', format, progress.onProgress);
}

/** A column in which the same stands everywhere is waiting for tags. */
function isAnnotated({ kind, categories }: CorpusSummary): boolean {
  return categories.length > (kind === 'tags' ? 1 : 0);
}

function noSpans(file: string): GraftError {
  return new GraftError({
    code: 'model-kind',
    message: 'This model gives every token a tag of its own; it finds no spans to mark in a text.',
    remedy: 'Give --format conll-iob2 or jsonl, or take a model that was trained on spans.',
    file,
  });
}

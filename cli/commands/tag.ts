/** `graft tag`: plain text or a corpus in, the same with the model's annotations out. */
import { Command, Option } from 'commander';
import type { BackendPreference } from '../../workers/protocol/configuration.ts';
import type { Exported, ExportFormatName } from '../../workers/protocol/corpus.ts';
import type { CorpusFile, CorpusService, CorpusSummary, Engine } from '../../workers/protocol/engine.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { writeCorpus } from '../../workers/text/formats/write.ts';
import { corpusOfTexts, type NamedText } from '../../workers/text/taggedTexts.ts';
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
import { filesOfModel, loadModel, modelHelp, readModel } from '../modelFiles.ts';
import { Progress } from '../progress.ts';
import { addBackendOption, openEngine } from '../runOptions.ts';
import { readable } from '../taggedTexts.ts';
import { readTagInputs, type TagText } from '../tagInputs.ts';

type TagFormat = ExportFormatName | 'readable';

interface TagOptions extends CorpusOptions {
  readonly model: string;
  readonly in?: readonly string[];
  readonly out?: string;
  readonly format?: string;
  readonly beam?: number;
  readonly backend: BackendPreference;
}

export function tagCommand(context: Context): Command {
  const command = new Command('tag')
    .description('annotate plain text or a corpus')
    .requiredOption('--model <file>', modelHelp)
    .option(
      '--in <file>',
      'plain text or a corpus; several --in are joined in their order; by default standard input, taken for plain text unless --from says otherwise',
      fileList,
    )
    .option('--out <file>', 'where the result goes; by default standard output')
    .addOption(
      new Option(
        '--format <format>',
        'readable marks the spans in the text; brat is a zip of .txt and .ann files; by default readable for plain text, conll-iob2 for a corpus',
      ).choices(['readable', ...exportFormatChoices]),
    );
  addBackendOption(addBeamOption(command));
  return addCorpusOptions(command).action((options: TagOptions) => tag(context, options));
}

async function tag(context: Context, options: TagOptions): Promise<void> {
  checkOutputs(
    { '--out': options.out },
    {
      '--model': filesOfModel(options.model),
      '--in': options.in,
      'standard input': options.in ? undefined : '/dev/stdin',
    },
  );
  const progress = new Progress(context);
  const modelFiles = await readModel(options.model);
  const inputs = await readTagInputs(context, options.in, options, progress);
  if (options.format === 'readable' && inputs.kind === 'corpus') {
    throw new UsageError(
      `--format readable is for plain text, and ${inputs.first.name} was read as ${inputs.first.format}. Give --format jsonl or conll-iob2, or --from text.`,
    );
  }
  const corpora = await context.openCorpora();
  const engine = await openEngine(context, corpora, progress, options.backend);
  const model = await loadModel(engine, modelFiles, progress, modelUse(options));
  const format = formatOf(
    options.format ?? (inputs.kind === 'texts' && model.kind === 'spans' ? 'readable' : 'conll-iob2'),
  );
  if (format === 'readable' && model.kind === 'tags') throw noSpans(options.model);

  const result =
    inputs.kind === 'texts'
      ? await tagTexts(engine, model, inputs.texts, format, progress)
      : await tagCorpus(corpora, engine, model, inputs.files, options, format as ExportFormatName, progress);
  progress.clear();
  if (options.out === undefined) context.out(result);
  else await writeWhole(options.out, result);
}

const formatOf = (choice: string): TagFormat => (choice === 'readable' ? choice : exportFormatOf(choice));

/** Every format is made of the same spans in the same text. */
async function tagTexts(
  engine: Engine,
  model: ModelSummary,
  texts: readonly TagText[],
  format: TagFormat,
  progress: Progress,
): Promise<Exported> {
  const tagged: NamedText[] = [];
  for (const [index, { name, text }] of texts.entries()) {
    progress.onProgress({ label: `Tagging ${name}`, fraction: index / texts.length });
    tagged.push({ name, ...(await engine.tagText(model.id, text)) });
  }
  return format === 'readable' ? tagged.map(readable).join('') : writeCorpus(corpusOfTexts(model, tagged), format);
}

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

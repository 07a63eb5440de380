/** `graft convert`: a corpus from one format into another, every annotation kept. */
import { Command, Option } from 'commander';
import type { ExportFormatName } from '../../workers/protocol/corpus.ts';
import { counted } from '../../workers/text/counted.ts';
import { lossesOf } from '../../workers/text/formats/write/losses.ts';
import type { Context } from '../context.ts';
import { addCorpusOptions, type CorpusOptions, corpusOptionsIn, fileList, importFiles } from '../corpusOptions.ts';
import { bratNote, exportFormatChoices, exportFormatOf } from '../exportFormat.ts';
import { checkOutputs, writeWhole } from '../files.ts';
import { Progress } from '../progress.ts';

interface ConvertOptions extends CorpusOptions {
  readonly in: readonly string[];
  readonly out?: string;
  readonly to: string;
}

export function convertCommand(context: Context): Command {
  const command = new Command('convert')
    .description('rewrite a corpus in another format')
    .requiredOption('--in <file>', 'the corpus; several --in are joined in their order', fileList)
    .option('--out <file>', 'where the result goes; by default standard output')
    .addOption(
      new Option('--to <format>', 'the new format; conll is conll-iob2, and brat is a zip of .txt and .ann files')
        .choices([...exportFormatChoices])
        .makeOptionMandatory(),
    )
    .addHelpText('after', `\n${bratNote}`);
  return addCorpusOptions(command).action((options: ConvertOptions) => convert(context, options));
}

async function convert(context: Context, options: ConvertOptions): Promise<void> {
  checkOutputs({ '--out': options.out }, { '--in': options.in });
  const progress = new Progress(context);
  const corpora = await context.openCorpora();
  // As `test`, so that nothing is split and no sentence of either side is missed.
  const corpus = await importFiles(corpora, { test: options.in }, corpusOptionsIn(options), progress, Infinity);
  const to: ExportFormatName = exportFormatOf(options.to);
  const result = await corpora.exportCorpus(corpus.id, 'test', to);
  if (options.out === undefined) context.out(result);
  else await writeWhole(options.out, result);
  const { documents, sentences, tokens, categories, furtherSpans } = corpus.parts.test;
  const exporting = { documents, sentences, furtherSpans, annotated: corpus.annotated, categories: corpus.categories };
  for (const loss of lossesOf(to, exporting)) progress.line(loss);
  const counts = Object.entries(categories).map(([name, count]) => `${name} ${count}`);
  progress.line(
    `${counted(documents, 'document')}, ${counted(sentences, 'sentence')}, ${counted(tokens, 'token')}; ${counts.join(', ') || 'no annotations'}.`,
  );
}

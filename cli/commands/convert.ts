/** `graft convert`: a corpus from one format into another, every annotation kept. */
import { Command, Option } from 'commander';
import { type ExportFormatName, exportFormatNames } from '../../workers/protocol/corpus.ts';
import type { Context } from '../context.ts';
import { addCorpusOptions, type CorpusOptions, corpusOptionsIn, fileList, importFiles } from '../corpusOptions.ts';
import { checkOutputs, writeWhole } from '../files.ts';
import { Progress } from '../progress.ts';

interface ConvertOptions extends CorpusOptions {
  readonly in: readonly string[];
  readonly out?: string;
  readonly to: ExportFormatName;
}

export function convertCommand(context: Context): Command {
  const command = new Command('convert')
    .description('rewrite a corpus in another format')
    .requiredOption('--in <file>', 'the corpus; several --in are joined in their order', fileList)
    .option('--out <file>', 'where the result goes; by default standard output')
    .addOption(new Option('--to <format>', 'the new format').choices([...exportFormatNames]).makeOptionMandatory());
  return addCorpusOptions(command).action((options: ConvertOptions) => convert(context, options));
}

async function convert(context: Context, options: ConvertOptions): Promise<void> {
  checkOutputs({ '--out': options.out }, { '--in': options.in });
  const progress = new Progress(context);
  const corpora = await context.openCorpora();
  // As `test`, so that nothing is split and no sentence of either side is missed.
  const corpus = await importFiles(corpora, { test: options.in }, corpusOptionsIn(options), progress, Infinity);
  const result = await corpora.exportCorpus(corpus.id, 'test', options.to);
  if (options.out === undefined) context.out(result);
  else await writeWhole(options.out, result);
  const { documents, sentences, tokens, categories, furtherSpans } = corpus.parts.test;
  if (furtherSpans > 0 && options.to !== 'jsonl') {
    progress.line(
      `Left out of the columns: ${furtherSpans} ${furtherSpans === 1 ? 'span that overlaps a longer one' : 'spans that overlap longer ones'}, since a word has one tag there. JSON Lines hold them all.`,
    );
  }
  const counts = Object.entries(categories).map(([name, count]) => `${name} ${count}`);
  progress.line(
    `${documents} documents, ${sentences} sentences, ${tokens} tokens; ${counts.join(', ') || 'no annotations'}.`,
  );
}

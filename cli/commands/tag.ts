/** `graft tag`: plain text or a corpus in, the same with the model's annotations out. */
import { Command, Option } from 'commander';
import type { BackendPreference } from '../../workers/protocol/configuration.ts';
import { type ExportFormatName, exportFormatNames } from '../../workers/protocol/corpus.ts';
import type { TaggedText } from '../../workers/protocol/engine.ts';
import { decodeText } from '../../workers/text/decode.ts';
import { sniffFormat } from '../../workers/text/formats/sniff.ts';
import type { Context } from '../context.ts';
import { addCorpusOptions, type CorpusOptions, warnOfProblems } from '../corpusOptions.ts';
import { UsageError } from '../failure.ts';
import { checkWritable, readBytes, readCorpusFile, writeWhole } from '../files.ts';
import { Progress } from '../progress.ts';
import { addBackendOption, openEngine } from '../runOptions.ts';

type TagFormat = ExportFormatName | 'readable';

interface TagOptions extends CorpusOptions {
  readonly model: string;
  readonly in?: string;
  readonly out?: string;
  readonly format?: TagFormat;
  readonly backend: BackendPreference;
}

export function tagCommand(context: Context): Command {
  const command = new Command('tag')
    .description('annotate plain text or a corpus')
    .requiredOption('--model <file>', 'a .graft file')
    .option(
      '--in <file>',
      'plain text or a corpus; by default standard input, taken for plain text unless --from says otherwise',
    )
    .option('--out <file>', 'where the result goes; by default standard output')
    .addOption(
      new Option(
        '--format <format>',
        'readable marks the spans in the text; by default readable for plain text, conll-iob2 for a corpus',
      ).choices(['readable', ...exportFormatNames]),
    );
  addBackendOption(command);
  return addCorpusOptions(command).action((options: TagOptions) => tag(context, options));
}

async function tag(context: Context, options: TagOptions): Promise<void> {
  if (options.out !== undefined) checkWritable(options.out);
  const progress = new Progress(context);
  const modelBytes = await readBytes(options.model);
  const input =
    options.in === undefined
      ? { name: 'standard input', bytes: await context.readStandardInput() }
      : await readCorpusFile(options.in);
  const decoded = decodeText(input.bytes, input.name, options.encoding);
  // A few short lines look like columns to anybody; who pipes a corpus says so.
  const inputFormat = options.from ?? (options.in === undefined ? 'text' : sniffFormat(decoded.text, input.name));
  const plain = inputFormat === 'text';
  const format = options.format ?? (plain ? 'readable' : 'conll-iob2');
  if (format === 'readable' && !plain) {
    throw new UsageError(
      `--format readable is for plain text, and ${input.name} was read as ${inputFormat}. Give --format jsonl or conll-iob2, or --from text.`,
    );
  }
  const corpora = await context.openCorpora();
  const engine = await openEngine(context, corpora, progress, options.backend);
  const model = await engine.loadModel(options.model, modelBytes);
  let result: string;
  if (format === 'readable') {
    result = readable(await engine.tagText(model.id, decoded.text));
  } else {
    const { tagColumn, kind, encoding } = options;
    const corpus = await corpora.importCorpus(input.name, [{ ...input, part: 'test' }], {
      format: inputFormat,
      ...(tagColumn !== undefined && { tagColumn }),
      ...(kind && { kind }),
      ...(encoding !== undefined && { encoding }),
    });
    warnOfProblems(corpus.problems, progress);
    result = await engine.tagCorpus(model.id, corpus, 'test', format, progress.onProgress);
  }
  progress.clear();
  if (options.out === undefined) context.out(result);
  else await writeWhole(options.out, result);
}

/** The text with its spans as `[Ada Lovelace](Person 98 %)`; everything between is left as it was. */
function readable({ text, spans }: TaggedText): string {
  let result = '';
  let end = 0;
  for (const span of spans) {
    const share = Math.round(100 * span.confidence);
    result += `${text.slice(end, span.start)}[${text.slice(span.start, span.end)}](${span.category} ${share} %)`;
    end = span.end;
  }
  result += text.slice(end);
  return result.endsWith('\n') ? result : `${result}\n`;
}

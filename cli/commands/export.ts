/** `graft export`: a model in the form of another tool. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { checkpointOf } from '../../workers/engine/checkpointExport.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import type { Context } from '../context.ts';
import { writeWhole } from '../files.ts';
import { modelHelp, readModel, stateIn } from '../modelFiles.ts';
import { Progress } from '../progress.ts';

interface ExportOptions {
  readonly to: 'huggingface';
  readonly out: string;
}

export function exportCommand(context: Context): Command {
  return new Command('export')
    .description('write a model as another tool reads it')
    .argument('<model>', modelHelp)
    .addOption(
      new Option('--to <tool>', 'huggingface: a folder that transformers loads as a token-classification model')
        .choices(['huggingface'])
        .makeOptionMandatory(),
    )
    .requiredOption('--out <folder>', 'where the files go; a new folder, or an empty one')
    .addHelpText(
      'after',
      "\nIn Python: pipeline('token-classification', model=FOLDER, aggregation_strategy='first'). A word's tag is that of its first piece.",
    )
    .action((path: string, options: ExportOptions) => exportModel(context, path, options));
}

async function exportModel(context: Context, path: string, { out }: ExportOptions): Promise<void> {
  checkFolder(out);
  const files = checkpointOf(stateIn(await readModel(path)));
  mkdirSync(out, { recursive: true });
  for (const { path: name, bytes } of files) await writeWhole(join(out, name), bytes);
  new Progress(context).line(`Wrote ${files.map(({ path: name }) => name).join(', ')} to ${out}.`);
}

/** @throws GraftError where the files would lie among others, or cannot lie there at all. */
function checkFolder(path: string): void {
  const refuse = (message: string) =>
    new GraftError({ code: 'export-folder', message, remedy: 'Give a new folder, or an empty one.', file: path });
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) throw refuse('This is a file, and several files are to be written.');
  if (readdirSync(path).length > 0) throw refuse('There are files in this folder already.');
}

/** `graft export`: a model in the form of another tool. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { unpackBundle } from '../../workers/bundle/bundle.ts';
import { checkpointOf } from '../../workers/engine/checkpointExport.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import type { Context } from '../context.ts';
import { readBytes, writeWhole } from '../files.ts';
import { Progress } from '../progress.ts';

interface ExportOptions {
  readonly to: 'huggingface';
  readonly out: string;
}

export function exportCommand(context: Context): Command {
  return new Command('export')
    .description('write a model as another tool reads it')
    .argument('<model>', 'a .graft file')
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
  if (existsSync(out) && readdirSync(out).length > 0) throw notEmpty(out);
  const files = checkpointOf(unpackBundle(path, await readBytes(path)));
  mkdirSync(out, { recursive: true });
  for (const { path: name, bytes } of files) await writeWhole(join(out, name), bytes);
  new Progress(context).line(`Wrote ${files.map(({ path: name }) => name).join(', ')} to ${out}.`);
}

function notEmpty(folder: string): GraftError {
  return new GraftError({
    code: 'folder-not-empty',
    message: 'There are files in this folder already.',
    remedy: 'Give a new folder, or empty this one.',
    file: folder,
  });
}

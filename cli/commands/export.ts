/** `graft export`: a model in the form of another tool. */
import { Command, Option } from 'commander';
import { checkpointOf } from '../../workers/engine/checkpointExport.ts';
import type { Context } from '../context.ts';
import { modelHelp, readModel, stateIn } from '../modelFiles.ts';
import { checkFolder, writeFolder } from '../outFolder.ts';
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
  new Progress(context).line(await writeFolder(out, files));
}

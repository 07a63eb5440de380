/** `graft export`: a model in the form of another tool. */
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { modelFolder } from '../../workers/engine/modelFolder.ts';
import { type FolderForm, folderForms, scriptFolder, scriptsFor } from '../../workers/protocol/exportForms.ts';
import type { Context } from '../context.ts';
import { readBytes } from '../files.ts';
import { modelHelp, readModel, stateIn } from '../modelFiles.ts';
import { checkFolder, writeFolder } from '../outFolder.ts';
import { Progress } from '../progress.ts';

interface ExportOptions {
  readonly to: FolderForm;
  readonly out: string;
}

export function exportCommand(context: Context): Command {
  return new Command('export')
    .description('write a model as another tool reads it')
    .argument('<model>', modelHelp)
    .addOption(
      new Option(
        '--to <tool>',
        'huggingface: a folder that transformers loads; onnx: one for ONNX runtimes, with scripts that tag in Python, Node and the page',
      )
        .choices(folderForms)
        .makeOptionMandatory(),
    )
    .requiredOption('--out <folder>', 'where the files go; a new folder, or an empty one')
    .addHelpText(
      'after',
      "\nIn Python: pipeline('token-classification', model=FOLDER, aggregation_strategy='first'). A word's tag is that of its first piece.\nAn ONNX folder tags by itself: python FOLDER/tag.py FILE, node FOLDER/tag.mjs FILE, a text a line.",
    )
    .action((path: string, options: ExportOptions) => exportModel(context, path, options));
}

async function exportModel(context: Context, path: string, { to, out }: ExportOptions): Promise<void> {
  checkFolder(out);
  const state = stateIn(await readModel(path));
  const names = scriptsFor(to, state.specification.output.kind);
  const scripts = names.map(async (name) => ({ path: name, bytes: await readBytes(scriptAt(name)) }));
  const files = [...modelFolder(state, to), ...(await Promise.all(scripts))];
  new Progress(context).line(await writeFolder(out, files));
}

const scriptAt = (name: string) => fileURLToPath(new URL(`../../public/${scriptFolder}/${name}`, import.meta.url));

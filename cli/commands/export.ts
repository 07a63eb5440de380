/** `graft export`: a model in the form of another tool. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { modelFolder } from '../../workers/engine/modelFolder.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import { type FolderForm, folderForms, scriptFolder, scriptsFor } from '../../workers/protocol/exportForms.ts';
import type { Context } from '../context.ts';
import { readBytes, writeWhole } from '../files.ts';
import { modelHelp, readModel, stateIn } from '../modelFiles.ts';
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
  const files = modelFolder(state, to);
  const scripts = scriptsFor(to, state.specification.output.kind);
  for (const { path: name, bytes } of files) {
    mkdirSync(dirname(join(out, name)), { recursive: true });
    await writeWhole(join(out, name), bytes);
  }
  for (const name of scripts) await writeWhole(join(out, name), await readBytes(scriptAt(name)));
  const written = [...files.map(({ path: name }) => name), ...scripts];
  new Progress(context).line(`Wrote ${written.join(', ')} to ${out}.`);
}

const scriptAt = (name: string) => fileURLToPath(new URL(`../../public/${scriptFolder}/${name}`, import.meta.url));

/** @throws GraftError where the files would lie among others, or cannot lie there at all. */
function checkFolder(path: string): void {
  const refuse = (message: string) =>
    new GraftError({ code: 'export-folder', message, remedy: 'Give a new folder, or an empty one.', file: path });
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) throw refuse('This is a file, and several files are to be written.');
  if (readdirSync(path).length > 0) throw refuse('There are files in this folder already.');
}

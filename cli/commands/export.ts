/** `graft export`: a model in the form of another tool, or as a .graft file without what somebody else must not have. */
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { packBundle } from '../../workers/bundle/bundle.ts';
import { carryingOn, modelFolder } from '../../workers/engine/modelFolder.ts';
import { type FolderForm, folderForms, scriptFolder, scriptsFor } from '../../workers/protocol/exportForms.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../failure.ts';
import { checkOutputs, readBytes, writeWhole } from '../files.ts';
import { filesOfModel, modelHelp, readModel, stateIn } from '../modelFiles.ts';
import { checkFolder, writeFolder } from '../outFolder.ts';
import { Progress } from '../progress.ts';
import { comingAlong, openVectors, vectorFiles } from '../vectorFiles.ts';

const forms = [...folderForms, 'graft'] as const;
const leavable = ['sentences', 'words'];

interface ExportOptions {
  readonly to: FolderForm | 'graft';
  readonly out: string;
  readonly without?: readonly string[];
  readonly wordsOf?: string;
}

export function exportCommand(context: Context): Command {
  return new Command('export')
    .description('write a model as another tool reads it, or without the text that it holds')
    .argument('<model>', modelHelp)
    .addOption(
      new Option(
        '--to <tool>',
        'huggingface: a folder that transformers loads; onnx: one for ONNX runtimes, with scripts that tag in Python, Node and the page; graft: a .graft file',
      )
        .choices(forms)
        .makeOptionMandatory(),
    )
    .requiredOption('--out <path>', 'where it goes: a new folder, or an empty one; of graft a file')
    .option(
      '--without <what>',
      'sentences: those that the model carries; words: all that do not stand in a public list, and the names of gazetteers; or sentences,words',
      listOfWhat,
    )
    .option(
      '--words-of <file>',
      `with --without words: word vectors whose words stay; by default ${comingAlong}, those that come along`,
    )
    .addHelpText(
      'after',
      "\nIn Python: pipeline('token-classification', model=FOLDER, aggregation_strategy='first'). A word's tag is that of its first piece.\nAn ONNX folder tags by itself: python FOLDER/tag.py FILE, node FOLDER/tag.mjs FILE, a text a line.",
    )
    .action((path: string, options: ExportOptions) => exportModel(context, path, options));
}

function listOfWhat(text: string): string[] {
  const named = text.split(',').map((name) => name.trim());
  if (named.every((name) => leavable.includes(name))) return named;
  throw new InvalidArgumentError(`Give ${leavable.join(' or ')}, or both, parted by a comma.`);
}

async function exportModel(context: Context, path: string, options: ExportOptions): Promise<void> {
  const { to, out, without = [], wordsOf } = options;
  const withoutWords = without.includes('words');
  if (wordsOf !== undefined && !withoutWords)
    throw new UsageError('--words-of says which words stay, and all of them do. Add --without words.');
  const list = wordsOf ?? comingAlong;
  if (to === 'graft') {
    const inputs = { 'the model': filesOfModel(path), '--words-of': withoutWords ? vectorFiles(list) : undefined };
    checkOutputs({ '--out': out }, inputs);
  } else checkFolder(out);
  const state = await carryingOn(stateIn(await readModel(path)), {
    sentences: !without.includes('sentences'),
    ...(withoutWords && { wordsOf: await openVectors(list) }),
  });
  const progress = new Progress(context);
  if (to === 'graft') {
    await writeWhole(out, packBundle(state));
    progress.line(`Wrote ${out}.`);
    return;
  }
  const names = scriptsFor(to, state.specification.output.kind);
  const scripts = names.map(async (name) => ({ path: name, bytes: await readBytes(scriptAt(name)) }));
  const files = [...modelFolder(state, to), ...(await Promise.all(scripts))];
  progress.line(await writeFolder(out, files));
}

const scriptAt = (name: string) => fileURLToPath(new URL(`../../public/${scriptFolder}/${name}`, import.meta.url));

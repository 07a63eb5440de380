/** `graft edit`: a model's categories renamed, merged and removed, without training. */

import { Command, InvalidArgumentError } from 'commander';
import { counted } from '../../workers/text/counted.ts';
import { describeEdit } from '../../workers/text/modelCategories.ts';
import { cutAt, joinNames, nameIn } from '../../workers/text/nameLists.ts';
import type { Context } from '../context.ts';
import { nameList } from '../corpusOptions.ts';
import { UsageError } from '../failure.ts';
import { checkOutputs, readBytes, writeWhole } from '../files.ts';
import { requireCategory } from '../knownCategory.ts';
import { Progress } from '../progress.ts';

/** What was asked of one or several categories. */
interface Change {
  readonly option: string;
  readonly from: readonly string[];
  readonly to: string | null;
}

interface EditOptions {
  readonly rename?: readonly Change[];
  readonly merge?: readonly Change[];
  readonly remove?: readonly string[];
  readonly out: string;
}

export function editCommand(context: Context): Command {
  return new Command('edit')
    .description("rename, merge or remove a model's categories, with their rows; nothing is trained")
    .argument('<model>', 'a .graft file, which stays as it is')
    .option('--rename <from=to>', 'another name for a category; repeatable', renaming)
    .option('--merge <from,from[,...]=to>', 'one category in the place of several; repeatable', merging)
    .option('--remove <category[,...]>', 'categories that go, with their rows; repeatable', nameList)
    .requiredOption('--out <file>', 'where the edited model goes')
    .addHelpText(
      'after',
      '\nAll names are those that the model has before. A comma or an equals sign in a name has a backslash before it.\n\n' +
        'The row of a merged category is the one that comes nearest to the sum of its parts (in probabilities), on words\n' +
        "that the model knows; a transition is the mean of its parts' transitions.",
    )
    .action((path: string, options: EditOptions) => edit(context, path, options));
}

function renaming(text: string, previous: readonly Change[] = []): Change[] {
  const { from, to } = change(text, '--rename');
  if (from.length > 1) throw new InvalidArgumentError('Give one category; --merge takes several.');
  return [...previous, { option: '--rename', from, to }];
}

function merging(text: string, previous: readonly Change[] = []): Change[] {
  const { from, to } = change(text, '--merge');
  if (from.length < 2) throw new InvalidArgumentError('Give two categories or more; --rename takes one.');
  return [...previous, { option: '--merge', from, to }];
}

function change(text: string, option: string): { from: string[]; to: string } {
  const [names = '', to = '', ...more] = cutAt(text, '=');
  const from = cutAt(names, ',').map(nameIn);
  if (more.length > 0 || nameIn(to) === '' || from.includes('')) {
    throw new InvalidArgumentError(`Give it as ${option === '--merge' ? 'from,from=to' : 'from=to'}.`);
  }
  return { from, to: nameIn(to) };
}

async function edit(
  context: Context,
  path: string,
  { rename = [], merge = [], remove = [], out }: EditOptions,
): Promise<void> {
  const changes = [...rename, ...merge, { option: '--remove', from: remove, to: null }];
  const mapping = mappingOf(changes);
  if (Object.keys(mapping).length === 0) throw new UsageError('Say what to change: --rename, --merge or --remove.');
  checkOutputs({ '--out': out }, { 'the model': path });
  const progress = new Progress(context);
  const bytes = await readBytes(path);
  const engine = await context.openEngine(await context.openCorpora());
  // The same numbers on every machine.
  await engine.chooseBackend('wasm');
  const model = await engine.loadModel(path, bytes);
  for (const { option, from } of changes) {
    for (const category of from) requireCategory(category, option, model.categories, { what: 'model', file: path });
  }
  checkTargets(changes, model.categories, mapping);
  const edited = await engine.mapCategories(model.id, mapping);
  await writeWhole(out, await engine.exportModel(edited.id));
  progress.line(`${describeEdit({ before: model.categories, mapping })}.`);
  progress.line(
    `Output layer: ${counted(model.tags.length, 'row')} before, ${edited.tags.length} after. Wrote ${out}.`,
  );
}

/** @throws UsageError where a category stands in two places. */
function mappingOf(changes: readonly Change[]): Record<string, string | null> {
  const mapping = new Map<string, string | null>();
  for (const { option, from, to } of changes) {
    for (const category of from) {
      if (mapping.has(category))
        throw new UsageError(`${option} ${category}: this category stands in another change too.`);
      mapping.set(category, to);
    }
  }
  return Object.fromEntries(mapping);
}

/** Two categories of one name would be merged without a word. @throws UsageError where that would happen. */
function checkTargets(
  changes: readonly Change[],
  categories: readonly string[],
  mapping: Readonly<Record<string, string | null>>,
): void {
  const nameOf = (category: string) => (Object.hasOwn(mapping, category) ? mapping[category] : category);
  for (const { option, from, to } of changes) {
    if (to === null) continue;
    const other = categories.find((each) => !from.includes(each) && nameOf(each) === to);
    if (other === undefined) continue;
    const named = other === to ? 'the model has this category already' : `${other} would be called so too`;
    const written = (names: readonly string[]) => `${joinNames(names)}=${joinNames([to])}`;
    throw new UsageError(`${option} ${written(from)}: ${named}. Merge them: --merge '${written([...from, other])}'.`);
  }
}

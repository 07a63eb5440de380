/** `graft compare`: two models on the same sentences, and how sure the difference is. */
import { Command } from 'commander';
import type { BackendPreference } from '../../workers/protocol/configuration.ts';
import type { ModelComparison } from '../../workers/protocol/evaluation.ts';
import { overallOf } from '../../workers/text/conlleval.ts';
import { json } from '../../workers/text/runReport.ts';
import type { Context } from '../context.ts';
import { checkAnnotated, checkKind } from '../corpusKind.ts';
import { addCorpusOptions, type CorpusOptions, corpusOptionsIn, fileList, importFiles } from '../corpusOptions.ts';
import { checkOutputs, readBytes, writeWhole } from '../files.ts';
import { Progress } from '../progress.ts';
import { addBackendOption, openEngine } from '../runOptions.ts';
import { table } from '../table.ts';

interface CompareOptions extends CorpusOptions {
  readonly model: string;
  readonly with: string;
  readonly test: readonly string[];
  readonly json?: string;
  readonly backend: BackendPreference;
}

export function compareCommand(context: Context): Command {
  const command = new Command('compare')
    .description('score two models on the same sentences, and say how sure the difference is')
    .requiredOption('--model <file>', 'a .graft file')
    .requiredOption('--with <file>', 'the .graft file that it is compared with')
    .requiredOption('--test <file>', 'sentences with their right answers; several --test are taken together', fileList)
    .option('--json <file>', 'where the report goes');
  addBackendOption(command);
  return addCorpusOptions(command).action((options: CompareOptions) => compare(context, options));
}

async function compare(context: Context, options: CompareOptions): Promise<void> {
  const { model: first, with: second, test } = options;
  checkOutputs({ '--json': options.json }, { '--model': first, '--with': second, '--test': test });
  const progress = new Progress(context);
  const bytes = [await readBytes(first), await readBytes(second)];
  const corpora = await context.openCorpora();
  const corpus = await importFiles(corpora, { test }, corpusOptionsIn(options), progress);
  checkAnnotated(corpus);
  const engine = await openEngine(context, corpora, progress, options.backend);
  const load = async (file: string, index: number) => {
    const model = await engine.loadModel(file, bytes[index] as Uint8Array);
    checkKind(model, corpus);
    return model;
  };
  const [one, other] = [await load(first, 0), await load(second, 1)];
  const comparison = await engine.compareModels(one.id, other.id, corpus, 'test', {}, progress.onProgress);
  progress.clear();
  if (options.json !== undefined) await writeWhole(options.json, json({ model: first, with: second, ...comparison }));
  const both = one.categories.filter((category) => other.categories.includes(category));
  context.out(comparisonTable(comparison, both, corpus.kind === 'tags' ? 'accuracy' : 'all'));
}

/**
 * F1 of both by category, with the difference, its interval, and how often a draw says otherwise. Where one model knows less,
 * the row over all counts that against it, and a row before it counts only what both know.
 */
function comparisonTable({ scores: [one, other], bootstrap }: ModelComparison, both: string[], total: string): string {
  const f1 = (scores: typeof one, name: string) =>
    (Object.hasOwn(scores.categories, name) ? scores.categories[name]?.f1 : undefined) ?? 0;
  const rows = Object.entries(bootstrap.categories).map(
    ([name, sure]) => [name, f1(one, name), f1(other, name), sure] as const,
  );
  const { known } = bootstrap;
  const shared =
    known && both.length > 0
      ? [['known to both', overallOf(one, both).f1, overallOf(other, both).f1, known] as const]
      : [];
  const all = [...rows, ...shared, [total, one.overall.f1, other.overall.f1, bootstrap.overall] as const];
  const cells = all.map(([name, before, after, { difference, low, high, otherwise }]) => [
    name,
    before.toFixed(2),
    after.toFixed(2),
    signed(difference),
    `${signed(low)} to ${signed(high)}`,
    `${(100 * otherwise).toFixed(1)} %`,
  ]);
  return (
    table([['F1', 'model', 'with', 'change', '95 % interval', 'otherwise'], ...cells]) +
    `The sentences (${bootstrap.sentences}) were drawn anew ${bootstrap.samples} times; “otherwise” is how often the change had ` +
    'another sign, or was none.\n' +
    (known ? whatBothKnow(both, total) : '')
  );
}

function whatBothKnow(both: readonly string[], total: string): string {
  if (both.length === 0) return `The models have no category in common: “${total}” does not say which is better.\n`;
  return (
    `“known to both” counts only what both models know (${both.join(', ')}): there they can be compared. In “${total}” a model ` +
    'also misses what it never learned.\n'
  );
}

const signed = (value: number) => `${value > 0 ? '+' : ''}${value.toFixed(2)}`;

/** The table of a run that a person reads. */

import { type RunConfiguration, type SingleConfiguration, singleRunOf } from '../workers/protocol/configuration.ts';
import type { CorpusKind } from '../workers/protocol/corpus.ts';
import type { RunResult } from '../workers/protocol/engine.ts';
import type { CategoryScore, Scores } from '../workers/protocol/scores.ts';
import type { YardstickScores } from '../workers/protocol/yardstick.ts';
import { overallOf } from '../workers/text/conlleval.ts';
import { counted } from '../workers/text/counted.ts';
import { meansOver } from '../workers/text/repetitions.ts';
import { comparisonStage } from '../workers/text/runResult.ts';

/**
 * F1 by category (and accuracy over all, where there is one tag a token): before, after, from random weights, and the
 * change, as far as there are such scores; in papers Init, Sub, Rand and Sub−Init. The row `known` sums over what the source model knew: with
 * new categories only that can be compared.
 */
export function comparisonTable(result: RunResult, configuration: RunConfiguration, kind: CorpusKind): string {
  const { init, main, random } = result.tests;
  const columns: Column[] = [{ title: init ? 'After' : 'F1', scores: main }];
  if (init) columns.unshift({ title: 'Before', scores: init });
  if (random) columns.push({ title: 'Random', scores: random });
  const total = kind === 'tags' ? 'accuracy' : 'all';
  const names = [...new Set(columns.flatMap(({ scores }) => Object.keys(scores.categories)))];
  const run = singleRunOf(configuration);
  const newCategories = run.task === 'adapt' ? run.adaptation.newCategories : [];
  const known = names.filter((name) => !newCategories.includes(name));
  const rows = names.map((name) => cells(name, columns, ({ categories }) => ownScore(categories, name)));
  const grew = init !== undefined && known.length < names.length;
  if (grew) {
    rows.push(cells('known', columns, (scores) => overallOf(scores, known)));
    rows.push(cells(total, columns, ({ overall }) => overall).with(columns.length + 1, ''));
  } else {
    rows.push(cells(total, columns, ({ overall }) => overall));
  }
  const head = [init ? 'F1' : 'category', ...columns.map(({ title }) => title), init ? 'Change' : '', 'examples'];
  const width = Math.max(...[head, ...rows].map(([name = '']) => name.length));
  const line = ([name = '', ...values]: readonly string[]) =>
    name.padEnd(width) + values.map((value) => (init || value ? value.padStart(10) : '')).join('');
  const table = [head, ...rows].map(line).join('\n');
  const rowsInWords = grew ? `known: what the source model knew. Before, ${total} counts that alone.\n` : '';
  return `${table}\n${rowsInWords}${howTheComparisonWasTrained(result, run)}${configuration.task === 'repeat' ? overTheSeeds(result, newCategories, total) : ''}`;
}

/** A baseline that was trained badly flatters the method: how it was trained stands beside it. */
function howTheComparisonWasTrained(result: RunResult, run: SingleConfiguration): string {
  const stage = comparisonStage(result);
  const wasAsked = run.task === 'adapt' && run.adaptation.compareWithRandom;
  if (!stage) return wasAsked ? 'Random: left out, since the run was stopped before.\n' : '';
  const { settings, records, bestEpoch, stopped } = stage;
  return (
    `Random: from random weights on the same sentences, ${settings.optimizer} at ${settings.learningRate}, ` +
    `best epoch ${bestEpoch} of ${records.length}${stopped === 'by the user' ? '. It was stopped by you: it may not have learned all that it can' : ''}.\n`
  );
}

/** Mean and 95 % interval over the seeds, where a run was repeated. @param total what the row over all is called. */
function overTheSeeds({ repetitions, main }: RunResult, newCategories: readonly string[], total: string): string {
  if (repetitions.length < 2) return '';
  const seeds = repetitions.map(({ seed }) => seed).join(', ');
  const kept = repetitions.find((each) => each.main === main)?.seed;
  const means = meansOver(repetitions, newCategories);
  const columns = (['init', 'main', 'random'] as const).filter((column) => means[0]?.f1[column] !== undefined);
  const titles = { init: 'Before', main: columns.length > 1 ? 'After' : 'F1', random: 'Random' };
  const rows = means.map(({ kind, name, f1 }) => [
    { category: name, known: 'known', overall: total }[kind],
    ...columns.map((column) => {
      const score = f1[column];
      return score ? `${score.mean.toFixed(2)} ± ${score.half.toFixed(2)}` : '–';
    }),
  ]);
  const head = ['mean', ...columns.map((column) => titles[column])];
  const width = Math.max(...[head, ...rows].map(([name = '']) => name.length));
  const line = ([name = '', ...values]: readonly string[]) =>
    name.padEnd(width) + values.map((value) => value.padStart(16)).join('');
  return `\nOver the seeds ${seeds}, with 95 % intervals (the model kept and the table above are those of seed ${kept}, the best on dev):\n${[head, ...rows].map(line).join('\n')}\n`;
}

/**
 * What was known before, on the yardstick: by kind, and where that makes a difference by names alone as well. The scores by
 * category follow.
 */
export function yardstickTable({ corpus, sentences, before, after, strict }: YardstickScores): string {
  const columns = [
    { title: 'Before', scores: before },
    { title: 'After', scores: after },
  ];
  const names = Object.keys(before.categories);
  const byNames = (scores: Scores, chosen: readonly string[]) => overallOf(scores, chosen).f1.toFixed(2);
  const differs = JSON.stringify(after) !== JSON.stringify(strict);
  const rows = [
    ...names.map((name) => [
      ...cells(name, columns, ({ categories }) => ownScore(categories, name)),
      byNames(strict, [name]),
    ]),
    [...cells('all', columns, ({ overall }) => overall), strict.overall.f1.toFixed(2)],
  ];
  const head = ['yardstick', 'Before', 'After', 'Change', 'examples', 'by name'];
  const shown = [head, ...rows].map((row) => (differs ? row : row.slice(0, -1)));
  const width = Math.max(...shown.map(([name = '']) => name.length));
  const line = ([name = '', ...values]: readonly string[]) =>
    name.padEnd(width) + values.map((value) => value.padStart(10)).join('');
  const counting = differs
    ? ' After counts what is found of a kind as the category that it is a kind of; “by name” does not. The table below goes by names.'
    : '';
  return `${shown.map(line).join('\n')}\nYardstick: ${counted(sentences, 'sentence')} of ${corpus}.${counting}\n\n`;
}

interface Column {
  readonly title: string;
  readonly scores: Scores;
}

/** Name, one score a column, after minus before where there is a before, and the number of examples. */
function cells(
  name: string,
  columns: readonly Column[],
  choose: (scores: Scores) => CategoryScore | undefined,
): string[] {
  const chosen = (title: string) => {
    const column = columns.find((each) => each.title === title);
    return column && measured(choose(column.scores));
  };
  const [before, after] = [chosen('Before'), chosen('After')];
  const scores = columns.map((column) => measured(choose(column.scores))?.f1.toFixed(2) ?? '–');
  const examples = Math.max(...columns.map(({ scores: column }) => choose(column)?.support ?? 0));
  return [name, ...scores, before && after ? signed(after.f1 - before.f1) : '', String(examples)];
}

/** Where nothing stands and nothing was found there is no score: mostly nobody looked for it. */
function measured(score: CategoryScore | undefined): CategoryScore | undefined {
  return score && score.support + score.predicted > 0 ? score : undefined;
}

/** A category may bear the name of something that every object has. */
function ownScore(categories: Scores['categories'], name: string): CategoryScore | undefined {
  return Object.hasOwn(categories, name) ? categories[name] : undefined;
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return `${value < 0 ? '−' : '+'}${text}`;
}

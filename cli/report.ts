/** The table of a run that a person reads. */
import type { RunConfiguration } from '../workers/protocol/configuration.ts';
import type { CorpusKind } from '../workers/protocol/corpus.ts';
import type { RunResult } from '../workers/protocol/engine.ts';
import type { CategoryScore, Scores } from '../workers/protocol/scores.ts';
import { overallOf } from '../workers/text/conlleval.ts';
import { comparisonStage } from '../workers/text/runResult.ts';

/**
 * F1 (accuracy, where there is one tag a token) by category: before (Init), after (Sub), the difference, and from
 * random weights (Rand), as far as there are such scores. The row `known` sums over what the source model knew: with
 * new categories only that can be compared.
 */
export function comparisonTable(result: RunResult, configuration: RunConfiguration, kind: CorpusKind): string {
  const { init, main, random } = result.tests;
  const measure = kind === 'tags' ? 'accuracy' : 'F1';
  const columns: Column[] = [{ title: init ? 'Sub' : measure, scores: main }];
  if (init) columns.unshift({ title: 'Init', scores: init });
  if (random) columns.push({ title: 'Rand', scores: random });
  const names = [...new Set(columns.flatMap(({ scores }) => Object.keys(scores.categories)))];
  const newCategories = configuration.task === 'adapt' ? configuration.adaptation.newCategories : [];
  const known = names.filter((name) => !newCategories.includes(name));
  const rows = names.map((name) => cells(name, columns, ({ categories }) => ownScore(categories, name)));
  if (init && known.length < names.length) {
    rows.push(cells('known', columns, (scores) => overallOf(scores, known)));
    rows.push(cells('all', columns, ({ overall }) => overall).with(columns.length + 1, ''));
  } else {
    rows.push(cells('all', columns, ({ overall }) => overall));
  }
  const head = [init ? measure : 'category', ...columns.map(({ title }) => title), init ? 'Sub−Init' : '', 'examples'];
  const width = Math.max(...[head, ...rows].map(([name = '']) => name.length));
  const line = ([name = '', ...values]: readonly string[]) =>
    name.padEnd(width) + values.map((value) => (init || value ? value.padStart(10) : '')).join('');
  return `${[head, ...rows].map(line).join('\n')}\n${howTheComparisonWasTrained(result)}`;
}

/** A baseline that was trained badly flatters the method: how it was trained stands beside it. */
function howTheComparisonWasTrained(result: RunResult): string {
  const stage = comparisonStage(result);
  if (!stage) return '';
  const { settings, records, bestEpoch } = stage;
  return (
    `Rand: from random weights on the same sentences, ${settings.optimizer} at ${settings.learningRate}, ` +
    `best epoch ${bestEpoch} of ${records.length}.\n`
  );
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
  const [before, after] = [chosen('Init'), chosen('Sub')];
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

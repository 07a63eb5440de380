/**
 * The README inside a bundle: what the model finds, how well, what it was trained on and how to use it, made from its
 * history, so that a model that is passed on says where it comes from.
 */
import { consultedPrefix } from '../models/consultingEncoder.ts';
import type { ModelState } from '../models/state.ts';
import { architectureLabel } from '../protocol/architectures.ts';
import type { HistoryEntry, RunEntry } from '../protocol/history.ts';
import type { CategoryScore, Scores } from '../protocol/scores.ts';
import { specificationFields } from '../protocol/specification.ts';
import { adaptationInWords, consultedInWords } from '../text/adaptationInWords.ts';
import { listsOf } from '../text/gazetteers.ts';
import { describeEdit, mappedCategories } from '../text/modelCategories.ts';
import { kindOf } from '../text/tagNames.ts';
import { describeVectorCoverage } from '../text/vectorWords.ts';
import { gazetteerEntries } from './manifest.ts';

/** The model card in Markdown. @param from what it came as: a .graft, or the folder of another tool's checkpoint. */
export function writeModelCard(state: ModelState, from: 'bundle' | 'checkpoint' = 'bundle'): string {
  return `${[
    `# ${line(state.name)}`,
    introduction(state),
    ...consultedInWords(state),
    ...gazetteers(state),
    '## What it finds',
    findings(state),
    '## What it was trained on',
    training(state),
    '## What it carries',
    carried(state),
    '## How to use it',
    usage(state, from),
    '## Sizes',
    table(
      ['Name', 'Value'],
      specificationFields(state.specification).map(({ key, value }) => [key, String(value)]),
    ),
    '## How it was trained last',
    table(
      ['Name', 'Value'],
      Object.entries(state.settings).map(([name, value]) => [name, String(value)]),
    ),
    '## Licence',
    'Not stated. Whoever passes this model on decides, within what the licences of its training corpora and word vectors allow.',
  ].join('\n\n')}\n`;
}

function introduction({ architecture, specification, categories, texts, weights }: ModelState): string {
  const numbers = Object.values(weights).reduce((sum, { values }) => sum + values.length, 0);
  const task =
    kindOf(specification.output.scheme) === 'tags' ? 'gives every token one of' : 'marks stretches of text with';
  const lists = Object.entries(texts)
    .filter(([list]) => list !== gazetteerEntries && !list.startsWith(consultedPrefix))
    .map(([list, { length }]) => `${grouped(length)} ${list.split('.').at(-1)}`);
  const sizes = [...lists, `${grouped(numbers)} parameters`];
  return (
    `A ${line(architectureLabel(architecture))} that ${task} ${categories.length} ` +
    `${categories.length === 1 ? 'category' : 'categories'}. ${sizes.join(', ')}. Made with Graft.`
  );
}

function gazetteers({ texts }: ModelState): string[] {
  const lists = listsOf(texts[gazetteerEntries] ?? []);
  const named = lists.map(({ name, names }) => `${line(name)} (${names > 0 ? grouped(names) : 'taken out'})`);
  return lists.length === 0 ? [] : [`It looks words up in these lists of names: ${named.join(', ')}.`];
}

function findings({ specification, categories, history, wordsOf }: ModelState): string {
  const latest = latestTest(history);
  if (!latest) {
    return `${table(
      ['Category'],
      categories.map((category) => [category]),
    )}\n\nIt has not been tested yet.`;
  }
  const { corpus, test, scores, isWhole } = latest;
  const rows = categories.map((category) => {
    // A category may bear the name of something that every object has.
    const score = Object.hasOwn(scores, category) ? scores[category] : undefined;
    return score ? scoreRow(category, score) : [category, '–', '–', '–', '0'];
  });
  if (isWhole) rows.push(scoreRow('All', test.overall));
  const unit = kindOf(specification.output.scheme) === 'tags' ? 'tokens' : 'exact spans, as conlleval counts them';
  const shares = `${grouped(test.tokens)} tokens, ${percent(test.accuracy)} of them tagged rightly`;
  const without =
    wordsOf === undefined
      ? ''
      : ' **It was tested with all the words of its training text**; as it is here it finds less.';
  const merged = isWhole ? '' : ' Categories were merged or removed since: what was merged has not been tested.';
  const since = `${without}${merged}`;
  return (
    `${table(['Category', 'Precision', 'Recall', 'F1', 'Examples'], rows)}\n\n` +
    `In percent of ${unit}, on the test sentences beside what it learned of “${line(corpus)}” (${shares}).${since}`
  );
}

function scoreRow(name: string, { precision, recall, f1, support }: CategoryScore): string[] {
  return [name, percent(precision), percent(recall), percent(f1), grouped(support)];
}

interface LatestTest {
  readonly corpus: string;
  readonly test: Scores;
  /** Under today's names; what was merged since has none. */
  readonly scores: Scores['categories'];
  /** Whether the categories are still those that were tested, under whatever names. */
  readonly isWhole: boolean;
}

/** A run without test sentences scores nothing, which is not a score of 0. */
function latestTest(history: readonly HistoryEntry[]): LatestTest | null {
  const found = history.findLastIndex((entry) => entry.task !== 'edit' && entry.test !== null && entry.test.tokens > 0);
  const entry = history[found];
  if (!entry || entry.task === 'edit' || !entry.test) return null;
  let scores = entry.test.categories;
  let isWhole = true;
  for (const edit of history.slice(found + 1)) {
    if (edit.task !== 'edit') continue;
    const mapped = mappedCategories(edit.before, edit.mapping);
    isWhole &&= mapped.size === edit.before.length;
    const kept = [...mapped].flatMap(([name, [only = '', ...more]]) =>
      more.length === 0 && Object.hasOwn(scores, only) ? [[name, scores[only] as CategoryScore] as const] : [],
    );
    scores = Object.fromEntries(kept);
  }
  return { corpus: entry.corpus, test: entry.test, scores, isWhole };
}

function training({ history }: ModelState): string {
  if (history.length === 0) return 'Its history is not recorded.';
  const rows = history.map((entry, index) => [String(index + 1), ...stepCells(entry)]);
  const steps = table(['Step', 'What', 'Corpus', 'Sentences', 'Epochs', 'Where', 'Date', 'F1 on test'], rows);
  const vectors = history.flatMap((entry, index) =>
    entry.task !== 'edit' && entry.vectors ? `Step ${index + 1}. ${line(describeVectorCoverage(entry.vectors))}` : [],
  );
  const adaptations = history.flatMap((entry, index) => {
    const sentences = entry.task === 'edit' ? [] : adaptationInWords(entry);
    return sentences.length > 0 ? `Step ${index + 1}. ${line(sentences.join(' '))}` : [];
  });
  return [steps, ...adaptations, ...vectors, ...(history.some(hasMerged) ? [howRowsWereMerged] : [])].join('\n\n');
}

/** Whoever passes a model on must know whether it holds somebody's sentences, words or names. */
function carried({ sample, texts, importance, wordsOf }: ModelState): string {
  const words = Object.entries(texts).some(([list, { length }]) => list.endsWith('.words') && length > 0);
  const whose =
    wordsOf === undefined
      ? 'those of its training text, rare ones too'
      : `those of its training text that stand in ${line(wordsOf)} as well, and no others`;
  const names = listsOf(texts[gazetteerEntries] ?? []).reduce((sum, list) => sum + list.names, 0);
  const ofNames = names > 0 ? ` Its lists of names hold ${grouped(names)} of them, as they were given.` : '';
  const ofWords = `${words ? ` Its list of words holds ${whose}.` : ''}${ofNames}`;
  const matters = importance ? ' And how much each of its numbers matters, in `importance.safetensors`.' : '';
  if (!sample) return `No sentence of its training text.${ofWords}${matters}`;
  const [measured, rehearsed] = [sample.measured.length, sample.rehearsed.length];
  return (
    `${grouped(measured + rehearsed)} sentences of ${line(sample.corpus)}, with their annotation, in \`sample.json\`: ` +
    `${grouped(measured)} to measure by what an adaptation forgets, ${grouped(rehearsed)} that it may learn again.${ofWords}${matters}`
  );
}

const howRowsWereMerged =
  'The row of a merged category was not trained as one: it is the one that comes nearest to the sum of its parts (in ' +
  'probabilities) on words that the model knows, and its transitions are the means of theirs.';

function hasMerged(entry: HistoryEntry): boolean {
  if (entry.task !== 'edit') return false;
  return [...mappedCategories(entry.before, entry.mapping).values()].some(({ length }) => length > 1);
}

function stepCells(entry: HistoryEntry): string[] {
  const date = entry.date.slice(0, 10);
  if (entry.task === 'edit') return [describeEdit(entry), '–', '–', '–', '–', date, '–'];
  const { corpus, sentences, epochs, backend, seconds, test } = entry;
  return [
    howItWasMade(entry),
    corpus,
    grouped(sentences),
    String(epochs),
    `${backend}, ${Math.round(seconds)} s`,
    date,
    test && test.tokens > 0 ? percent(test.overall.f1) : '–',
  ];
}

function howItWasMade(entry: RunEntry): string {
  if (entry.task === 'adapt') return adaptation(entry);
  const { sources = [], encoder } = entry;
  const begun = encoder === undefined ? 'random weights' : `the pretrained encoder ${encoder}`;
  return `trained from ${begun}${sources.length > 0 ? `, together with ${sources.join(' and ')}` : ''}`;
}

function adaptation({ newCategories }: RunEntry): string {
  return `adapted${newCategories.length > 0 ? `, new: ${newCategories.join(', ')}` : ''}`;
}

function usage({ specification }: ModelState, from: 'bundle' | 'checkpoint'): string {
  const model = from === 'bundle' ? 'MODEL.graft' : 'FOLDER';
  const files =
    from === 'bundle'
      ? '`model.json` holds the configuration of every training step, `weights.safetensors` the weights as F32, `texts.json` what the rows of the tables stand for.'
      : '`config.json` holds the sizes and the labels, `model.safetensors` the weights; the other files are the tokenizer’s.';
  return `In the studio: panel Source, "Load source model". On the command line:

\`\`\`sh
npm run --silent graft -- tag --model ${model} --in text.txt --format jsonl
npm run graft -- evaluate --model ${model} --test test.conll
\`\`\`

${
  kindOf(specification.output.scheme) === 'tags'
    ? 'The answer holds one tag a token.'
    : 'The answer holds spans with a start, an end and a category. Offsets count the characters of the original text as Python does (code points), the end exclusive.'
} ${files}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => line(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

/** Names come from files and people: kept to one line, so that they cannot break the page. */
function line(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function percent(value: number): string {
  return value.toFixed(2);
}

/** Thousands apart by commas, whatever the machine's locale: the same model has the same card everywhere. */
function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

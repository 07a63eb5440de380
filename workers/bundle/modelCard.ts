/**
 * The README inside a bundle: what the model finds, how well, what it was trained on and how to use it, made from its
 * history, so that a model that is passed on says where it comes from.
 */
import type { ModelState } from '../models/state.ts';
import { architectureLabel } from '../protocol/architectures.ts';
import type { HistoryEntry } from '../protocol/engine.ts';
import { specificationFields } from '../protocol/specification.ts';
import { kindOf } from '../text/tagNames.ts';

/** The model card in Markdown. */
export function writeModelCard(state: ModelState): string {
  return `${[
    `# ${line(state.name)}`,
    introduction(state),
    '## What it finds',
    findings(state),
    '## What it was trained on',
    training(state),
    '## How to use it',
    usage(state),
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
  const lists = Object.entries(texts).map(([list, { length }]) => `${grouped(length)} ${list.split('.').at(-1)}`);
  const sizes = [...lists, `${grouped(numbers)} parameters`];
  return (
    `A ${line(architectureLabel(architecture))} that ${task} ${categories.length} ` +
    `${categories.length === 1 ? 'category' : 'categories'}. ${sizes.join(', ')}. Made with Graft.`
  );
}

function findings({ specification, categories, history }: ModelState): string {
  const latest = history.findLast(tested);
  if (!latest?.test) {
    return `${table(
      ['Category'],
      categories.map((category) => [category]),
    )}\n\nIt has not been tested yet.`;
  }
  const { overall, categories: scores, accuracy, tokens } = latest.test;
  const rows = categories.map((category) => {
    // A category may bear the name of something that every object has.
    const score = Object.hasOwn(scores, category) ? scores[category] : undefined;
    if (!score) return [category, '–', '–', '–', '0'];
    return [category, percent(score.precision), percent(score.recall), percent(score.f1), grouped(score.support)];
  });
  rows.push([
    'All',
    percent(overall.precision),
    percent(overall.recall),
    percent(overall.f1),
    grouped(overall.support),
  ]);
  const unit = kindOf(specification.output.scheme) === 'tags' ? 'tokens' : 'exact spans, as conlleval counts them';
  return (
    `${table(['Category', 'Precision', 'Recall', 'F1', 'Examples'], rows)}\n\n` +
    `In percent of ${unit}, on the test sentences of ${line(latest.corpus)} ` +
    `(${grouped(tokens)} tokens, ${percent(accuracy)} of them tagged rightly).`
  );
}

/** A run without test sentences scores nothing, which is not a score of 0. */
function tested({ test }: HistoryEntry): boolean {
  return test !== null && test.tokens > 0;
}

function training({ history }: ModelState): string {
  if (history.length === 0) return 'Its history is not recorded.';
  const rows = history.map((entry, index) => [
    String(index + 1),
    entry.task === 'train' ? 'trained from random weights' : adaptation(entry),
    entry.corpus,
    grouped(entry.sentences),
    String(entry.epochs),
    `${entry.backend}, ${Math.round(entry.seconds)} s`,
    entry.date.slice(0, 10),
    entry.test && tested(entry) ? percent(entry.test.overall.f1) : '–',
  ]);
  return table(['Step', 'What', 'Corpus', 'Sentences', 'Epochs', 'Where', 'Date', 'F1'], rows);
}

function adaptation({ newCategories, configuration }: HistoryEntry): string {
  const grown = newCategories.length > 0 ? `, new: ${newCategories.join(', ')}` : '';
  const frozen =
    configuration.task === 'adapt' && configuration.adaptation.freeze ? ', only the output layer learned' : '';
  return `adapted${grown}${frozen}`;
}

function usage({ specification }: ModelState): string {
  return `In the studio: panel Source, "Load source model". On the command line:

\`\`\`sh
npm run --silent graft -- tag --model MODEL.graft --in text.txt --format jsonl
npm run graft -- evaluate --model MODEL.graft --test test.conll
\`\`\`

${
  kindOf(specification.output.scheme) === 'tags'
    ? 'The answer holds one tag a token.'
    : 'The answer holds spans with a start, an end and a category. Offsets are UTF-16 code units into the original text (what JavaScript and Java count as a character), the end exclusive.'
} \`model.json\` holds the configuration of every training step, \`weights.safetensors\` the weights as F32, \`texts.json\` what the rows of the tables stand for.`;
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

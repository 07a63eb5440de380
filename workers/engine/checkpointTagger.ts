/**
 * A token-classification checkpoint as a model of ours: its labels as categories and tags, its head as the output layer. How
 * labels are written differs: with prefixes of IOB or of BIOES and BILOU; without any, where O says that they mark spans;
 * or one a token, as parts of speech are.
 */
import type { Checkpoint, CheckpointHead } from '../checkpoint/checkpoint.ts';
import type { Weight } from '../layers/parameters.ts';
import type { ModelState } from '../models/state.ts';
import { bertTagger } from '../protocol/architectures/bertTagger.ts';
import { tagParts } from '../text/schemes.ts';
import { type OutputScheme, tagNames } from '../text/tagNames.ts';

/** The prefixes that BILOU calls otherwise than BIOES. */
const renamedPrefixes: Readonly<Record<string, string>> = { L: 'E', U: 'S' };

/** A tag that the head never gives: so improbable that no sentence chooses it. */
const neverChosen = -100;

/** What a tag begins a little below another, so that the other is chosen of the two. */
const justBelow = -1;

/** How one of our tags is made of the head's columns: a column's index, or none, and what is added to its bias. */
interface ColumnOf {
  readonly column: number;
  readonly added: number;
}

interface ReadLabels {
  readonly scheme: OutputScheme;
  readonly categories: readonly string[];
  /** By our tags. */
  readonly columns: readonly ColumnOf[];
}

export function checkpointTagger(name: string, checkpoint: Checkpoint, head: CheckpointHead): ModelState {
  const { specification: encoder, weights, texts } = checkpoint;
  const { scheme, categories, columns } = readLabels(head.labels);
  const { architecture, specification, settings } = { ...bertTagger, architecture: bertTagger.name };
  return {
    name,
    architecture,
    specification: { encoder, output: { ...specification.output, scheme } },
    categories,
    tags: tagNames(categories, scheme),
    settings,
    texts,
    weights: { ...weights, ...outputLayer(head, columns) },
    history: [],
  };
}

function readLabels(labels: readonly string[]): ReadLabels {
  const isOutside = (label: string) => label.toUpperCase() === 'O';
  const isPrefixed = (label: string) => /^[BIESLU]-./.test(label);
  if (!labels.some(isOutside) && !labels.every(isPrefixed)) {
    return { scheme: 'tags', categories: labels, columns: labels.map((_, column) => ({ column, added: 0 })) };
  }
  const read = new Map<string, number>();
  const categories = new Set<string>();
  const ends = labels.some((label) => /^[ESLU]-./.test(label));
  for (const [column, label] of labels.entries()) {
    if (isOutside(label)) read.set('O', column);
    else if (isPrefixed(label)) {
      const { prefix, category } = tagParts(label);
      read.set(`${renamedPrefixes[prefix] ?? prefix}-${category}`, column);
      categories.add(category);
    } else {
      // Neighbouring words of one label are one span: all of it reads as inside.
      read.set(`I-${label}`, column);
      categories.add(label);
    }
  }
  const scheme = ends ? 'bioes' : 'iob2';
  const tags = tagNames([...categories], scheme);
  return { scheme, categories: [...categories], columns: tags.map((tag) => columnOf(tag, read)) };
}

/** A tag that has no column begins as the inside of its category, where that has one. */
function columnOf(tag: string, read: ReadonlyMap<string, number>): ColumnOf {
  const own = read.get(tag);
  if (own !== undefined) return { column: own, added: 0 };
  const inside = read.get(`I-${tagParts(tag).category}`) ?? read.get(`B-${tagParts(tag).category}`);
  return inside === undefined ? { column: -1, added: neverChosen } : { column: inside, added: justBelow };
}

function outputLayer(head: CheckpointHead, columns: readonly ColumnOf[]): Record<string, Weight> {
  const [inputs, labels] = head.weights.shape as [number, number];
  const weights = new Float32Array(inputs * columns.length);
  for (let input = 0; input < inputs; input++) {
    for (const [tag, { column }] of columns.entries()) {
      if (column >= 0) weights[input * columns.length + tag] = head.weights.values[input * labels + column] as number;
    }
  }
  const bias = Float32Array.from(columns, ({ column, added }) => (head.bias.values[column] ?? 0) + added);
  return {
    'outputLayer.weights': { shape: [inputs, columns.length], values: weights },
    'outputLayer.bias': { shape: [columns.length], values: bias },
  };
}

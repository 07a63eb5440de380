/**
 * What each column of a file holds, told by its content: the words, their tags, running numbers, confidences, the
 * document's name. The column of the tags is the one of O and prefixed tags wherever it stands; the words are what is
 * left once everything else is known.
 */

import { GraftError } from '../../protocol/errors.ts';
import { counted } from '../counted.ts';
import { isBracketColumn } from './brackets.ts';
import type { SampledRow } from './columns.ts';
import { checkColumnsApart } from './columnsApart.ts';
import { isRunning, isSame } from './companionColumns.ts';
import { refuseOtherThanWords } from './notWords.ts';
import type { ReadLog, ReadOptions } from './reading.ts';
import { type SentenceColumn, sentenceColumn } from './sentenceNumbers.ts';
import { categoriesBeside } from './splitTags.ts';
import { isCapitalTag } from './tagShape.ts';
import { isOutside, type TagSpelling, tagSpelling } from './tagSpelling.ts';

export interface ColumnRoles {
  readonly wordColumn: number;
  /** −1 where the file has words alone. */
  readonly tagColumn: number;
  /** Where the column of tags holds prefixes alone, and their categories stand in another. */
  readonly categoryColumn?: number;
  /** Whether the tag column writes spans as brackets: `(PER*`, `*`, `*)`. */
  readonly bracketed: boolean;
  /** A column that says where sentences end, as HIPE's last one does. */
  readonly sentenceEndColumn?: number;
  /** A column that numbers or names the sentences, where no empty lines part them. */
  readonly sentences?: SentenceColumn;
}

interface ColumnFacts {
  readonly column: number;
  readonly spelling: TagSpelling;
  readonly rows: number;
  /** The different ones. */
  readonly cells: ReadonlySet<string>;
  /** How many cells carry a span's tag, and of which categories. */
  readonly labelled: number;
  readonly categories: ReadonlySet<string>;
  readonly bracketed: boolean;
  /** Running numbers, confidences, a name that stands in all rows of a sentence: neither words nor tags. */
  readonly accompanies: boolean;
  /** Whether and how it parts sentences. */
  readonly sentences?: SentenceColumn;
  /** How much of it is the letter O, 0 to 1. */
  readonly letterO: number;
  /** How much of it is whole numbers, 0 to 1. */
  readonly numbers: number;
  /** Holds nothing but signs for nothing. */
  readonly isEmpty: boolean;
}

const wordNames = new Set('word words token tokens form wordform text surface mot wort palabra parola'.split(' '));
const tagNames =
  'ner ner_tag ner_tags ne-coarse-lit netag ne ne_tag entity entities entity_tag bio iob bioes label labels tag tags ner:iob'.split(
    ' ',
  );
const otherNames = new Set(
  'id idx index # pos pos_tag postag upos xpos lemma chunk chunk_tag sentence sent_id doc misc space deprel'.split(' '),
);
const tagNameSet = new Set(tagNames);

/** Whether the first row names the columns rather than holding a word. */
export function isHeader(cells: readonly string[], rows: readonly SampledRow[]): boolean {
  if (cells.length < 2 || rows.length === 0) return false;
  const names = cells.map((cell) => cell.toLowerCase());
  if (new Set(names).size < names.length || names.some((name) => isOutside(name))) return false;
  const known = names.filter((name) => wordNames.has(name) || tagNameSet.has(name) || otherNames.has(name)).length;
  if (names.some((name) => wordNames.has(name)) && known >= 2) return true;
  // A row of names that nobody foresaw: no other cell of the tag column looks like this one.
  const tagged = names.findIndex((name) =>
    /(?:^|[^a-z])(?:ner|ne|tags?|labels?|bio|iob|entity)(?:[^a-z]|$)/.test(name),
  );
  if (tagged < 0) return false;
  const { spelling, labelled } = factsOf(tagged, rows);
  return labelled > 0 && spelling.kind === 'prefixed' && spelling.read(cells[tagged] ?? '') === undefined;
}

/** @throws GraftError where the columns asked for do not exist. */
export function columnRoles(
  rows: readonly SampledRow[],
  columns: number,
  header: readonly string[] | undefined,
  options: ReadOptions,
  log: ReadLog,
): ColumnRoles {
  if (columns === 1) return { wordColumn: 0, tagColumn: -1, bracketed: false };
  const facts = Array.from({ length: columns }, (_, column) => factsOf(column, rows));
  const names = header?.map((name) => name.toLowerCase());
  const tagColumn =
    options.tagColumn === undefined
      ? chooseTagColumn(facts, names, options, log)
      : columnIndex(options.tagColumn, columns, 'tag', log);
  const wordColumn =
    options.wordColumn === undefined
      ? chooseWordColumn(facts, names, tagColumn)
      : columnIndex(options.wordColumn, columns, 'word', log);
  checkColumnsApart(wordColumn, tagColumn, log.file);
  if (options.wordColumn === undefined) {
    const areCategories = facts[tagColumn]?.spelling.kind !== 'prefixed' && !facts[tagColumn]?.cells.has('O');
    const isAsked = options.tagColumn !== undefined;
    refuseOtherThanWords(rows, { wordColumn, tagColumn, areCategories, isAsked }, log.file);
  }
  if (wordColumn > 0 && options.wordColumn === undefined) {
    const first =
      tagColumn === 0 && wordColumn === 1 ? 'the tag stands in the first column, the word in the second' : '';
    log.assume(first || `words in column ${wordColumn + 1}`);
  }
  const categoryColumn =
    options.category === undefined && options.kind !== 'tags'
      ? categoriesBeside(
          cellsIn(rows, tagColumn),
          facts.map(({ column }) =>
            column === tagColumn || column === wordColumn ? undefined : cellsIn(rows, column),
          ),
        )
      : undefined;
  if (categoryColumn !== undefined)
    log.assume(`prefixes in column ${tagColumn + 1} and their categories in column ${categoryColumn + 1} joined`);
  const end = facts.findIndex(({ column }) => rows.some(({ cells }) => cells[column]?.includes('EndOfSentence')));
  const sentences = facts.find(
    ({ column, sentences }) => column !== wordColumn && column !== tagColumn && sentences,
  )?.sentences;
  if (sentences)
    log.assume(
      sentences.kind === 'counts'
        ? `column ${sentences.column + 1} counts the words of a sentence: where it begins anew, a sentence does`
        : `sentences by their ${sentences.kind} in column ${sentences.column + 1}`,
    );
  return {
    wordColumn,
    tagColumn,
    bracketed: facts[tagColumn]?.bracketed ?? false,
    ...(end >= 0 && end !== wordColumn && end !== tagColumn ? { sentenceEndColumn: end } : {}),
    ...(sentences ? { sentences } : {}),
    ...(categoryColumn === undefined ? {} : { categoryColumn }),
  };
}

const cellsIn = (rows: readonly SampledRow[], column: number) => rows.map(({ cells }) => cells[column] ?? '');

function factsOf(column: number, rows: readonly SampledRow[]): ColumnFacts {
  const cells = cellsIn(rows, column);
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const bracketed = isBracketColumn([...counts.keys()]);
  const spelling = tagSpelling(counts);
  const categories = new Set<string>();
  let labelled = 0;
  for (const [cell, times] of counts) {
    const tags = spelling.kind === 'none' ? [] : (spelling.read(cell) ?? []);
    if (tags.length > 0) labelled += times;
    for (const { category } of tags) categories.add(category);
  }
  const sentences = sentenceColumn(rows, column);
  const accompanies =
    sentences?.kind === 'names' ||
    sentences?.fillsDown === true ||
    isRunning(rows, column) ||
    cells.every((cell) => /^-?\d*[.,]\d+(?:e-?\d+)?$|^[01]\.?0*$/i.test(cell)) ||
    isSame(rows, column);
  const isEmpty = [...counts.keys()].every((cell) => cell === '' || cell === '_' || cell === '-');
  const letterO = (counts.get('O') ?? 0) / Math.max(1, rows.length);
  return {
    column,
    rows: rows.length,
    cells: new Set(counts.keys()),
    spelling,
    labelled,
    categories,
    bracketed,
    accompanies,
    ...(sentences ? { sentences } : {}),
    letterO,
    numbers: cells.filter((cell) => /^-?\d+(?:[-:]\d+)?$/.test(cell)).length / Math.max(1, cells.length),
    isEmpty,
  };
}

function chooseTagColumn(
  facts: readonly ColumnFacts[],
  names: readonly string[] | undefined,
  options: ReadOptions,
  log: ReadLog,
): number {
  const others = facts.filter(({ column }) => column !== options.wordColumn);
  const leaving = options.wordColumn === undefined ? others.filter((fact) => leavesWords(fact, others)) : others;
  const spans = options.kind === 'tags' ? [] : leaving.filter(holdsSpanTags);
  const named = tagNames.map((name) => names?.indexOf(name) ?? -1).find((column) => column >= 0);
  const columns = facts.length;
  if (spans.length > 0) {
    const chosen = spans.find(({ column }) => column === named) ?? outermost(spans);
    const more = spans.filter((fact) => fact !== chosen).map(({ column }) => column + 1);
    if (columns > 2)
      log.assume(
        `tags in column ${chosen.column + 1} of ${columns}${more.length > 0 ? ` (column ${more.join(', ')} could be meant too)` : ''}`,
      );
    return chosen.column;
  }
  const fitting = others.filter(({ accompanies, isEmpty }) => !accompanies && !isEmpty);
  const chosen =
    bracketsOfNames(others) ??
    others.find(({ column }) => column === named) ??
    (options.kind === 'tags' ? undefined : leaving.filter(holdsCategories).at(-1)) ??
    (fitting.length > 1 ? (fitting.filter(isInCapitals).at(-1) ?? fitting.at(-1)) : undefined) ??
    others.at(-1);
  const column = chosen?.column ?? columns - 1;
  const withoutOutside = chosen && !chosen.bracketed && chosen.spelling.kind === 'none' && !chosen.cells.has('O');
  const which = withoutOutside
    ? ` (${chosen.cells.size} different in ${counted(chosen.rows, 'row')}, none of them O)`
    : '';
  if (columns > 2 || withoutOutside) log.assume(`tags in column ${column + 1} of ${columns}${which}`);
  return column;
}

/** A cell of parses or of predicates' arguments: several brackets, a verb, a phrase. */
const noName = /^\(V\*|\([^()]*\(|^\((?:TOP|ROOT|S|SBAR|NP|VP|PP|ADJP|ADVP|FRAG)\b/;

/** What is left of several columns, where these are parses and arguments. */
function bracketsOfNames(facts: readonly ColumnFacts[]): ColumnFacts | undefined {
  const bracketed = facts.filter((fact) => fact.bracketed);
  return bracketed.find(({ cells }) => ![...cells].some((cell) => noName.test(cell))) ?? bracketed.at(-1);
}

const holdsSpanTags = ({ spelling, labelled }: ColumnFacts) => spelling.kind === 'prefixed' && labelled > 0;

/** Categories beside a sign for outside. A word can be called O, but words do not repeat as categories do. */
const holdsCategories = ({ spelling, labelled, categories }: ColumnFacts) =>
  spelling.kind === 'bare' && categories.size <= labelled / 2 + 1;

/** As parts of speech are, and lemmas are not. */
const isInCapitals = ({ cells, rows }: ColumnFacts) => cells.size * 2 <= rows && [...cells].every(isCapitalTag);

/** Whether words could stand in another column. Where all others are O, this one holds the words of an untagged text. */
const leavesWords = (fact: ColumnFacts, facts: readonly ColumnFacts[]) =>
  facts.some((other) => other !== fact && other.letterO < 1 && !other.isEmpty && !other.accompanies);

/** Whether columns can be told by their content: one of O and prefixed tags, of brackets, or of categories and O. */
export function looksTagged(rows: readonly SampledRow[], columns: number): boolean {
  if (rows.length < 2 || columns < 2) return false;
  return Array.from({ length: columns }, (_, column) => factsOf(column, rows)).some(
    (facts) =>
      holdsSpanTags(facts) ||
      facts.bracketed ||
      (holdsCategories(facts) && facts.letterO >= 0.2) ||
      facts.letterO === 1,
  );
}

/**
 * The last of the columns, as the shared tasks have it. Where the one before it has more spans of the same categories,
 * as GermEval's and HIPE's outer names, that one is meant: the last holds what lies within.
 */
function outermost(spans: readonly ColumnFacts[]): ColumnFacts {
  let chosen = spans.at(-1) as ColumnFacts;
  for (const fact of [...spans].reverse()) {
    const shared = [...chosen.categories].filter((category) => fact.categories.has(category)).length;
    if (fact.labelled > chosen.labelled && shared * 2 >= chosen.categories.size) chosen = fact;
  }
  return chosen;
}

function chooseWordColumn(
  facts: readonly ColumnFacts[],
  names: readonly string[] | undefined,
  tagColumn: number,
): number {
  const named = names?.findIndex((name, column) => column !== tagColumn && wordNames.has(name)) ?? -1;
  if (named >= 0) return named;
  const others = facts.filter(({ column }) => column !== tagColumn);
  const candidates = others.filter(({ accompanies, isEmpty }) => !accompanies && !isEmpty);
  // Offsets and other numbers are words only where nothing else could be.
  const letters = candidates.filter(({ numbers }) => numbers < 0.8);
  const fitting = letters.length > 0 ? letters : candidates;
  const [first] = fitting;
  // Parts of speech before the words: of those there are a few, of words always more.
  const richer = first && first.cells.size <= 60 && fitting.find(({ cells }) => cells.size >= 4 * first.cells.size);
  return (richer || first || others[0])?.column ?? 0;
}

function columnIndex(column: number, columns: number, what: string, log: ReadLog): number {
  const index = column < 0 ? columns + column : column;
  if (!Number.isInteger(index) || index < 0 || index >= columns) {
    throw new GraftError({
      code: 'no-such-column',
      message: `There is no column ${column} for the ${what}: the lines have ${counted(columns, 'column')}.`,
      remedy: `Choose one from 0 to ${columns - 1}, or from -1 (the last) to -${columns}.`,
      file: log.file,
    });
  }
  return index;
}

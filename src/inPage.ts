/**
 * The words of the workers for the page. They name what puts a thing right by the terminal's option, in brackets behind
 * what it is: `choose the column of the tags (--tag-column)`. The page has a control for the same, which is named instead.
 */
import type { Problem } from '../workers/protocol/errors.ts';

/** The control of each option, by what stands behind it; empty where the page needs none. */
const controls: Readonly<Record<string, (value: string) => string>> = {
  'tag-column': (value) => `“Tag column”${columnsFromOne(value)}`,
  'word-column': (value) => `“Word column”${columnsFromOne(value)}`,
  from: () => '“Format”',
  kind: () => '“What is marked”',
  category: () => '“Name of the category”',
  'sentence-ends': () => '“Sentences end”',
  encoding: () => '“Encoding”',
  categories: () => '“What is replaced”',
  annotated: () => '“Annotated” in Labels',
  new: () => '“Add” in Labels',
  map: () => '“It is the model’s …” in Labels',
  deduplicate: (value) => `“out of ${value.trim() || 'train'}” below the notes`,
  'source-corpus': () => '“Together with” in Train',
  share: (value) => `${sharings[value.trim()] ?? ''} in Train`.trim(),
  differences: () => '',
  restart: () => '',
  remedy: (value) => `${remedyTitles(value)} in Labels`,
  freeze: () => '“Freeze everything but the output layer” in Labels',
  yardstick: () => '“Measured by” in Labels',
  carry: () => '“What it carries” in Source',
  importance: () => '“What it carries” in Source',
  model: () => '“Architecture” in Source',
  encoder: () => '“Pretrained encoder” in Source',
  length: () => '“Pieces of a passage”',
  rate: () => '“Learning rate”',
  text: () => 'the text',
  pieces: () => '“Pieces that are kept”',
  layers: () => '“Layers that are kept”',
  steps: () => '“Steps of distillation”',
  to: () => '“Form of the model” in Export',
  'kind-of': () => '“It is a kind of the model’s …” in Labels',
};

/** By their names in the terminal. */
const remedies: Readonly<Record<string, string>> = {
  none: '“Take them as nothing”',
  pseudo: '“Label them with the source model”',
  marginal: '“Sum over them”',
  ratio: '“Expect a share of entities”',
  rehearse: '“Rehearse”',
  imagine: '“Make sentences up”',
  distil: '“Learn from the source model”',
  pull: '“Stay near its weights”',
  mix: '“Take the best mixture”',
  consult: '“Ask the source model as well”',
};

const sharings: Readonly<Record<string, string>> = { a: 'T-A', b: 'T-B', c: 'T-C' };

/** Of one remedy or of several, as in `pseudo or marginal`. */
function remedyTitles(value: string): string {
  const named = value.trim().replace(/[a-z]+/g, (word) => remedies[word] ?? word);
  return named.startsWith('“') ? named : '“Against forgetting”';
}

/** The terminal counts from 0. */
function columnsFromOne(value: string): string {
  return value.replace(/\b\d+\b/g, (column) => String(Number(column) + 1));
}

const option = /--([a-z]+(?:-[a-z]+)*)((?: (?:pseudo|marginal|none|or)\b)*)/g;

/** What is said of options within brackets, which end where the brackets do. */
function controlsIn(words: string): string {
  const named = words.split(/ ?(?=--[a-z])/).map((each) => {
    const [, name = '', value = ''] = /^--([a-z-]+)(.*)$/s.exec(each) ?? [];
    return controls[name]?.(value) ?? each;
  });
  return [...new Set(named)].filter((each) => each !== '').join(', ');
}

/** Where the bracket that opens here is closed; names of categories may hold brackets too. */
function closing(words: string, open: number): number {
  for (let depth = 0, at = open; at < words.length; at++) {
    if (words[at] === '(') depth++;
    else if (words[at] === ')' && --depth === 0) return at;
  }
  return words.length;
}

/** The same with the page's controls in the place of the terminal's options. */
export function inPage(words: string): string {
  const open = words.search(/\(--[a-z]/);
  if (open < 0) return words.replace(option, (whole, name: string, value: string) => controls[name]?.(value) ?? whole);
  const close = closing(words, open);
  const named = controlsIn(words.slice(open + 1, close));
  const before = inPage(words.slice(0, open));
  return `${named ? `${before}(${named})` : before.trimEnd()}${inPage(words.slice(close + 1))}`;
}

export function problemInPage<Told extends Problem>(problem: Told): Told {
  return { ...problem, message: inPage(problem.message), remedy: inPage(problem.remedy) };
}

/**
 * A model without the rare words of its training text: its word tables keep what stands in a list that is the same for everyone, such
 * as the words of published vectors, and its lists of names keep their names alone. It reads every other word by its characters, as it
 * reads words that it never saw. A model keeps no counts, so that how often a word occurred cannot decide.
 */
import type { Weight } from '../layers/parameters.ts';
import type { Texts } from '../layers/part.ts';
import { consultedPrefix } from '../models/consultingEncoder.ts';
import type { ModelState } from '../models/state.ts';
import { withoutNames } from '../text/gazetteers.ts';
import { normalizeWord, unknownRow } from '../text/vocabulary.ts';
import { gazetteerEntries } from './manifest.ts';

type Weights = Readonly<Record<string, Weight>>;

/** Of the model itself and of one that it asks. */
const tables = ['wordTable', `${consultedPrefix}wordTable`];

/** @param name what the list is called. @param words as vectors write them, those in lower case for every letter case. */
export function withCommonWords(
  state: ModelState,
  { name, words }: { readonly name: string; readonly words: readonly string[] },
): ModelState {
  const common = new Set(words.flatMap((word) => [word, normalizeWord(word, true)]));
  let texts: Texts = { ...state.texts };
  let { weights, importance } = state;
  for (const table of tables) {
    const list = `${table}.words`;
    const entries = texts[list];
    if (!entries) continue;
    const rows = keptRows(entries, common);
    texts = { ...texts, [list]: rows.map((row) => entries[row] as string) };
    weights = withRows(weights, `${table}.rows`, rows);
    importance = importance && withRows(importance, `${table}.rows`, rows);
  }
  const names = texts[gazetteerEntries];
  if (names) texts = { ...texts, [gazetteerEntries]: withoutNames(names) };
  return { ...state, texts, weights, ...(importance && { importance }), history: history(state), wordsOf: name };
}

/** In the order of the alphabet: that of their first appearance would tell how the text begins. */
function keptRows(entries: readonly string[], common: ReadonlySet<string>): number[] {
  const reserved = entries.flatMap((_, row) => (row <= unknownRow ? row : []));
  const kept = entries.flatMap((word, row) => {
    const isCommon = common.has(word) || common.has(word.toLowerCase());
    return row > unknownRow && isCommon ? { word, row } : [];
  });
  return [...reserved, ...kept.sort((one, other) => (one.word < other.word ? -1 : 1)).map(({ row }) => row)];
}

/** @param name of a table [rows, n]. */
function withRows(weights: Weights, name: string, rows: readonly number[]): Weights {
  const table = weights[name];
  if (!table) return weights;
  const { shape, values } = table;
  const size = values.length / (shape[0] as number);
  const kept = new Float32Array(rows.length * size);
  rows.forEach((row, place) => {
    kept.set(values.subarray(row * size, (row + 1) * size), place * size);
  });
  return { ...weights, [name]: { shape: [rows.length, ...shape.slice(1)], values: kept } };
}

/** The words that had no vector are words of the text as well. */
function history({ history }: ModelState): ModelState['history'] {
  return history.map((entry) =>
    entry.task !== 'edit' && entry.vectors ? { ...entry, vectors: { ...entry.vectors, missing: [] } } : entry,
  );
}

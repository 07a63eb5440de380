/**
 * What is replaced in a corpus, as words and forms of numbers, to be looked for where nothing was replaced. Some words of names are
 * words of the language as well, such as `green`: these are known by how often they stand in lower case where nothing is replaced.
 */
import type { Document } from '../../protocol/corpus.ts';
import type { Stretch } from '../annotation.ts';
import { overlapFinder } from '../overlapFinder.ts';
import { isCalendarName } from './dates.ts';
import { nameWords } from './nameWords.ts';
import { formOf, numbersOfName } from './numberForms.ts';
import { folded, type Region } from './regions.ts';

/** A document, what is replaced in it, and what does not leave with it. */
export interface Regioned {
  readonly document: Document;
  readonly foreign: readonly Stretch[];
  readonly regions: readonly Region[];
}

export interface ReplacedElsewhere {
  /** Words of names, with the category of one of them. */
  readonly words: ReadonlyMap<string, string>;
  /** Of these, the words that are mostly none of a name. */
  readonly ordinary: ReadonlySet<string>;
  /** Forms of numbers, such as `AA-0000-000`. */
  readonly forms: ReadonlyMap<string, string>;
}

export function replacedElsewhere(looked: readonly Regioned[]): ReplacedElsewhere {
  const words = new Map<string, string>();
  const forms = new Map<string, string>();
  const asName = new Map<string, number>();
  const asWord = new Map<string, number>();
  const count = (counts: Map<string, number>, word: string) => counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const { document, regions } of looked) {
    for (const { start, end, category } of regions.flatMap(({ stretches }) => stretches)) {
      const text = document.text.slice(start, end);
      for (const { word, isPerson } of nameWords({ text, category })) {
        // A phrase in lower case names nobody, and a month in a date is no name.
        if (!isPerson && (isLower(word) || isCalendarName(word))) continue;
        words.set(folded(word), category);
        count(asName, folded(word));
      }
      for (const number of numbersOfName(text)) forms.set(formOf(number), category);
    }
  }
  for (const each of looked) {
    for (const { word, beginsSentence } of wordsOutside(each)) {
      if (!words.has(folded(word))) continue;
      if (isLower(word)) count(asWord, folded(word));
      else if (!beginsSentence) count(asName, folded(word));
    }
  }
  const ordinary = new Set([...asWord].flatMap(([word, times]) => (times > (asName.get(word) ?? 0) ? word : [])));
  return { words, ordinary, forms };
}

/** Of cased letters, none of them a capital. */
export const isLower = (word: string) => word === word.toLowerCase() && word !== word.toUpperCase();

export interface WordOutside {
  readonly word: string;
  readonly start: number;
  readonly beginsSentence: boolean;
}

/** The words of a document outside of all that is replaced or does not leave. */
export function* wordsOutside({ document, regions, foreign }: Regioned): Generator<WordOutside> {
  const { text, sentences } = document;
  const isTaken = overlapFinder([...regions, ...foreign]);
  // The first word of a sentence may stand behind a quotation mark or a dash.
  const starts = new Set(
    sentences.map(({ tokens }) => tokens.find(({ start, end }) => /\p{L}/u.test(text.slice(start, end)))?.start),
  );
  for (const { 0: word, index: start } of text.matchAll(/[\p{L}\p{M}]+/gu)) {
    if (!isTaken({ start, end: start + word.length })) yield { word, start, beginsSentence: starts.has(start) };
  }
}

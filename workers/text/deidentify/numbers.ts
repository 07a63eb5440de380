/** Placeholders: `[PERSON]`, or `[PERSON-1]` with one number for one name. */
import type { Ledger } from '../../protocol/deidentify.ts';
import { nameWords, type Stretch } from './nameWords.ts';
import { folded } from './regions.ts';

export function placeholder(category: string, number?: number): string {
  const name = category
    .replace(/[[\]\s]+/g, ' ')
    .trim()
    .toUpperCase();
  return `[${name}${number === undefined ? '' : `-${number}`}]`;
}

/** Within a document, or within a project. */
export class NameNumbers {
  private readonly counted: Map<string, Map<string, number>>;
  /** By category: names of several words, by each of their words; null where several names have it. */
  private readonly wholes = new Map<string, Map<string, string | null>>();

  /** Placeholders that stand for something already. */
  private readonly used: Set<string>;

  /** @param texts in which placeholders may stand already, as after an earlier export. @param before numbers that were given before. */
  constructor(texts: Iterable<string>, before: Ledger['numbers'] = {}) {
    this.used = new Set([...texts].flatMap((text) => text.match(/\[[^[\]]+-\d+\]/g) ?? []));
    const entries = Object.entries(before);
    this.counted = new Map(entries.map(([category, names]) => [category, new Map(Object.entries(names))]));
    for (const [category, names] of entries) {
      for (const [text, number] of Object.entries(names)) {
        this.know({ category, text });
        this.used.add(placeholder(category, number));
      }
    }
  }

  /** To be told of all names before the first is numbered: a surname may stand before the whole name does. */
  know(name: Stretch): void {
    const words = wordsOf(name);
    if (words.length < 2) return;
    const ofCategory = this.wholes.get(name.category) ?? new Map<string, string | null>();
    this.wholes.set(name.category, ofCategory);
    for (const word of words) {
      const known = ofCategory.get(word);
      ofCategory.set(word, known === undefined || known === words.join(' ') ? words.join(' ') : null);
    }
  }

  /** Titles and letter case aside. A word of one longer name alone has that name's number. */
  of(name: Stretch): number {
    const { category, text } = name;
    const words = wordsOf(name);
    const whole = words.length === 1 ? this.wholes.get(category)?.get(words[0] as string) : undefined;
    const key = whole ?? (words.length > 0 && !/\d/.test(text) ? words.join(' ') : folded(text));
    const ofCategory = this.counted.get(category) ?? new Map<string, number>();
    this.counted.set(category, ofCategory);
    const number = ofCategory.get(key) ?? this.next(category, ofCategory.size + 1);
    ofCategory.set(key, number);
    return number;
  }

  /** Names of categories that differ in letter case alone, as of what stands in the texts, do not share a placeholder. */
  private next(category: string, from: number): number {
    let number = from;
    while (this.used.has(placeholder(category, number))) number++;
    this.used.add(placeholder(category, number));
    return number;
  }

  all(): Ledger['numbers'] {
    return Object.fromEntries([...this.counted].map(([category, names]) => [category, Object.fromEntries(names)]));
  }
}

const wordsOf = (name: Stretch) => nameWords(name).map(({ word }) => folded(word));

/**
 * A vocabulary for an encoder that begins from nothing: pieces of words, found in a text. Neighbours that stand together
 * most often become one piece, again and again (Sennrich et al. 2016). What comes of it is written as WordPiece, where a piece that
 * goes on in a word begins with ##; such a tokenizer takes the longest piece each time.
 */
import { countSpellings } from './pieceUse.ts';
import { readTokenizerFiles } from './tokenizerFiles.ts';

/** Of a text in many scripts the most usual characters alone have pieces. */
const mostCharacters = 1000;
/** Words with more characters are one unknown piece to the tokenizer. */
const longestWord = 100;
/** What stands together once is no piece. */
const leastCount = 2;

const specialNames = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/** As BERT cuts words: marks, and characters of CJK, stand by themselves. */
const parts = /[!-/:-@[-`{-~\p{P}\p{Script=Han}]|[^\s!-/:-@[-`{-~\p{P}\p{Script=Han}]+/gu;

/** A word as the pieces that it is made of so far. */
interface Word {
  readonly count: number;
  pieces: string[];
}

interface LearnOptions {
  /** Pieces at most, the special ones among them. */
  readonly size: number;
  /** Whether capital letters and accents are left aside, as in uncased models. */
  readonly lowercase: boolean;
}

/** @returns the contents of tokenizer.json and of tokenizer_config.json. */
export function learnTokenizer(words: Iterable<string>, options: LearnOptions): readonly [string, string] {
  const vocabulary = learnPieces(words, options).join('\n');
  const config = JSON.stringify({ do_lower_case: options.lowercase });
  return readTokenizerFiles((name) =>
    name === 'vocab.txt' ? vocabulary : name === 'tokenizer_config.json' ? config : undefined,
  );
}

/** The special pieces, then characters, then what was joined, the most usual first. The same for the same words. */
export function learnPieces(words: Iterable<string>, { size, lowercase }: LearnOptions): string[] {
  const counted = countWords(words, lowercase);
  const known = alphabetOf(counted);
  const spelled = [...counted]
    .map(
      ([word, count]): Word => ({ count, pieces: [...word].map((letter, at) => (at === 0 ? letter : `##${letter}`)) }),
    )
    .filter(({ pieces }) => pieces.every((piece) => known.has(piece)));
  const vocabulary = [...specialNames, ...known];
  const pairs = new Pairs(spelled);
  while (vocabulary.length < size) {
    const pair = pairs.mostUsual();
    if (!pair) break;
    const joined = pair[0] + pair[1].slice(2);
    if (!known.has(joined)) vocabulary.push(joined);
    known.add(joined);
    pairs.join(pair, joined);
  }
  return vocabulary.slice(0, Math.max(size, specialNames.length));
}

function countWords(words: Iterable<string>, lowercase: boolean): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [word, count] of countSpellings(words)) {
    const plain = lowercase
      ? word
          .toLowerCase()
          .normalize('NFD')
          .replace(/\p{Mn}/gu, '')
      : word;
    for (const [part] of plain.matchAll(parts)) {
      if ([...part].length <= longestWord) counts.set(part, (counts.get(part) ?? 0) + count);
    }
  }
  return counts;
}

/** The most usual characters, each as it begins a word and as it goes on in one. */
function alphabetOf(counted: ReadonlyMap<string, number>): Set<string> {
  const counts = new Map<string, number>();
  for (const [word, count] of counted) {
    for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + count);
  }
  const usual = [...counts].sort(([a, n], [b, m]) => m - n || compare(a, b)).slice(0, mostCharacters);
  const letters = usual.map(([letter]) => letter).sort(compare);
  return new Set([...letters, ...letters.map((letter) => `##${letter}`)]);
}

type Pair = readonly [first: string, second: string];

/** Pieces never hold a blank. */
const keyOf = (first: string, second: string) => `${first} ${second}`;

/** How often which pieces stand together, and where. */
class Pairs {
  private readonly counts = new Map<string, number>();
  private readonly places = new Map<string, Set<Word>>();
  /** The largest count first. A pair may stand in it with a count that it had before. */
  private readonly heap: { readonly key: string; readonly count: number }[] = [];

  constructor(words: readonly Word[]) {
    for (const word of words) this.countIn(word, 1);
    for (const [key, count] of this.counts) this.push(key, count);
  }

  /** Of equally usual ones that of the least spelling. Null where nothing stands together more than once. */
  mostUsual(): Pair | null {
    for (;;) {
      const top = this.pop();
      if (!top) return null;
      const count = this.counts.get(top.key) ?? 0;
      if (count === top.count) return count < leastCount ? null : (top.key.split(' ') as unknown as Pair);
      if (count > 0 && count < top.count) this.push(top.key, count);
    }
  }

  /** Makes one piece of a pair wherever it stands. */
  join([first, second]: Pair, joined: string): void {
    const key = keyOf(first, second);
    const changed = new Set<string>();
    for (const word of this.places.get(key) ?? []) {
      for (const each of this.countIn(word, -1)) changed.add(each);
      const pieces: string[] = [];
      for (let at = 0; at < word.pieces.length; at++) {
        const isPair = word.pieces[at] === first && word.pieces[at + 1] === second;
        pieces.push(isPair ? joined : (word.pieces[at] as string));
        if (isPair) at++;
      }
      word.pieces = pieces;
      for (const each of this.countIn(word, 1)) changed.add(each);
    }
    this.places.delete(key);
    this.counts.delete(key);
    for (const each of changed) {
      const count = this.counts.get(each) ?? 0;
      if (count > 0) this.push(each, count);
    }
  }

  /** Adds a word's pairs, or takes them away. Gives their keys. */
  private countIn(word: Word, sign: 1 | -1): string[] {
    const { pieces, count } = word;
    const keys = pieces.slice(1).map((piece, at) => keyOf(pieces[at] as string, piece));
    for (const key of keys) {
      this.counts.set(key, (this.counts.get(key) ?? 0) + sign * count);
      // A word that no longer has the pair may stay: there is nothing in it to join.
      if (sign === 1) this.places.set(key, (this.places.get(key) ?? new Set()).add(word));
    }
    return keys;
  }

  private before(a: number, b: number): boolean {
    const [x, y] = [this.heap[a], this.heap[b]];
    if (!x || !y) return x !== undefined;
    return x.count !== y.count ? x.count > y.count : compare(x.key, y.key) < 0;
  }

  private swap(a: number, b: number): void {
    const { heap } = this;
    [heap[a], heap[b]] = [heap[b] as (typeof heap)[number], heap[a] as (typeof heap)[number]];
  }

  private push(key: string, count: number): void {
    this.heap.push({ key, count });
    for (let at = this.heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.before(at, parent)) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  private pop() {
    const { heap } = this;
    this.swap(0, heap.length - 1);
    const top = heap.pop();
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = this.before(right, left) && right < heap.length ? right : left;
      if (child >= heap.length || !this.before(child, at)) return top;
      this.swap(at, child);
      at = child;
    }
  }
}

/** By code units: the same in every language. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

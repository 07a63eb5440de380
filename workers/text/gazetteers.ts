/**
 * Gazetteers: lists of names that a user has, such as places or surnames, each a file or a column of one. A token's
 * features say in which lists a name stands that covers it (paper 3, section 4.1).
 */
import type { GazetteerList } from '../protocol/engine.ts';
import { GraftError } from '../protocol/errors.ts';
import { decodeText } from './decode.ts';

/** A name and its list, `list<TAB>name`: how a model stores them. The order of the lists is that of their features. */
export type GazetteerEntry = string;

/**
 * The names of some files: one a line, its words parted by blanks as in the corpus. A second column, after a tab, names
 * its list; without one the list is called as the file. Names that stand twice are taken once.
 * @throws GraftError where a file holds no name.
 */
export function readGazetteers(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): GazetteerEntry[] {
  const all = files.flatMap(({ name: file, bytes }) => {
    const ownName = file.replace(/^.*[/\\]/, '').replace(/\.[^.]+$/, '') || file;
    const entries = decodeText(bytes, file)
      .text.split(/\r\n|\r|\n/)
      .flatMap((line) => {
        const [name = '', list = ''] = line.split('\t').map((column) => column.trim().replace(/\s+/g, ' '));
        return name === '' ? [] : [`${list || ownName}\t${name}`];
      });
    if (entries.length > 0) return entries;
    throw new GraftError({
      code: 'empty-gazetteer',
      message: 'This gazetteer holds no name.',
      remedy: 'Give a file with one name a line; a second column, after a tab, may name its list.',
      file,
    });
  });
  return [...new Set(all)];
}

/** The lists alone, each with a name that no text holds: their features keep their places, and are 0. */
export function withoutNames(entries: readonly GazetteerEntry[]): GazetteerEntry[] {
  return listsOf(entries).map(({ name }) => `${name}\t`);
}

/** How many names each list has, in the order of the lists. */
export function listsOf(entries: readonly GazetteerEntry[]): GazetteerList[] {
  const names = new Map<string, number>();
  for (const entry of entries) {
    const [list = '', name = ''] = entry.split('\t');
    names.set(list, (names.get(list) ?? 0) + (name === '' ? 0 : 1));
  }
  return [...names].map(([name, count]) => ({ name, names: count }));
}

/** Finds names in sentences. */
export class Gazetteers {
  /** In the order of their features. */
  readonly lists: readonly string[];
  /** By name: the lists in which it stands. */
  private readonly names = new Map<string, number[]>();
  /** By first word: the words of the longest name that begins so. */
  private readonly longest = new Map<string, number>();

  constructor(readonly entries: readonly GazetteerEntry[]) {
    const numbers = new Map<string, number>();
    for (const entry of entries) {
      const [list = '', name = ''] = entry.split('\t');
      const number = numbers.get(list) ?? numbers.size;
      numbers.set(list, number);
      this.names.set(name, [...(this.names.get(name) ?? []), number]);
      const words = name.split(' ');
      const first = words[0] as string;
      this.longest.set(first, Math.max(this.longest.get(first) ?? 0, words.length));
    }
    this.lists = [...numbers.keys()];
  }

  /**
   * Calls back for each token and list that has a name which covers it. Each list is matched by itself, from left to
   * right, the longest name first. A name is found as it is written; one in lower case however the words are written.
   */
  cover(words: readonly string[], visit: (token: number, list: number) => void): void {
    const lower = words.map((word) => word.toLowerCase());
    const reached = new Int32Array(this.lists.length);
    for (let start = 0; start < words.length; start++) {
      const longest = Math.max(
        this.longest.get(words[start] as string) ?? 0,
        this.longest.get(lower[start] as string) ?? 0,
      );
      for (let end = Math.min(words.length, start + longest); end > start; end--) {
        const lists = [words, lower].flatMap((spelled) => this.names.get(spelled.slice(start, end).join(' ')) ?? []);
        for (const list of lists) {
          if ((reached[list] as number) > start) continue;
          reached[list] = end;
          for (let token = start; token < end; token++) visit(token, list);
        }
      }
    }
  }
}

/**
 * Regular expressions, read into a tree. What is read is what can be matched in time that grows with the text alone: no look-around, no
 * back reference, nothing lazy. What single characters match is left to the language's own expressions.
 */
import { GraftError } from '../../protocol/errors.ts';
import { clip } from '../clip.ts';

export type PatternNode =
  | { readonly kind: 'character'; readonly matches: (character: string) => boolean }
  | { readonly kind: 'boundary'; readonly at: 'start' | 'end' | 'word' | 'not-word' }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly items: readonly PatternNode[] }
  /** `most` null: without end. */
  | { readonly kind: 'repeat'; readonly item: PatternNode; readonly least: number; readonly most: number | null };

/** More of the same would make a program too large. */
const mostRepeats = 200;
/** Nobody writes a longer one by hand, nor more groups in one another: reading those would take long, or more stack than there is. */
const mostCharacters = 1000;
const mostNested = 50;

/** @throws GraftError `pattern` with what is wrong. */
export function parsePattern(source: string): PatternNode {
  if (source.length > mostCharacters) throw faultyPattern(source, `it has more than ${mostCharacters} characters`);
  return new Parser(source).whole();
}

export function faultyPattern(source: string, why: string): GraftError {
  return new GraftError({
    code: 'pattern',
    message: `The pattern /${clip(source, 200)}/ cannot be used: ${why}.`,
    remedy: 'Write it with characters, classes such as [A-Z] and \\d, groups, |, and the repeats *, +, ? and {2,5}.',
  });
}

class Parser {
  private place = 0;
  private nested = 0;
  private readonly characters: readonly string[];

  constructor(private readonly source: string) {
    this.characters = [...source];
  }

  whole(): PatternNode {
    const all = this.choice();
    if (this.place < this.characters.length) throw this.fault('a ) closes no group');
    return all;
  }

  private choice(): PatternNode {
    const items = [this.sequence()];
    while (this.takes('|')) items.push(this.sequence());
    return items.length === 1 ? (items[0] as PatternNode) : { kind: 'choice', items };
  }

  private sequence(): PatternNode {
    const items: PatternNode[] = [];
    while (this.place < this.characters.length && !'|)'.includes(this.now)) items.push(this.repeated(this.atom()));
    return { kind: 'sequence', items };
  }

  private repeated(item: PatternNode): PatternNode {
    const [least, most] = this.bounds();
    if (least === 1 && most === 1) return item;
    if (item.kind === 'boundary') throw this.fault('a boundary cannot be repeated');
    if ('?*+'.includes(this.now || ' ')) throw this.fault('a repeat is repeated, or lazy');
    return { kind: 'repeat', item, least, most };
  }

  private bounds(): [least: number, most: number | null] {
    if (this.takes('*')) return [0, null];
    if (this.takes('+')) return [1, null];
    if (this.takes('?')) return [0, 1];
    const counted = /^\{(\d+)(,(\d*))?\}/.exec(this.rest);
    if (!counted) return [1, 1];
    const [all, from = '', comma, to = ''] = counted;
    this.place += all.length;
    const least = Number(from);
    const most = comma === undefined ? least : to === '' ? null : Number(to);
    if (Math.max(least, most ?? 0) > mostRepeats) throw this.fault(`it repeats more than ${mostRepeats} times`);
    if (most !== null && most < least) throw this.fault(`{${from},${to}} ends before it begins`);
    return [least, most];
  }

  private atom(): PatternNode {
    if (this.takes('^')) return { kind: 'boundary', at: 'start' };
    if (this.takes('$')) return { kind: 'boundary', at: 'end' };
    if (this.takes('.')) return { kind: 'character', matches: (character) => character !== '\n' };
    if (this.takes('(')) return this.group();
    if (this.now === '[') return this.characterClass();
    if (this.now === '\\') return this.escape();
    if ('*+?'.includes(this.now)) throw this.fault(`there is nothing for ${this.now} to repeat`);
    const literal = this.now;
    this.place++;
    return { kind: 'character', matches: (character) => character === literal };
  }

  private group(): PatternNode {
    if (this.takes('?') && !this.takes(':')) throw this.fault('groups that look around or have names are not known');
    if (++this.nested > mostNested) throw this.fault(`more than ${mostNested} groups stand in one another`);
    const inside = this.choice();
    this.nested--;
    if (!this.takes(')')) throw this.fault('a group is not closed');
    return inside;
  }

  private characterClass(): PatternNode {
    const [all] = /^\[\^?\]?(?:\\.|[^\]\\])*\]/u.exec(this.rest) ?? [];
    if (all === undefined) throw this.fault('a class is not closed');
    this.place += [...all].length;
    return this.single(all);
  }

  private escape(): PatternNode {
    if (this.rest.startsWith('\\b')) return this.boundary('word');
    if (this.rest.startsWith('\\B')) return this.boundary('not-word');
    if (/^\\(?:\d*[1-9]|k)/.test(this.rest)) throw this.fault('it refers back to what a group matched');
    const [all] = /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[0-9a-fA-F]{4}|.)/u.exec(this.rest) ?? [];
    if (all === undefined) throw this.fault('a \\ ends it');
    this.place += [...all].length;
    return this.single(/^\\[^\p{L}\p{N}]$/u.test(all) && !/^\\[\^$\\.*+?()[\]{}|/]$/.test(all) ? all.slice(1) : all);
  }

  private boundary(at: 'word' | 'not-word'): PatternNode {
    this.place += 2;
    return { kind: 'boundary', at };
  }

  private single(source: string): PatternNode {
    try {
      const expression = new RegExp(`^${source}$`, 'u');
      return { kind: 'character', matches: (character) => expression.test(character) };
    } catch {
      throw this.fault(`${source} is no class of characters`);
    }
  }

  private get now(): string {
    return this.characters[this.place] ?? '';
  }

  private get rest(): string {
    return this.characters.slice(this.place).join('');
  }

  private takes(character: string): boolean {
    if (this.now !== character) return false;
    this.place++;
    return true;
  }

  private fault(why: string): GraftError {
    return faultyPattern(this.source, why);
  }
}

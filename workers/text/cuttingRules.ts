/**
 * The rules by which raw text is cut into words and sentences, as data: an exported model brings them along, so that other
 * programs cut as Graft does. Patterns are those of tokenizer.ts and sentences.ts, in what JavaScript and Python's `regex` have
 * in common.
 */
import { wrappedRules } from './formats/text.ts';
import { sentenceRules } from './sentences.ts';
import { wordRules } from './tokenizer.ts';

/** White space as JavaScript has it, within a class of characters: other languages have other ideas of it. */
const space = String.raw`\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff`;

/** A pattern, with `i` where case does not matter. All are meant for whole code points. */
export interface Pattern {
  readonly pattern: string;
  readonly flags: '' | 'i';
}

type Rule = string | number | Pattern | readonly (string | Pattern)[];

export interface CuttingRules {
  readonly words: Readonly<Record<string, Rule>>;
  readonly sentences: Readonly<Record<string, Rule>>;
  readonly wrapped: Readonly<Record<string, Rule>>;
}

export function cuttingRules(): CuttingRules {
  return { words: asData(wordRules), sentences: asData(sentenceRules), wrapped: asData(wrappedRules) };
}

type Source = string | number | RegExp | Iterable<RegExp | string>;

function asData(rules: Readonly<Record<string, Source>>): Record<string, Rule> {
  const rule = (source: Source): Rule => {
    if (source instanceof RegExp) return portable(source);
    if (typeof source === 'object')
      return Array.from(source, (each) => (each instanceof RegExp ? portable(each) : each));
    return source;
  };
  return Object.fromEntries(Object.entries(rules).map(([name, source]) => [name, rule(source)]));
}

function portable({ source, ignoreCase }: RegExp): Pattern {
  let pattern = '';
  let inClass = false;
  for (let at = 0; at < source.length; at++) {
    const sign = source.charAt(at);
    if (sign === '\\') {
      pattern += escaped(source.charAt(++at), inClass);
    } else {
      // A bracket within a class is an ordinary sign; elsewhere it may open a class within the class.
      pattern += inClass && sign === '[' ? '\\[' : sign;
      inClass = inClass ? sign !== ']' : sign === '[';
    }
  }
  return { pattern, flags: ignoreCase ? 'i' : '' };
}

function escaped(sign: string, inClass: boolean): string {
  if (sign === 's') return inClass ? space : `[${space}]`;
  return `\\${sign}`;
}

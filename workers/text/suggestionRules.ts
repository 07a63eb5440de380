/**
 * Suggestions without a model: words that stand for a category wherever they are found, and patterns. They say what they were told and
 * no more; what is found by them is a person's to accept.
 */
import type { Document, Sentence, Span } from '../protocol/corpus.ts';
import { GraftError, type Problem } from '../protocol/errors.ts';
import type { Suggestion, SuggestionRule, SuggestionSource } from '../protocol/suggestions.ts';
import { snapped } from './annotation.ts';
import { nameFault } from './categoryNames.ts';
import { decodeText, splitLines } from './decode.ts';
import { Pattern } from './patterns/pattern.ts';
import { chooseSpans } from './spans.ts';

/**
 * Lines of a file: a category, a tab, and words; a pattern stands between slashes. Lines that are no such are told and left out.
 * @throws GraftError where no line is one.
 */
export function readRules(bytes: Uint8Array, file: string): { rules: SuggestionRule[]; problems: Problem[] } {
  const rules: SuggestionRule[] = [];
  const problems: Problem[] = [];
  for (const [index, line] of splitLines(decodeText(bytes, file).text).entries()) {
    if (line.trim() === '') continue;
    const [category = '', ...rest] = line.split('\t');
    try {
      rules.push(ruleOf(category, rest.join('\t')));
    } catch (error) {
      if (!(error instanceof GraftError)) throw error;
      problems.push({ ...error.problem, file, line: index + 1 });
    }
  }
  if (rules.length > 0) return { rules, problems };
  throw new GraftError({
    code: 'no-rules',
    message: 'No line of this file is a category and its words.',
    remedy: 'Write a category, a tab and words in each line; a pattern stands between slashes.',
    file,
  });
}

/** @param written words, or a pattern between slashes. @throws GraftError where it says nothing, or cannot be used. */
export function ruleOf(category: string, written: string): SuggestionRule {
  const [name, words] = [category.trim(), collapsed(written.trim())];
  const fault = nameFault(name);
  if (name === '' || fault || words === '') {
    throw new GraftError({
      code: 'rule',
      message: fault ? `A category cannot have ${fault}.` : 'This is no category with words.',
      remedy: 'Write a category, a tab and words; a pattern stands between slashes.',
    });
  }
  const pattern = /^\/(.+)\/$/.exec(words)?.[1];
  if (pattern === undefined) return { category: name, words };
  new Pattern(pattern);
  return { category: name, words: pattern, isPattern: true };
}

const collapsed = (words: string) => words.replace(/\s+/g, ' ');

interface Found extends Span {
  readonly source: SuggestionSource;
}

/** Finds what the rules say in documents. */
export class SuggestionRules {
  /** By words, each with its categories. */
  private readonly words = new Map<string, string[]>();
  /** By first character in lower case: the characters of the longest words that begin so. */
  private readonly longest = new Map<string, number>();
  private readonly patterns: readonly { readonly category: string; readonly pattern: Pattern }[];

  /** @throws GraftError where a pattern cannot be used. */
  constructor(rules: readonly SuggestionRule[]) {
    for (const { category, words, isPattern } of rules) {
      if (isPattern) continue;
      this.words.set(words, [...new Set([...(this.words.get(words) ?? []), category])]);
      const first = words.charAt(0).toLowerCase();
      this.longest.set(first, Math.max(this.longest.get(first) ?? 0, words.length));
    }
    this.patterns = rules
      .filter(({ isPattern }) => isPattern)
      .map(({ category, words }) => ({ category, pattern: new Pattern(words) }));
  }

  /** In order of start, none overlapping another: of those that do the longest. */
  in(document: Document): Suggestion[] {
    const found = document.sentences.flatMap((sentence) => [
      ...this.wordsIn(document, sentence),
      ...this.matchesIn(document, sentence),
    ]);
    const { spans } = chooseSpans(found);
    return (spans as Found[]).map((span) => ({ ...span, confidence: null }));
  }

  private *wordsIn({ text }: Document, { tokens }: Sentence): Iterable<Found> {
    for (const [first, { start }] of tokens.entries()) {
      const reach = this.longest.get(text.charAt(start).toLowerCase()) ?? 0;
      for (let last = first; last < tokens.length; last++) {
        const end = tokens[last]?.end ?? start;
        const written = collapsed(text.slice(start, end));
        if (written.length > reach) break;
        const categories = this.words.get(written) ?? this.words.get(written.toLowerCase()) ?? [];
        for (const category of categories) yield { start, end, category, source: 'words' };
      }
    }
  }

  /** A match that ends within a word takes the whole word. */
  private *matchesIn(document: Document, sentence: Sentence): Iterable<Found> {
    const { tokens } = sentence;
    const [begin, end] = [tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0];
    for (const { category, pattern } of this.patterns) {
      for (let place = begin; place < end; ) {
        const stop = pattern.matchAt(document.text, place, begin, end);
        const stretch = stop === null ? null : snapped({ sentences: [sentence] }, { start: place, end: stop });
        if (stretch) yield { ...stretch, category, source: 'pattern' };
        place = Math.max(stretch?.end ?? 0, place + ((document.text.codePointAt(place) ?? 0) > 0xffff ? 2 : 1));
      }
    }
  }
}

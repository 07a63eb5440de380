import { describe, expect, it } from 'vitest';
import { problemFrom } from '../protocol/errors.ts';
import type { SuggestionRule } from '../protocol/suggestions.ts';
import { documentFromText } from './documents.ts';
import { readRules, ruleOf, SuggestionRules } from './suggestionRules.ts';

const found = (rules: readonly SuggestionRule[], text: string) => {
  const document = documentFromText({ id: '1', text, spans: [], annotated: [] }, () => {});
  return new SuggestionRules(rules)
    .in(document)
    .map(({ start, end, category, source }) => [text.slice(start, end), category, source]);
};
const bytes = (text: string) => new TextEncoder().encode(text);

describe('words and patterns', () => {
  it('find words as they are written, and those in lower case however the text is', () => {
    const rules = [ruleOf('Town', 'Port Velby'), ruleOf('Thing', 'router')];
    expect(found(rules, 'A Router for Port\n Velby, not port velby.')).toEqual([
      ['Router', 'Thing', 'words'],
      ['Port\n Velby', 'Town', 'words'],
    ]);
  });

  it('find whole words, and of what overlaps the longest', () => {
    const rules = [ruleOf('Town', 'Mill'), ruleOf('Street', 'Mill Lane'), ruleOf('Street', '/\\p{Lu}\\w+ Lane/')];
    expect(found(rules, 'Mill Lane, Mills, Mill, Orchard Lane')).toEqual([
      ['Mill Lane', 'Street', 'words'],
      ['Mill', 'Town', 'words'],
      ['Orchard Lane', 'Street', 'pattern'],
    ]);
  });

  it('give a pattern that ends within a word the whole word, and do not reach over sentences', () => {
    expect(found([ruleOf('Number', '/\\d{3}/')], 'It is 12345. And 99')).toEqual([['12345', 'Number', 'pattern']]);
    expect(found([ruleOf('All', '/I.*s/')], 'It is. It was.')).toEqual([
      ['It is', 'All', 'pattern'],
      ['It was', 'All', 'pattern'],
    ]);
  });
});

describe('a file of words', () => {
  it('is read line by line, and tells which lines are no rule', () => {
    const { rules, problems } = readRules(bytes('Town\tVelby\n\nnothing\nDate\t/\\d+ May/\nBad\t/(/\n'), 'towns.tsv');
    expect(rules).toEqual([
      { category: 'Town', words: 'Velby' },
      { category: 'Date', words: '\\d+ May', isPattern: true },
    ]);
    expect(problems.map(({ code, line, file }) => [code, line, file])).toEqual([
      ['rule', 3, 'towns.tsv'],
      ['pattern', 5, 'towns.tsv'],
    ]);
  });

  it('without a rule is refused', () => {
    let thrown: unknown = null;
    try {
      readRules(bytes('Velby\nOrrick\n'), 'towns.txt');
    } catch (error) {
      thrown = error;
    }
    expect(problemFrom(thrown)).toMatchObject({ code: 'no-rules', file: 'towns.txt' });
  });
});

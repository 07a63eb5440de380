/** Lines that are drawn below the names of columns are no words. */
import { describe, expect, it } from 'vitest';
import { readFile, spanTexts, tokenTexts } from './records/testing.ts';

const markdown = (rule: string) =>
  `| word | tag |\n${rule}\n| Ada | B-PER |\n| left | O |\n| Ulm | B-LOC |\n| . | O |\n`;

describe('rows that draw a line', () => {
  it.each([
    ['Markdown', markdown('|------|-----|')],
    ['Markdown that says how columns stand', markdown('| :--- | :-: |')],
    ['Markdown without edges', 'word | tag\n--- | ---\nAda | B-PER\nleft | O\nUlm | B-LOC\n. | O\n'],
    ['blanks', 'word tag\n---- ---\nAda B-PER\nleft O\nUlm B-LOC\n. O\n'],
    ['tabs', 'word\ttag\n====\t===\nAda\tB-PER\nleft\tO\nUlm\tB-LOC\n.\tO\n'],
  ])('are skipped and said: %s', (_, text) => {
    const read = readFile('a.md', text);
    expect(tokenTexts(read)).toEqual([['Ada', 'left', 'Ulm', '.']]);
    expect(spanTexts(read)).toEqual([['PER:Ada', 'LOC:Ulm']]);
    expect(read.assumed).toContain('rows that only draw a line skipped');
  });

  it('are not dashes in a text', () => {
    const read = readFile('a.conll', 'Ada B-PER\n-- O\n--- O\nleft O\n');
    expect(tokenTexts(read)).toEqual([['Ada', '--', '---', 'left']]);
  });
});

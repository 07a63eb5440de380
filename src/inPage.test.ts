import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inPage } from './inPage.ts';

describe('words for the page', () => {
  it.each([
    [
      'Choose the column of the tags (--tag-column), or another format (--from text for plain text).',
      'Choose the column of the tags (“Tag column”), or another format (“Format”).',
    ],
    [
      'column 3, value (--tag-column 2); column 5 (--tag-column 4)',
      'column 3, value (“Tag column” 3); column 5 (“Tag column” 5)',
    ],
    ['name the encoding (--encoding in the terminal)', 'name the encoding (“Encoding”)'],
    ['take them out of one side (--deduplicate dev).', 'take them out of one side (“out of dev” below the notes).'],
    ['say so (--annotated PER,"a (b)",LOC).', 'say so (“Annotated” in Labels).'],
    [
      'say so (--annotated PER --remedy pseudo or marginal).',
      'say so (“Annotated” in Labels, “Label them with the source model” or “Sum over them” in Labels).',
    ],
    ['choose --remedy marginal: it stays open.', 'choose “Sum over them” in Labels: it stays open.'],
    ['choose a remedy (--remedy rehearse).', 'choose a remedy (“Rehearse” in Labels).'],
    ['say so (--map PER=a --map LOC=b).', 'say so (“It is the model’s …” in Labels).'],
    ['Begin the run anew (--restart).', 'Begin the run anew.'],
    ['Nothing (of the terminal) is in it -- at all.', 'Nothing (of the terminal) is in it -- at all.'],
  ])('name the control for %j', (words, wanted) => expect(inPage(words)).toBe(wanted));

  it('know every option that a message of the workers names', () => {
    const files = readdirSync('workers', { recursive: true, encoding: 'utf8' });
    const sources = files.filter((path) => path.endsWith('.ts') && !/\.test\.ts$|assembly|modelCard/.test(path));
    const named = sources.flatMap((path) => {
      const code = readFileSync(join('workers', path), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return code.match(/(?<=['"`( ])--[a-z]+(?:-[a-z]+)*/g) ?? [];
    });
    expect(named.length).toBeGreaterThan(10);
    for (const option of new Set(named)) expect(inPage(`Do it (${option}).`), option).not.toContain('--');
  });
});

/** What every experiment must give in its quick form: those that take half a minute are tried with the long tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createNodeEngine } from '../nodeEngine.ts';
import { graft } from '../testing.ts';

export const slowExperiments = ['joint', 'continual', 'forgetting', 'laner'];
export const quickExperiments = [
  'standard',
  'progressive',
  'update',
  'partial',
  'small-data',
  'shrunk-encoder',
  'transformers',
];

/** @param folder has the corpora, and takes what comes of them. */
export const quickWords = (folder: string, name: string, state = name): string[] => [
  ...['experiment', name, '--data', join(folder, 'data'), '--quick', '--state', join(folder, state)],
  ...['--json', join(folder, `${state}.json`), '--backend', 'wasm', '--drawings', join(folder, `${state}-drawings`)],
];

export const openEngine = async (corpora: Parameters<typeof createNodeEngine>[0]) => createNodeEngine(corpora);
export const noEngine = async () => {
  throw new Error('Nothing was to be trained.');
};

/** A Markdown table has as many cells in each row as in its head. */
function tablesIn(markdown: string): string[][][] {
  return markdown
    .trim()
    .split('\n\n')
    .filter((block) => block.startsWith('|'))
    .map((block) => block.split('\n').map((line) => line.replace(/\\\|/g, '').split('|').slice(1, -1)));
}

/** The tables of the paper; given again, the same of what is kept. */
export async function givesItsTables(folder: string, name: string): Promise<void> {
  const path = (file: string) => join(folder, file);
  const words = quickWords(folder, name);
  const first = await graft(words, { openEngine });
  expect(first.note).toContain('How long they take is reckoned from the first epochs.');
  expect(first.note).toContain('left for all.');
  expect(first.status).toBe(0);
  const tables = tablesIn(first.out);
  for (const rows of tables) {
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) expect(row).toHaveLength(rows[0]?.length ?? 0);
  }
  const report = JSON.parse(readFileSync(path(`${name}.json`), 'utf8'));
  expect(report.sections).toHaveLength(tables.length);
  const pictures = [...first.out.matchAll(/^!\[.+\]\((.+\.svg)\)$/gm)].map(([, file]) => file as string);
  expect(pictures.sort()).toEqual(readdirSync(path(`${name}-drawings`)).sort());
  for (const file of pictures) expect(readFileSync(path(`${name}-drawings/${file}`), 'utf8')).toContain('<svg');
  expect(first.out).not.toContain('NaN');
  expect(first.out).not.toContain('undefined');
  expect(report.trainings).toBe(Object.keys(report.trials).length);
  expect(readdirSync(path(name)).some((file) => file.endsWith('.journal'))).toBe(false);

  const again = await graft(words, { openEngine: noEngine });
  expect(again).toMatchObject({ status: 0, out: first.out });
  expect(again.note).toContain(`${report.trainings} of them finished before`);
}

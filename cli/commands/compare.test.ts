import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { corpora, standInEngine, withEngine } from '../testing.ts';

it('tells both models’ F1, the difference, and how sure it is', async () => {
  const { source, test, folder } = corpora();
  const [other, report] = [join(folder, 'other.graft'), join(folder, 'report.json')];
  copyFileSync(source, other);
  const words = ['compare', '--model', source, '--with', other, '--test', test];
  const { status, out } = await withEngine([...words, '--json', report]);
  expect(status).toBe(0);
  const rows = out.split('\n').map((line) => line.trim().split(/ {2,}/));
  expect(rows[0]).toEqual(['F1', 'model', 'with', 'change', '95 % interval', 'otherwise']);
  expect(rows[1]).toEqual(['Person', '90.00', '87.00', '-3.00', '-4.50 to -1.25', '0.1 %']);
  expect(JSON.parse(readFileSync(report, 'utf8')).bootstrap.overall.low).toBe(-4.5);
});

it('compares the models on what both know, where one knows less', async () => {
  const { source, test, folder } = corpora();
  const other = join(folder, 'other.graft');
  copyFileSync(source, other);
  const { engine } = standInEngine();
  const known = { difference: 2, low: -0.5, high: 4.25, otherwise: 0.06 };
  const words = ['compare', '--model', source, '--with', other, '--test', test];
  const { out } = await withEngine(words, {
    loadModel: async (name, bytes) => ({
      ...(await engine.loadModel(name, bytes)),
      categories: name === other ? ['Person', 'Place'] : ['Person'],
    }),
    compareModels: async (...asked) => {
      const { scores, bootstrap } = await engine.compareModels(...asked);
      return { scores, bootstrap: { ...bootstrap, known } };
    },
  });
  const rows = out.split('\n').map((line) => line.trim().split(/ {2,}/));
  expect(rows[2]).toEqual(['known to both', '90.00', '87.00', '+2.00', '-0.50 to +4.25', '6.0 %']);
  expect(rows[3]?.[0]).toBe('all');
  expect(out).toContain('“known to both” counts only what both models know (Person)');
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readLabelMap } from './labelMap.ts';

function fileOf(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'graft-map-')), 'map.tsv');
  writeFileSync(path, text);
  return path;
}

it('reads what each label of a source may be', async () => {
  const file = fileOf('# source and target\r\nPER\tperson\r\n\r\nORG\tcompany\nORG\tteam\nORG\tteam\n');
  expect(await readLabelMap(file)).toEqual({ PER: ['person'], ORG: ['company', 'team'] });
});

it.each(['PER person', 'PER\t', 'PER\tperson\tx'])('refuses the line “%s” with its number', async (line) => {
  const reading = readLabelMap(fileOf(`A\tb\n${line}\n`));
  await expect(reading).rejects.toMatchObject({ problem: { line: 2, code: 'label-map' } });
});

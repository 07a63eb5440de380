import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseLabelMap } from '../workers/text/labelMap.ts';

const folder = new URL('./kinds/', import.meta.url);

it.each(readdirSync(folder))('%s says of each category one thing that CoNLL-2003 has', (file) => {
  const kinds = parseLabelMap(readFileSync(new URL(file, folder), 'utf8'), file);
  expect(Object.keys(kinds).length).toBeGreaterThan(0);
  for (const meant of Object.values(kinds)) {
    expect(meant).toHaveLength(1);
    expect(['PER', 'ORG', 'LOC', 'MISC']).toContain(meant[0]);
  }
});

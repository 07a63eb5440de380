/** Experiments whose quick form takes half a minute: what experiment.test.ts says of the others. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { writeDataFolder } from '../../experiments/testing.ts';
import { givesItsTables, slowExperiments } from './testing.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'graft-experiments-'));
  writeDataFolder(join(folder, 'data'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(slowExperiments)(
  'graft experiment %s --quick writes the tables of the paper, and trains nothing when it is given again',
  (name) => givesItsTables(folder, name),
);

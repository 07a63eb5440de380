import { beforeEach, describe, expect, it } from 'vitest';
import { setUpDemo } from '../../engine/demo.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { startRun } from '../../engine/runs.ts';
import { setStudio } from '../../engine/studio.ts';
import { shownRun, useRuns } from '../../store/runs.ts';
import { setField, setSeed } from '../../store/setup.ts';
import { bringCorpus, bringModel, emptyPage } from '../../testing.ts';
import { commonPart, keptScores, pairedScores, sameCorpus } from './pairedScores.ts';
import { runSheet, sheetDifferences } from './runSheet.ts';

beforeEach(async () => {
  emptyPage();
  setStudio(fakeStudio(0));
  await bringCorpus();
  setUpDemo(await bringModel('source'));
});

async function run() {
  await startRun();
  return shownRun(useRuns.getState());
}

const value = (sheet: ReturnType<typeof runSheet>, label: string) => sheet.find((line) => line.label === label)?.value;

describe('a run on a sheet', () => {
  it('says what it was set up with, by the names of then, and how it went', async () => {
    const sheet = runSheet(await run());
    expect(value(sheet, 'Starts from')).toBe('source');
    expect(value(sheet, 'Learns from')).toBe('Support desk');
    expect(value(sheet, 'New categories')).toBe('Address');
    expect(value(sheet, 'Optimizer')).toBe('Adam');
    expect(value(sheet, 'Rows of the output layer')).toBe('29 → 33');
    expect(value(sheet, 'Kept epoch')).toMatch(/^\d of 6$/);
    expect(value(sheet, 'Ended')).toBe('all epochs done');
  });

  it('beside another shows only what is not alike', async () => {
    const first = await run();
    setSeed(7);
    setField('epochs', 4);
    const second = await run();
    const labels = sheetDifferences(first, second)
      .filter(({ group }) => group !== 'Course')
      .map(({ label, values }) => [label, ...values]);
    expect(labels).toEqual([
      ['Seed', '1', '7'],
      ['Epochs', '6', '4'],
    ]);
    expect(sheetDifferences(first, first)).toEqual([]);
    expect(sameCorpus(first, second)).toBe(true);
  });

  it('has the scores of both, by category, with the difference', async () => {
    const first = await run();
    const second = await run();
    expect(commonPart([first, second])).toBe('test');
    const rows = pairedScores([first, second], 'dev');
    const address = rows.find(({ name }) => name === 'Address');
    const kept = keptScores(first, 'dev')?.categories.Address?.f1 ?? null;
    expect(address?.values).toEqual([kept, kept]);
    expect(address?.difference).toBe(0);
    expect(rows.at(-1)).toMatchObject({ name: 'Overall', kind: 'overall' });
    expect(pairedScores([first], 'dev')[0]?.difference).toBeNull();
  });
});

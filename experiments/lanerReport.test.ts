import { expect, it } from 'vitest';
import { smallSplits } from '../workers/engine/testing.ts';
import { verdictOf } from './claims.ts';
import type { Outcome } from './experiment.ts';
import { type Laner, lanerReport, trialKey } from './lanerReport.ts';

const domain = (key: string) => ({ key, title: key, splits: smallSplits(1) });
const plan: Laner = {
  systems: [
    { key: 'tagger', label: 'tagger', part: 'whole' },
    { key: 'crf', label: 'CRF', part: 'whole' },
    { key: 'laner', label: 'LANER', part: 'whole' },
    { key: 'laner-part', label: 'LANER', part: 'part' },
    { key: 'without-background', label: 'without', part: 'part' },
  ],
  domains: [domain('politics'), domain('ai')],
  bases: ['encoder'],
  encoder: { name: 'small' },
  labelEmbeddings: [10, 100],
  sizes: [25],
};
const outcome = (f1: number) =>
  ({
    test: { overall: { f1 }, categories: { metrics: { f1: f1 + 1 } } },
    seconds: 60,
    parameters: 1000,
  }) as unknown as Outcome;
const key = (target: string, system: string, rest?: number | string) => trialKey('encoder', target, system, rest);
const outcomes = new Map([
  [key('politics', 'tagger'), outcome(60)],
  [key('politics', 'tagger', 2), outcome(62)],
  [key('politics', 'laner'), outcome(63)],
  [key('politics', 'laner', 'alone'), outcome(64)],
  [key('ai', 'tagger'), outcome(50)],
  [key('ai', 'laner'), outcome(49)],
  [key('ai', 'laner-part'), outcome(45)],
  [key('ai', 'without-background'), outcome(44)],
  [key('ai', 'embedding10'), outcome(40)],
  [key('ai', 'embedding100'), outcome(41)],
  [key('ai', 'tagger', 'of25'), outcome(30)],
]);
const sections = lanerReport(outcomes, plan);
const sectionOf = (title: string) => sections.find((each) => each.title.startsWith(title));

it('sets each system beside the paper, its mean where there are several seeds', () => {
  const { table, claims } = sectionOf('From CoNLL-2003') ?? expect.fail('no such table');
  expect(table.rows.map((row) => row[1])).toEqual([expect.stringMatching(/^61\.00 ± /), '–', '63.00', '1 min / 1 min']);
  expect(table.rows.map((row) => row[2])).toEqual(['68.71', '70.47', '71.65', '']);
  expect(claims?.map(verdictOf)).toEqual(['mostly contradicted', 'not measured']);
});

it('holds what was learned from a part of the source against LANER from the same part', () => {
  const { table, claims } = sectionOf('What LANER is made of') ?? expect.fail('no such table');
  expect(table.rows.map((row) => row[3])).toEqual(['45.00', '44.00']);
  expect(claims?.map(verdictOf)).toEqual(['borne out', 'not measured']);
});

it('asks whether the source helped, whether a larger label embedding is better, and leaves open what is missing', () => {
  expect(sectionOf('The target’s sentences alone')?.claims?.map(verdictOf)).toEqual(['not measured', 'contradicted']);
  expect(sectionOf('ai, by the size')?.claims?.map(verdictOf)).toEqual(['borne out']);
  expect(sectionOf('ai, by training sentences')?.claims?.map(verdictOf)).toEqual(['not measured']);
  expect(sectionOf('ai, by category')?.table.rows).toEqual([
    ['metrics', '51.00', '–', '50.00'],
    ['all', '50.00', '–', '49.00'],
  ]);
});

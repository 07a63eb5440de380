import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { bilstmCrf } from '../../../workers/protocol/architectures/bilstmCrf.ts';
import { defaultAdaptation, type RunConfiguration } from '../../../workers/protocol/configuration.ts';
import type { EpochRecord, RunResult } from '../../../workers/protocol/engine.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import type { CategoryScore, Scores } from '../../../workers/protocol/scores.ts';
import { commonSettings as settings } from '../../../workers/protocol/settings.ts';
import { json, runReport } from '../../../workers/text/runReport.ts';
import { mainStage } from '../../../workers/text/runResult.ts';
import { epochsCsv, runScores, scoresCsv } from './report.ts';

function score(f1: number): CategoryScore {
  return { precision: f1, recall: f1, f1, support: 10, predicted: 10, correct: 5 };
}
function scores(categories: Record<string, number>, overall: number): Scores {
  const each = Object.entries(categories).map(([name, f1]) => [name, score(f1)]);
  return { overall: score(overall), categories: Object.fromEntries(each), tokens: 100, accuracy: 95 };
}

const configuration: RunConfiguration = {
  version: 2,
  task: 'adapt',
  settings,
  seed: 7,
  adaptation: { ...defaultAdaptation, newCategories: ['Address, postal'] },
};
const epochs: EpochRecord[] = [
  { epoch: 1, loss: 3.25, devLoss: 3, seconds: 2, dev: scores({ Person: 80 }, 60) },
  { epoch: 2, loss: 1.5, devLoss: 2, seconds: 2, dev: scores({ Person: 82, 'Address, postal': 41.5 }, 66) },
];
const result: RunResult = {
  runId: 'r',
  model: { id: 'm', name: 'M', parameters: 1234 } as ModelSummary,
  main: 'matched',
  stages: [
    {
      ...{ id: 'matched', label: '', role: 'main', epochs: 2, sentences: 9 },
      ...{ settings, records: epochs, bestEpoch: 2, stopped: 'last epoch' },
    },
  ],
  tests: { init: scores({ Person: 81 }, 55), main: scores({ Person: 83, 'Address, postal': 70 }, 77) },
  repetitions: [],
  pseudoLabels: { Person: 12 },
  seconds: 31.5,
  backend: 'wasm',
  seed: 7,
};

describe('runReport', () => {
  it('holds at least what the command line promises', () => {
    const report = JSON.parse(json(runReport(result, configuration, null)));
    expect(report.test.overall).toMatchObject({ precision: 77, recall: 77, f1: 77 });
    expect(report.test.categories['Address, postal']).toMatchObject({ f1: 70, support: 10 });
    expect(report.epochs[1]).toMatchObject({ epoch: 2, loss: 1.5, dev: { overall: { f1: 66 } } });
    expect(report).toMatchObject({ seconds: 31.5, backend: 'wasm', seed: 7, configuration: { seed: 7 } });
  });

  it('compares with the source model where there was one', () => {
    const adapted = JSON.parse(json(runReport(result, configuration, null)));
    expect(adapted.difference.categories.Person.f1).toBeCloseTo(2);
    const fromScratch = { ...bilstmCrf, version: 2, task: 'train', seed: 7, architecture: bilstmCrf.name } as const;
    expect(runReport(result, fromScratch, null)).not.toHaveProperty('init');
  });
});

describe('a run with several seeds', () => {
  it('reports the curve of each, and those of a search’s trials not', () => {
    const stages = [1, 2].map((seed) => ({ ...mainStage(result), id: `seed ${seed}: matched` }));
    const repetitions = [1, 2].map((seed) => ({
      ...{ seed, main: `seed ${seed}: matched`, stages: [`seed ${seed}: matched`], tests: result.tests },
    }));
    const repeated = { ...result, main: 'seed 2: matched', stages, repetitions };
    const [first, second] = JSON.parse(json(runReport(repeated, configuration, null))).repetitions;
    expect(first).toMatchObject({ seed: 1, epochs: [{ epoch: 1 }, { epoch: 2, dev: { overall: { f1: 66 } } }] });
    expect(second.epochs).toHaveLength(2);
    const searched = { ...repeated, repetitions: repetitions.map((each) => ({ ...each, chosen: { dropout: 0.5 } })) };
    expect(JSON.parse(json(runReport(searched, configuration, null))).repetitions[0]).not.toHaveProperty('epochs');
  });
});

describe('a run without test sentences', () => {
  it('claims no scores', () => {
    const untested = { ...result, tests: { main: { ...scores({}, 0), tokens: 0 } } };
    expect(runReport(untested, configuration, null)).toMatchObject({ test: null });
    expect(runScores(untested)).toEqual([]);
  });
});

describe('scoresCsv', () => {
  it('survives a comma in a category and reads back as it was', () => {
    const { data } = Papa.parse<Record<string, string>>(scoresCsv(runScores(result)), {
      header: true,
      skipEmptyLines: true,
    });
    expect(data.map((row) => [row.model, row.category, row.f1])).toEqual([
      ['Before', 'Person', '81'],
      ['Before', 'overall', '55'],
      ['After', 'Person', '83'],
      ['After', 'Address, postal', '70'],
      ['After', 'overall', '77'],
    ]);
  });
});

describe('epochsCsv', () => {
  it('has an epoch a row and leaves a cell empty where there is no score', () => {
    expect(epochsCsv(epochs).trim().split('\n')).toEqual([
      'epoch,loss,seconds,overall,Person,"Address, postal"',
      '1,3.25,2,60,80,',
      '2,1.5,2,66,82,41.5',
    ]);
  });
});

describe('a table for spreadsheets', () => {
  it.each(['=HYPERLINK("http://example.org")', '+1', '-1', '@SUM(A1)', '\tx', '\rx', ' =1'])(
    'holds the category %j as text and no formula',
    (category) => {
      const table = scoresCsv([{ model: category, scores: scores({ [category]: 80 }, 60) }]);
      const [, row = []] = Papa.parse<string[]>(table).data;
      expect(row.slice(0, 3)).toEqual([`'${category}`, `'${category}`, '80']);
      const [head = []] = Papa.parse<string[]>(
        epochsCsv([{ epoch: 1, loss: -1, devLoss: 3, seconds: 2, dev: scores({ [category]: 80 }, 60) }]),
      ).data;
      expect(head.at(-1)).toBe(`'${category}`);
    },
  );

  it('holds numbers below zero as numbers', () => {
    expect(epochsCsv([{ epoch: 1, loss: -1.5, devLoss: 3, seconds: 2, dev: scores({}, 60) }])).toContain(
      '\n1,-1.5,2,60',
    );
  });
});

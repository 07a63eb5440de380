import { expect, it } from 'vitest';
import { annotatorReport, type Round } from './annotatorReport.ts';

const round = (documents: number, presses: number, f1: number, newF1 = f1): Round => ({
  ...{ documents, presses, f1, newF1, seconds: 1 },
});

it('says at which documents and keys each way has come so far, and where it has not', () => {
  const report = annotatorReport(
    [
      {
        ...{ name: 'Letters', documents: 40, dev: 12, every: 10, newCategories: ['New'], whole: round(40, 0, 50) },
        rounds: {
          'by hand': [round(10, 100, 20), round(20, 210, 41, 30), round(30, 300, 44, 39)],
          'with suggestions': [round(10, 40, 42, 40), round(20, 70, 46, 44), round(30, 90, 47, 45)],
        },
      },
    ],
    { quick: false, threshold: 0.9, seed: 1 },
  );
  expect(report).toContain('40 training documents, a model after every 10; 12 annotated dev sentences.');
  expect(report).toContain('The dev sentences are given: they are annotated beforehand and cost no key');
  expect(report).toContain('| 80 % of 50.00, all categories | 20 | 10 | 210 | 40 |');
  expect(report).toContain('| 80 % of 50.00, new ones (1) | – | 10 | – | 40 |');
  expect(report).toContain('| 90 % of 50.00, all categories | – | 20 | – | 70 |');
  expect(report).toContain('| 20 | 210 | 70 | 41.00 | 46.00 | 30.00 | 44.00 |');
});

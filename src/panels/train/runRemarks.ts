/** What there is to say of a run beside its warnings: the vectors, what was tried, what the source model labelled, what goes along. */
import type { RunResult } from '../../../workers/protocol/engine.ts';
import type { VectorCoverage } from '../../../workers/protocol/vectorCoverage.ts';
import { consultedInWords, consultingInWords, mixtureInWords } from '../../../workers/text/adaptationInWords.ts';
import { initialisationsTried } from '../../../workers/text/runResult.ts';
import { describeVectorCoverage } from '../../../workers/text/vectorWords.ts';
import { count, counted, percent } from '../../charts/figures.ts';

export function remarksOn(result: RunResult | null, vectors: VectorCoverage | null): string[] {
  const tried = Object.entries((result && initialisationsTried(result)) ?? {});
  const labelled = Object.entries(result?.pseudoLabels ?? {}).filter(([, number]) => number > 0);
  const sample = result?.model.sample;
  return [
    ...(vectors ? [describeVectorCoverage(vectors)] : []),
    ...(tried.length > 0
      ? [`Dev F1 by how the new rows began: ${tried.map(([name, f1]) => `${name} ${percent(f1)}`).join(', ')}.`]
      : []),
    ...(labelled.length > 0
      ? [
          `The source model’s own labels joined the training sentences: ${labelled.map(([name, number]) => `${name} ${count(number)}`).join(', ')}.`,
        ]
      : []),
    ...(result?.mixed ? [mixtureInWords(result.mixed)] : []),
    ...(result?.consulted ? [consultingInWords(result.consulted)] : []),
    ...(result ? consultedInWords(result.model) : []),
    ...(sample
      ? [
          `The model carries ${counted(sample.measured + sample.rehearsed, 'sentence')} of ${sample.corpus}, with their annotation. They are real text, and leave the page with its file unless you leave them out in Export.`,
        ]
      : []),
  ];
}

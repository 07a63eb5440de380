/**
 * Whether a model's doubts say which documents are worth annotating. Of a model that finds little, they are noise: what it has never
 * seen the like of it may be quite sure is nothing, and a random order is the better teacher.
 */

import type { SuggestionReport } from '../protocol/suggestions.ts';
import { counted } from './counted.ts';

/** On dev, below which doubts are not gone by. */
const leastF1 = 40;
/** Fewer gold spans do not tell what the F1 is. */
const leastSupport = 30;
/** Where dev says nothing, after so many submissions. */
const leastSubmitted = 50;

export interface OrderAdvice {
  /** Whether the model's doubts mean something. */
  readonly means: boolean;
  /** In a sentence. */
  readonly why: string;
}

/** @param report null where no model suggests. @param submitted documents of the part. */
export function adviceOn(report: Pick<SuggestionReport, 'measure' | 'dev'> | null, submitted: number): OrderAdvice {
  if (!report || report.measure === null) {
    return { means: false, why: 'No model suggests yet, so that there are no doubts to go by.' };
  }
  const { dev } = report;
  if (dev && dev.support >= leastSupport) {
    const means = dev.f1 >= leastF1;
    const figure = `on ${counted(dev.support, 'span')} of dev its F1 is ${dev.f1.toFixed(1)}`;
    return {
      means,
      why: means
        ? `The model's doubts mean something: ${figure}.`
        : `The model's doubts say little as yet: ${figure}, and ${leastF1} are needed.`,
    };
  }
  const means = submitted >= leastSubmitted;
  const few = 'Dev has too few annotated spans to tell how good the model is';
  return {
    means,
    why: means
      ? `${few}, but ${submitted} documents are submitted: its doubts are gone by.`
      : `${few}, and ${submitted} of ${leastSubmitted} documents are submitted: its doubts are not gone by yet.`,
  };
}

/** How a run over raw text goes, on stderr: a line that is written over, and one for each time that it was measured. */
import type { PerplexityRecord, PretrainingEvent, RawTextEvent, RawTextStep } from '../workers/protocol/pretraining.ts';
import type { ShrinkingEvent, StateErrorRecord } from '../workers/protocol/shrinking.ts';
import { duration } from '../workers/text/duration.ts';
import type { Progress } from './progress.ts';

export function tellPretraining(event: PretrainingEvent, progress: Progress): void {
  switch (event.type) {
    case 'started':
      progress.line(
        `Pretraining on ${count(event.passages, 'passage')} (${event.pieces.toLocaleString('en')} pieces) in ${count(event.steps, 'step')}; ` +
          `perplexity is measured on ${count(event.heldOut, 'other')}. The table has ${event.vocabulary.toLocaleString('en')} pieces.`,
      );
      break;
    case 'step':
      tellStep(event, `perplexity ${event.perplexity.toFixed(1)}`, progress);
      break;
    case 'measured':
      progress.line(inPerplexity(event) + (event.best ? best : ''));
      break;
    case 'restored':
      for (const record of event.records) progress.line(inPerplexity(record));
      break;
    default:
      tellOther(event, progress);
  }
}

export function tellShrinking(event: ShrinkingEvent, progress: Progress): void {
  switch (event.type) {
    case 'distilling':
      progress.line(
        `Learning from the whole encoder on ${count(event.passages, 'passage')} in ${count(event.steps, 'step')}; ` +
          `the error of states is measured on ${count(event.heldOut, 'other')}.`,
      );
      break;
    case 'step':
      tellStep(event, `error ${event.error.toPrecision(3)}`, progress);
      break;
    case 'measured':
      progress.line(inError(event) + (event.best ? best : ''));
      break;
    case 'restored':
      for (const record of event.records) progress.line(inError(record));
      break;
    default:
      tellOther(event, progress);
  }
}

function tellStep(
  { epoch, step, steps, passagesPerSecond, secondsLeft }: RawTextStep,
  figure: string,
  progress: Progress,
) {
  progress.over(
    `epoch ${epoch}, step ${step} of ${steps}, ${figure}, ` +
      `${passagesPerSecond.toFixed(1)} passages/s, at most ${duration(secondsLeft)} left`,
  );
}

const best = '  best so far';

const inPerplexity = (record: PerplexityRecord) =>
  measured(record, 'perplexity', record.perplexity.toFixed(2), record.training?.toFixed(2));

const inError = (record: StateErrorRecord) =>
  measured(record, 'error', record.error.toPrecision(3), record.training?.toPrecision(3));

function measured(
  { epoch, seconds }: { readonly epoch: number; readonly seconds: number },
  what: string,
  held: string,
  training: string | undefined,
): string {
  const learned = training === undefined ? '' : ` (${training} on what was learned from)`;
  const when = epoch === 0 ? 'before' : `epoch ${epoch}`;
  return `${when}  ${what} ${held}${learned}  ${seconds.toFixed(1)} s`;
}

function tellOther(event: RawTextEvent, progress: Progress): void {
  if (event.type === 'phase') progress.onProgress(event);
  else if (event.type === 'warning') progress.warn(event.problem);
  else progress.clear();
}

const count = (number: number, what: string) => `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;

/** How a pretraining goes, on stderr: a line that is written over, and one for each measured perplexity. */
import type { PerplexityRecord, PretrainingEvent } from '../workers/protocol/pretraining.ts';
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
    case 'restored':
      for (const record of event.records) progress.line(measured(record));
      break;
    case 'phase':
      progress.onProgress(event);
      break;
    case 'step':
      progress.over(
        `epoch ${event.epoch}, step ${event.step} of ${event.steps}, perplexity ${event.perplexity.toFixed(1)}, ` +
          `${event.passagesPerSecond.toFixed(1)} passages/s, at most ${duration(event.secondsLeft)} left`,
      );
      break;
    case 'measured':
      progress.line(`${measured(event)}${event.best ? '  best so far' : ''}`);
      break;
    case 'warning':
      progress.warn(event.problem);
      break;
    default:
      progress.clear();
  }
}

const count = (number: number, what: string) => `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;

function measured({ epoch, perplexity, training, seconds }: PerplexityRecord): string {
  const learned = training === null ? '' : ` (${training.toFixed(2)} on what was learned from)`;
  const when = epoch === 0 ? 'before' : `epoch ${epoch}`;
  return `${when}  perplexity ${perplexity.toFixed(2)}${learned}  ${seconds.toFixed(1)} s`;
}

/**
 * Shows how a run goes: on a terminal one line that is written over, elsewhere (a log file, a pipe) a line an epoch.
 */

import type { EpochRecord, OnProgress, RunEvent, Stage } from '../workers/protocol/engine.ts';
import { describeProblem, type Problem } from '../workers/protocol/errors.ts';
import type { Scores } from '../workers/protocol/scores.ts';
import { counted } from '../workers/text/counted.ts';
import { duration } from '../workers/text/duration.ts';
import { describeVectorCoverage } from '../workers/text/vectorWords.ts';
import type { Context } from './context.ts';

export class Progress {
  private shown = 0;
  private lastLabel = '';
  /** What leads the lines of each stage: comparisons are told apart. */
  private readonly labels = new Map<string, string>();

  private readonly warned = new Set<string>();

  constructor(private readonly context: Context) {}

  /** A line that stays. */
  line(text: string): void {
    this.clear();
    this.context.note(`${text}\n`);
  }

  /** Once: a plan and the run that follows it say the same. */
  warn(problem: Problem): void {
    const text = `Warning: ${describeProblem(problem)}`;
    if (this.warned.has(text)) return;
    this.warned.add(text);
    this.line(text);
  }

  /** For everything that reports a share done. */
  readonly onProgress: OnProgress = ({ label, fraction }) => {
    this.over(`${label} ${Math.floor(100 * fraction)} %`);
    if (!this.context.terminal && label !== this.lastLabel) this.line(`${label} …`);
    this.lastLabel = label;
  };

  readonly onEvent = (event: RunEvent): void => {
    switch (event.type) {
      case 'started':
        this.line(`Training on ${counted(event.sentences, 'sentence')}, categories: ${categoryList(event)}.`);
        break;
      case 'stage':
        this.startStage(event.stage);
        break;
      case 'scored':
        break;
      case 'restored':
        this.line(`Going on after epoch ${event.records.length}.`);
        break;
      case 'phase':
        this.onProgress(event);
        break;
      case 'vectors':
        this.line(describeVectorCoverage(event.coverage));
        break;
      case 'step':
        this.over(
          `${this.labelOf(event.stage)}epoch ${event.epoch}, step ${event.step} of ${event.steps}, loss ${event.loss.toFixed(4)}, ` +
            `${event.sentencesPerSecond.toFixed(0)} sentences/s, at most ${duration(event.secondsLeft)} left`,
        );
        break;
      case 'epoch':
        this.line(
          `${this.labelOf(event.stage)}epoch ${event.epoch}  loss ${event.loss.toFixed(4)}  ${devScores(event.dev)}${onSources(event)}${onYardstick(event)}  ` +
            `${event.seconds.toFixed(1)} s${event.best ? '  best so far' : ''}`,
        );
        break;
      case 'warning':
        this.warn(event.problem);
        break;
      default:
        this.clear();
    }
  };

  private startStage({ id, label, role, epochs }: Stage): void {
    this.labels.set(id, role === 'comparison' ? `${label}: ` : '');
    this.line(
      `${label ? `${label[0]?.toUpperCase()}${label.slice(1)}: at` : 'At'} most ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}.`,
    );
  }

  private labelOf(stage: string): string {
    return this.labels.get(stage) ?? '';
  }

  /** Takes the line that is being written over away. */
  clear(): void {
    if (this.shown > 0) this.context.note(`\r${' '.repeat(this.shown)}\r`);
    this.shown = 0;
  }

  /** A line that the next one takes the place of; on a terminal alone. */
  over(text: string): void {
    if (!this.context.terminal) return;
    const width = Math.max(20, (process.stderr.columns || 80) - 1);
    const cut = text.length > width ? `${text.slice(0, width - 1)}…` : text;
    this.context.note(`\r${cut.padEnd(this.shown)}`);
    this.shown = cut.length;
  }
}

/** Training from nothing, all are new and it goes without saying. */
function categoryList({ categories, newCategories }: Extract<RunEvent, { type: 'started' }>): string {
  const grows = newCategories.length < categories.length;
  return categories.map((name) => (grows && newCategories.includes(name) ? `${name} (new)` : name)).join(', ');
}

function devScores({ overall, categories }: Scores): string {
  const each = Object.entries(categories)
    .map(([name, { f1 }]) => `${name} ${f1.toFixed(1)}`)
    .join(', ');
  return `dev F1 ${overall.f1.toFixed(2)}${each ? ` (${each})` : ''}`;
}

/** How corpora that are learned beside the target fare. */
function onSources({ sources = [] }: Pick<EpochRecord, 'sources'>): string {
  return sources.map(({ corpus, dev }) => `; ${corpus} ${dev.overall.f1.toFixed(2)}`).join('');
}

function onYardstick({ yardstick }: Pick<EpochRecord, 'yardstick'>): string {
  return yardstick ? `; yardstick ${yardstick.overall.f1.toFixed(2)}` : '';
}

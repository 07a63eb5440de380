/**
 * What waits to be written. Of each thing the last state counts, so that quick edits do not pile up, and what could not be written
 * waits until it can: a full disk loses nothing as long as the page is open.
 */
import type { Problem } from '../protocol/errors.ts';
import type { OnSaving } from '../protocol/projects.ts';
import { storageProblem } from './storageProblem.ts';

type Write = () => Promise<void>;

export class WriteQueue {
  private readonly waiting = new Map<string, Write>();
  private problem: Problem | null = null;
  private writing: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** @param patience milliseconds until what failed is tried again. */
  constructor(
    private readonly tell: OnSaving,
    private readonly patience = 10_000,
  ) {}

  /** Writes it after what waits already, unless the same thing is asked for again before its turn comes. */
  ask(thing: string, write: Write): void {
    this.waiting.set(thing, write);
    this.tellState();
    this.begin();
  }

  tryAgain(): void {
    if (this.waiting.size > 0) this.begin();
  }

  /** Resolves when all is written, or could not be. */
  async settled(): Promise<void> {
    while (this.writing) await this.writing;
  }

  /**
   * Nothing is written from now on: what waits is written once more, and left where it cannot be. A later try would bring back what was
   * deleted meanwhile. Resolves when nothing is being written.
   */
  async end(): Promise<void> {
    await this.settled();
    this.stopTimer();
    this.waiting.clear();
    this.problem = null;
    this.tellState();
  }

  private begin(): void {
    this.writing ??= this.writeAll();
  }

  private async writeAll(): Promise<void> {
    this.stopTimer();
    let problem: Problem | null = null;
    const failed = new Map<string, Write>();
    for (let next = this.first(failed); next; next = this.first(failed)) {
      const [thing, write] = next;
      try {
        await write();
        // It may have been asked for again meanwhile.
        if (this.waiting.get(thing) === write) this.waiting.delete(thing);
      } catch (thrown) {
        failed.set(thing, write);
        problem = storageProblem(thrown);
      }
    }
    this.problem = problem;
    this.writing = null;
    if (failed.size > 0) this.timer = setTimeout(() => this.tryAgain(), this.patience);
    this.tellState();
  }

  /** The first that has not failed just now. */
  private first(failed: ReadonlyMap<string, Write>): [string, Write] | undefined {
    return [...this.waiting].find(([thing, write]) => failed.get(thing) !== write);
  }

  private stopTimer(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private tellState(): void {
    this.tell({ waiting: this.waiting.size, problem: this.problem });
  }
}

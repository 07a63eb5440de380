/**
 * Pause, resume and stop between two steps. A run asks for breath after each step: messages from the page are read then,
 * and a paused run waits there.
 */
import type { GraftError } from '../protocol/errors.ts';

export class RunControl {
  private waiting: Promise<void> | null = null;
  private wake: (() => void) | null = null;
  private ended = false;
  private failed: GraftError | null = null;
  /** Told when the run comes to stand, and when it goes on. */
  onChange: (paused: boolean) => void = () => {};

  get stopped(): boolean {
    return this.ended;
  }

  pause(): void {
    if (this.ended || this.waiting) return;
    this.waiting = new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  resume(): void {
    this.wake?.();
    this.waiting = null;
    this.wake = null;
  }

  stop(): void {
    this.ended = true;
    this.resume();
  }

  /** Something outside the run went wrong, such as a lost GPU: the run ends with this at its next breath. */
  fail(error: GraftError): void {
    this.failed ??= error;
    this.resume();
  }

  /** What `fail` was told. */
  get failure(): GraftError | null {
    return this.failed;
  }

  /** The cause of the failure was mended: the run may go on. */
  mend(): void {
    this.failed = null;
  }

  /** Lets waiting messages in, then waits for as long as the run is paused. */
  async breathe(): Promise<void> {
    await nextTask();
    if (this.waiting) {
      this.onChange(true);
      while (this.waiting) await this.waiting;
      this.onChange(false);
    }
    if (this.failed) throw this.failed;
  }
}

/** After everything that is already waiting. Not a timer: those are slowed in hidden tabs, and to 4 ms everywhere. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

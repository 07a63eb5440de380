/**
 * Pause, resume and stop between two steps. The run awaits `betweenSteps` after each step: the worker reads messages from
 * the page then, and a paused run waits there.
 */
import type { GraftError } from '../protocol/errors.ts';

export class RunControl {
  private paused = false;
  private ended = false;
  private failure: GraftError | null = null;
  /** Ends the current wait, if there is one. */
  private wake: () => void = () => {};
  /** Called when the run begins to wait, and when it goes on. */
  onChange: (paused: boolean) => void = () => {};

  get stopped(): boolean {
    return this.ended;
  }

  pause(): void {
    if (!this.ended) this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.wake();
  }

  stop(): void {
    this.ended = true;
    this.resume();
  }

  /** Something outside the run failed, such as the GPU. The next `betweenSteps` throws this; a pause stays in force. */
  fail(error: GraftError): void {
    this.failure ??= error;
    this.wake();
  }

  /** The cause of the failure is gone: the run may go on. */
  mend(): void {
    this.failure = null;
  }

  /** Lets waiting messages in, then waits as long as the run is paused. @throws GraftError what `fail` was given. */
  async betweenSteps(): Promise<void> {
    await nextTask();
    if (this.paused && !this.failure) {
      this.onChange(true);
      while (this.paused && !this.failure) {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
      if (!this.paused) this.onChange(false);
    }
    if (this.failure) throw this.failure;
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

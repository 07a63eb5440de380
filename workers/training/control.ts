/**
 * Pause, resume and stop between two steps. A run asks for breath after each step; that is when messages from the page
 * are read, and where a paused run waits.
 */
export class RunControl {
  private waiting: Promise<void> | null = null;
  private wake: (() => void) | null = null;
  private ended = false;

  get stopped(): boolean {
    return this.ended;
  }

  get paused(): boolean {
    return this.waiting !== null;
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

  /** Lets waiting messages in, then waits for as long as the run is paused. */
  async breathe(): Promise<void> {
    await nextTask();
    while (this.waiting) await this.waiting;
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

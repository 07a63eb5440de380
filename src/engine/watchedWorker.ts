/**
 * A worker that is started again where it died or hangs. That it died is told by a lock that goes with its thread; that it hangs, by its
 * silence: it is asked for an answer now and then, which it gives between two steps. Whatever it was asked meanwhile rejects.
 */
import * as Comlink from 'comlink';
import { GraftError } from '../../workers/protocol/errors.ts';
import { PendingCalls } from '../../workers/protocol/pendingCalls.ts';
import type { Living } from '../../workers/protocol/wire.ts';
import { hasLocks } from '../../workers/storage/projectLock.ts';
import { newId } from '../../workers/text/newId.ts';

export const workerDied = 'worker-died';

type Methods = Record<string, (...parameters: unknown[]) => Promise<unknown>>;

export interface Watched {
  /** For people. */
  readonly name: string;
  start(): Worker;
  /** Whatever a fresh worker needs before it is called. */
  begin(): void;
  /** Brings back what the one before had; calls wait for it. */
  restore(): Promise<void>;
  /** It is not started again, or reported an error. */
  onCrash(error: GraftError): void;
}

/** Seconds. A page that slept counts none of them, since it counts what it waited itself. */
const askedEvery = 5;
/** A silence of so many seconds, and of so many times its longest, is no step any more. */
const longest = { seconds: 60, times: 10 } as const;
/** As long as no step was told of, nobody knows how long one takes: reading a large file is one, too. */
const patience = 600;

/** One worker's life. */
interface Life {
  readonly worker: Worker;
  readonly methods: Methods;
  readonly calls: PendingCalls;
  /** It has answered once: what dies before cannot be started, and would not be the next time. */
  answered: boolean;
  /** Whether an answer is waited for, and for how many seconds. */
  waits: boolean;
  silent: number;
}

export class WatchedWorker {
  private life: Life;
  private restoring: Promise<void> | null = null;
  /** It cannot be started again. */
  private gone: GraftError | null = null;
  /** Calls that have told of a step: a run is under way. */
  private stepping = 0;
  private longestSilence = 0;

  constructor(private readonly watched: Watched) {
    this.life = this.startLife();
    setInterval(() => this.look(), 1000 * askedEvery);
  }

  /** What the worker exposes; a call waits until what was there before it died is there again. */
  readonly remote = this.calling(true);

  /** The same, for what brings that back. */
  readonly direct = this.calling(false);

  private calling(waits: boolean): object {
    const call = async (name: string, parameters: readonly unknown[]) => {
      while (waits && this.restoring) await this.restoring;
      if (this.gone) throw this.gone;
      return this.call(this.life, name, parameters);
    };
    return new Proxy(
      {},
      {
        get:
          (_, name: string) =>
          (...parameters: unknown[]) =>
            call(name, parameters),
      },
    );
  }

  private async call(life: Life, name: string, parameters: readonly unknown[]): Promise<unknown> {
    let steps = false;
    const hear = (told: unknown) => {
      this.hear(life);
      if (steps || (told as { type?: unknown } | null)?.type !== 'step') return;
      steps = true;
      this.stepping++;
    };
    const heard = parameters.map((parameter) => {
      if (typeof parameter !== 'function') return parameter;
      return Comlink.proxy((...told: unknown[]) => {
        hear(told[0]);
        return parameter(...told);
      });
    });
    try {
      return await life.calls.answerOf((life.methods[name] as Methods[string])(...heard));
    } finally {
      if (steps) this.stepping--;
    }
  }

  private startLife(): Life {
    const worker = this.watched.start();
    const methods = Comlink.wrap(worker) as unknown as Methods;
    const life = { worker, methods, calls: new PendingCalls(), answered: false, waits: false, silent: 0 };
    worker.addEventListener('error', ({ message }) => this.hearError(life, message));
    void this.holdLock(life);
    return life;
  }

  private async holdLock(life: Life): Promise<void> {
    const lock = `graft ${newId(this.watched.name)}`;
    await (life.methods as unknown as Living).holdWhileAlive(lock);
    life.answered = true;
    if (hasLocks()) void navigator.locks.request(lock, () => this.end(life, `The ${this.watched.name} stopped.`));
  }

  /** An error that nobody caught ends no worker, unless it did not come up at all: that rejects nobody's call. */
  private hearError(life: Life, message: string): void {
    const { name } = this.watched;
    const error = new GraftError({
      code: 'worker-crashed',
      message: message || `The ${name} could not be started.`,
      remedy: 'Reload the page. If it happens again, open it in a current Chrome, Edge, Firefox or Safari.',
    });
    if (!life.answered) {
      this.gone = error;
      life.calls.end(error);
    }
    this.watched.onCrash(error);
  }

  private hear(life: Life): void {
    this.longestSilence = Math.max(this.longestSilence, life.silent);
    life.silent = 0;
  }

  private look(): void {
    const { life } = this;
    if (this.gone || !life.answered) return;
    if (!life.waits) {
      life.waits = true;
      void (life.methods as unknown as Living).answer().then(() => {
        this.hear(life);
        life.waits = false;
      });
      return;
    }
    life.silent += askedEvery;
    const limit = this.stepping > 0 ? Math.max(longest.seconds, longest.times * this.longestSilence) : patience;
    if (life.silent < limit) return;
    this.end(life, `The ${this.watched.name} gave no sign of life for ${life.silent} seconds, and was ended.`);
  }

  /** @param message what happened. */
  private end(life: Life, message: string): void {
    if (life !== this.life || this.gone) return;
    life.worker.terminate();
    if (this.restoring) {
      // What brings it back is what it dies of.
      this.gone = new GraftError({ code: 'worker-crashed', message, remedy: 'Reload the page.' });
      life.calls.end(this.gone);
      this.watched.onCrash(this.gone);
      return;
    }
    this.longestSilence = 0;
    this.life = this.startLife();
    this.watched.begin();
    const restoring = this.watched.restore().finally(() => {
      if (this.restoring === restoring) this.restoring = null;
    });
    this.restoring = restoring;
    const remedy = 'It was started again. What it was doing has to be done once more.';
    life.calls.end(new GraftError({ code: workerDied, message, remedy }));
  }
}

import * as Comlink from 'comlink';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WatchedWorker, workerDied } from './watchedWorker.ts';

/** What workers expose, in the order in which they are started. */
let exposed: object[];
let ports: MessagePort[];
/** By worker, what hears an error of it. */
let started: ((error: Partial<ErrorEvent>) => void)[];
let releaseLock: (() => void)[];

beforeEach(() => {
  [exposed, ports, started, releaseLock] = [[], [], [], []];
  // Only what asks now and then: messages take their time.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  vi.stubGlobal('navigator', {
    // The page gets the lock as soon as its worker has let go of it.
    locks: { request: (_: string, granted: () => void) => releaseLock.push(granted) },
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  for (const port of ports) port.close();
});

const living = { holdWhileAlive: async () => {}, answer: async () => {} };

function start(): Worker {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  Comlink.expose(exposed[started.length] ?? living, port2);
  const listen = port1.addEventListener.bind(port1);
  const addEventListener = (type: string, listener: (event: object) => void) => {
    if (type === 'error') started.push(listener);
    else listen(type, listener as EventListener);
  };
  return Object.assign(port1, { terminate: () => port1.close(), addEventListener }) as unknown as Worker;
}

function watch(restore = async (): Promise<void> => {}) {
  const [begin, onCrash] = [vi.fn(), vi.fn()];
  const watched = new WatchedWorker({ name: 'trainer', start, begin, restore, onCrash });
  return {
    watched,
    remote: watched.remote as Record<string, (...asked: unknown[]) => Promise<unknown>>,
    begin,
    onCrash,
  };
}

const isHeld = () => vi.waitFor(() => expect(releaseLock.length).toBe(started.length));

/** So many seconds, by the page's own count, with time for messages in between. */
async function wait(seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 5) {
    vi.advanceTimersByTime(5000);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

const never = () => new Promise(() => {});

describe('a worker that died', () => {
  it('rejects what it was asked, and is started again with what it had before anything else is asked', async () => {
    const order: string[] = [];
    exposed = [
      { ...living, work: never },
      { ...living, work: async () => order.push('asked') },
    ];
    const { remote, begin } = watch(async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      order.push('restored');
    });
    await isHeld();
    const asked = remote.work?.();
    releaseLock[0]?.();
    await expect(asked).rejects.toMatchObject({
      problem: { code: workerDied, message: expect.stringContaining('The trainer stopped') },
    });
    await remote.work?.();
    expect(order).toEqual(['restored', 'asked']);
    expect(begin).toHaveBeenCalledTimes(1);
  });

  it('is not started again where it dies of what brings back what it had', async () => {
    const { remote, onCrash } = watch(() => never() as Promise<void>);
    await isHeld();
    releaseLock[0]?.();
    await isHeld();
    const asked = remote.answer?.();
    releaseLock[1]?.();
    expect(started.length).toBe(2);
    expect(onCrash).toHaveBeenCalledWith(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'worker-crashed' }) }),
    );
    void asked;
  });

  it('before it ever came up is not started again', async () => {
    exposed = [{ ...living, holdWhileAlive: never, work: never }];
    const { remote, onCrash } = watch();
    const asked = remote.work?.();
    started[0]?.({ message: '' });
    await expect(asked).rejects.toMatchObject({ problem: { code: 'worker-crashed' } });
    await expect(remote.work?.()).rejects.toMatchObject({ problem: { code: 'worker-crashed' } });
    expect(onCrash).toHaveBeenCalledTimes(1);
    expect(started.length).toBe(1);
  });
});

describe('a worker that is silent', () => {
  /** Trains with a step that takes so long before it hangs. */
  const hanging = (answer: () => Promise<void>) => ({
    ...living,
    answer,
    run: (tell: (event: object) => void) => {
      tell({ type: 'step' });
      return never();
    },
  });

  it('for a minute in a run is ended and started again', async () => {
    exposed = [hanging(never as () => Promise<void>)];
    const { remote } = watch();
    await isHeld();
    const steps = vi.fn();
    const run = remote.run?.(steps);
    const ended = expect(run).rejects.toMatchObject({ problem: { code: workerDied } });
    await vi.waitFor(() => expect(steps).toHaveBeenCalled());
    await wait(60);
    expect(started.length).toBe(1);
    await wait(10);
    expect(started.length).toBe(2);
    await ended;
  });

  it('is left alone as long as its longest step was a tenth of that', async () => {
    let answers = 0;
    let answerNow = () => {};
    const answer = () =>
      new Promise<void>((resolve) => {
        // The first takes long, the second for ever.
        if (++answers === 1) answerNow = resolve;
      });
    exposed = [hanging(answer)];
    const { remote } = watch();
    await isHeld();
    const steps = vi.fn();
    const run = remote.run?.(steps).catch(() => {});
    await vi.waitFor(() => expect(steps).toHaveBeenCalled());
    await wait(35);
    answerNow();
    await wait(200);
    expect(started.length).toBe(1);
    await wait(200);
    expect(started.length).toBe(2);
    await run;
  });

  it('while it reads a file is given ten minutes, since nobody knows how long that takes', async () => {
    exposed = [{ ...living, answer: never, read: never }];
    const { remote } = watch();
    await isHeld();
    const reading = remote.read?.().catch(() => {});
    await wait(595);
    expect(started.length).toBe(1);
    await wait(15);
    expect(started.length).toBe(2);
    await reading;
  });
});

/** How the page knows that a worker is alive. A lock goes with the thread that holds it, however that ended. */
import type { Living } from './protocol/wire.ts';
import { hasLocks } from './storage/projectLock.ts';

export const living: Living = {
  holdWhileAlive: (lock) =>
    new Promise((held) => {
      if (!hasLocks()) return held();
      void navigator.locks.request(lock, () => {
        held();
        return new Promise(() => {});
      });
    }),
  answer: async () => {},
};

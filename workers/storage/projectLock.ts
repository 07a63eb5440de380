/** One tab writes a project, or reads it from a file. Its lock goes with the tab, however that ends. */

/** A page that is reloaded may come before its lock has gone, in milliseconds. */
const patience = 1500;

const nameOf = (id: string) => `graft ${id}`;

/** Whether this tab has the project to itself from now on, until it goes. A browser without locks has no way to tell. */
export function lockProject(id: string): Promise<boolean> {
  if (!hasLocks()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const held = navigator.locks.request(nameOf(id), { signal: AbortSignal.timeout(patience) }, () => {
      resolve(true);
      return new Promise<never>(() => {});
    });
    held.catch(() => resolve(false));
  });
}

/** Without locks a browser cannot tell which projects are written or read in at the moment. */
export const hasLocks = (): boolean => globalThis.navigator?.locks !== undefined;

/** Has a project locked until the work on it has ended. @param id of one that no other tab knows yet. */
export async function whileLocked<Value>(id: string, work: () => Promise<Value>): Promise<Value> {
  return hasLocks() ? await navigator.locks.request(nameOf(id), work) : work();
}

/** Those that a tab has, this one or another. */
export async function lockedProjects(ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { held = [] } = hasLocks() ? await navigator.locks.query() : {};
  const names = new Set(held.map(({ name }) => name));
  return new Set(ids.filter((id) => names.has(nameOf(id))));
}

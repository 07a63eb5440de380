/** One tab writes a project. Its lock goes with the tab, however that ends. */

/** A page that is reloaded may come before its lock has gone, in milliseconds. */
const patience = 1500;

const nameOf = (id: string) => `graft ${id}`;

/** Whether this tab has the project to itself from now on, until it goes. A browser without locks has no way to tell. */
export function lockProject(id: string): Promise<boolean> {
  const { locks } = navigator;
  if (!locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const held = locks.request(nameOf(id), { signal: AbortSignal.timeout(patience) }, () => {
      resolve(true);
      return new Promise<never>(() => {});
    });
    held.catch(() => resolve(false));
  });
}

/** Those that a tab has, this one or another. */
export async function lockedProjects(ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const names = new Set(held.map(({ name }) => name));
  return new Set(ids.filter((id) => names.has(nameOf(id))));
}

/**
 * Which project this tab has, and which the browser had last. A project is opened by a page that begins anew: so nothing of the one
 * before can be left in it. Told by the session, which a reload keeps, and by the address where nothing may be stored.
 */

/** Where the browser lets nothing be stored, not even this, reading and writing throw. */
function quietly<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch {
    return null;
  }
}

const key = 'graft.project';
/** In the place of an id: this tab has begun anew, and has nothing that is worth keeping yet. */
const none = 'none';
const privateKey = 'private';

export function isPrivate(): boolean {
  return new URLSearchParams(window.location.search).has(privateKey);
}

/** The project that this page is to bring back. */
export function wantedProject(): string | null {
  const ofTab = quietly(() => sessionStorage.getItem(key));
  return ofTab === none ? null : (ofTab ?? quietly(() => localStorage.getItem(key)));
}

/** From now on a reload brings this one back, and so does the next tab. */
export function rememberProject(id: string): void {
  quietly(() => sessionStorage.setItem(key, id));
  quietly(() => localStorage.setItem(key, id));
}

/** This tab has none; the browser's last one is what it was, but for one that is gone. */
export function rememberNone(gone?: string): void {
  quietly(() => sessionStorage.setItem(key, none));
  quietly(() => {
    if (localStorage.getItem(key) === gone) localStorage.removeItem(key);
  });
}

/** The page begins anew, with the project that is remembered, or in private. */
export function beginAnew(inPrivate = false): void {
  const address = new URL(window.location.href);
  address.hash = '';
  if (inPrivate) address.searchParams.set(privateKey, '');
  else address.searchParams.delete(privateKey);
  if (address.href === window.location.href) window.location.reload();
  else window.location.assign(address.href.replace(/#$/, ''));
}

/** The same, where the address leads to the demo: that link is followed again. */
export function beginDemoAnew(): void {
  const address = new URL(window.location.href);
  if (!new URLSearchParams(address.hash.slice(1)).has('data')) address.hash = '';
  // An entry of a panel would be taken for one that was followed already.
  window.history.replaceState(null, '', address.href.replace(/#$/, ''));
  window.location.reload();
}

/**
 * The studio is kept in the browser by its service worker, from the first visit on: it then starts without a network. Where the server
 * sends no headers, the service worker supplies them, and a page that holds nothing yet begins once more, to be isolated from other
 * origins. A private session keeps nothing, not even this.
 */
import { isPrivate } from '../projects/tab.ts';
import { useCorpora } from '../store/corpora.ts';
import { useModels } from '../store/models.ts';
import { useNewerStudio } from '../store/newerStudio.ts';
import { useView } from '../store/view.ts';

export async function keepStudio(): Promise<void> {
  if (!import.meta.env.PROD || isPrivate() || !('serviceWorker' in navigator)) return;
  const container = navigator.serviceWorker;
  container.addEventListener('controllerchange', beginIsolated);
  try {
    const registration = await container.register('./sw.js');
    // The first one of all takes the place of none, and does not wait.
    const look = () =>
      useNewerStudio.setState({ waits: registration.waiting !== null && registration.active !== null });
    const follow = () => registration.installing?.addEventListener('statechange', look);
    registration.addEventListener('updatefound', follow);
    follow();
    look();
  } catch (thrown) {
    // An address without encryption, or a browser that is told to keep nothing: the studio works, with its network.
    console.info('The studio is not kept for working without a network.', thrown);
  }
}

const key = 'graft.isolated';

/** Once a session: where isolation cannot be had, it is not asked for again. */
function beginIsolated(): void {
  if (window.crossOriginIsolated || sessionStorage.getItem(key) || !isUntouched()) return;
  sessionStorage.setItem(key, 'asked for');
  window.location.reload();
}

function isUntouched(): boolean {
  const { busy, panel } = useView.getState();
  return (
    !busy &&
    panel === 'source' &&
    useCorpora.getState().corpora.length === 0 &&
    useModels.getState().models.length === 0
  );
}

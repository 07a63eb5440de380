/**
 * The panels in the browser's history, so that Back goes to the panel before. An entry carries its panel as state and
 * leaves the address alone: addresses are set-ups, and only an entry without a panel of its own is one to be opened.
 */
import { type PanelName, panelNames, useView } from '../store/view.ts';

function panelOf(state: unknown): PanelName | null {
  const panel = typeof state === 'object' && state !== null && 'panel' in state ? state.panel : null;
  return panelNames.find((name) => name === panel) ?? null;
}

/** Whether the entry that the browser is at is one of this page's panels, and not an address that somebody followed. */
export function isAtPanel(): boolean {
  return panelOf(window.history.state) !== null;
}

/** A link was opened, or could not be: its entry has the panel that is shown by now, and going back to it opens no link. */
export function settleEntry(): void {
  if (!isAtPanel()) window.history.replaceState({ panel: useView.getState().panel }, '');
}

/** Writes panels into the history as they are shown, and shows those that it goes back to. Returns the end of it. */
export function keepPanelHistory(): () => void {
  // A link's entry gets the panel that the link leads to, when it is there.
  if (window.location.hash === '') window.history.replaceState({ panel: useView.getState().panel }, '');
  const goTo = ({ state }: PopStateEvent) => {
    const panel = panelOf(state);
    if (panel) useView.setState({ panel });
  };
  window.addEventListener('popstate', goTo);
  const endWriting = useView.subscribe(({ panel }, before) => {
    if (panel === before.panel || panelOf(window.history.state) === panel) return;
    if (isAtPanel()) window.history.pushState({ panel }, '');
    else window.history.replaceState({ panel }, '');
  });
  return () => {
    window.removeEventListener('popstate', goTo);
    endWriting();
  };
}

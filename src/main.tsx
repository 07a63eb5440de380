/** The page's beginning: starts the workers, draws the studio, and takes the set-up from the address if there is one. */
import '../workers/hosting/underPolicy.ts';
import '@mantine/core/styles.css';
import '@mantine/dropzone/styles.css';
import '@mantine/notifications/styles.css';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import './global.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { chooseBackend, watchMemory } from './engine/backend.ts';
import { startStudio } from './engine/client.ts';
import { openLink } from './engine/openLink.ts';
import { keepPlanUpToDate } from './engine/plan.ts';
import { restoreWorker } from './engine/restoring.ts';
import { setStudio } from './engine/studio.ts';
import { beginProjects } from './projects/beginProjects.ts';
import { colourSchemes } from './projects/colourScheme.ts';
import { keepStudio } from './shell/keptStudio.ts';
import { isAtPanel, keepPanelHistory, settleEntry } from './shell/panelHistory.ts';
import { showProblem } from './store/view.ts';
import { theme } from './theme.ts';

async function followLink(): Promise<void> {
  await openLink(window.location.hash);
  settleEntry();
}

async function start(): Promise<void> {
  if (import.meta.env.DEV && new URLSearchParams(window.location.search).has('fake')) {
    const { fakeStudio } = await import('./engine/fake.ts');
    setStudio(fakeStudio());
  } else {
    setStudio(startStudio((error) => showProblem(error.problem), restoreWorker));
  }
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no element "root".');
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colourSchemes()}>
        <Notifications position="top-right" />
        <App />
      </MantineProvider>
    </StrictMode>,
  );
  void keepStudio();
  keepPlanUpToDate();
  const isLink = window.location.hash !== '' && !isAtPanel();
  keepPanelHistory();
  const ready = chooseBackend('auto');
  const isBack = await beginProjects(isLink, ready);
  await ready;
  watchMemory();
  if (!isBack) await followLink();
  // Going back to a panel can change the address too, which is then no link that somebody followed.
  window.addEventListener('hashchange', () => {
    if (!isAtPanel()) void followLink();
  });
}

void start();

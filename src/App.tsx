/** The window: rail, panel, status line. */
import { useHotkeys } from '@mantine/hooks';
import { useEffect } from 'react';
import classes from './App.module.css';
import { panels } from './panels/panels.tsx';
import { PageNotices } from './shell/PageNotices.tsx';
import { PanelBoundary } from './shell/PanelBoundary.tsx';
import { Rail } from './shell/Rail.tsx';
import { StatusLine } from './shell/StatusLine.tsx';
import { useRunUnderWay } from './store/runs.ts';
import { setPresenter, useView } from './store/view.ts';

export function App() {
  const panel = useView((state) => state.panel);
  const presenter = useView((state) => state.presenter);
  useHotkeys([['Escape', () => setPresenter(false)]]);
  useEffect(() => {
    document.documentElement.toggleAttribute('data-presenter', presenter);
  }, [presenter]);
  const running = useRunUnderWay();
  useEffect(() => {
    if (!running) return;
    // A run lives as long as the page does: leaving by mistake would lose it.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [running]);
  const Shown = panels[panel];
  return (
    <div className={classes.window} data-presenter={presenter || undefined}>
      <Rail />
      <main className={classes.main} id="panel">
        <PageNotices />
        <PanelBoundary key={panel} panel={panel}>
          <Shown />
        </PanelBoundary>
      </main>
      <StatusLine />
    </div>
  );
}

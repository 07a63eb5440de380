/** The window: rail, panel, status line. */
import { useHotkeys } from '@mantine/hooks';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { problemFrom } from '../workers/protocol/errors.ts';
import classes from './App.module.css';
import { demoKey } from './components/DemoButton.tsx';
import { panels } from './panels/panels.tsx';
import { PageNotices } from './shell/PageNotices.tsx';
import { PanelBoundary } from './shell/PanelBoundary.tsx';
import { ProjectDialogs } from './shell/ProjectDialogs.tsx';
import { Rail } from './shell/Rail.tsx';
import { StatusLine } from './shell/StatusLine.tsx';
import { useLeavingAsked } from './shell/useLeavingAsked.ts';
import { takeBackLast } from './store/undo.ts';
import { type PanelName, setPresenter, showProblem, useView } from './store/view.ts';

/** Every panel begins at its top, or where it was left. */
function usePlaces(panel: PanelName) {
  const main = useRef<HTMLElement>(null);
  const places = useRef<Partial<Record<PanelName, number>>>({});
  useLayoutEffect(() => {
    if (main.current) main.current.scrollTop = places.current[panel] ?? 0;
  }, [panel]);
  const note = () => {
    places.current[panel] = main.current?.scrollTop ?? 0;
  };
  return { main, note };
}

async function resetDemo(): Promise<void> {
  try {
    const actions = await import('./projects/actions.ts');
    await actions.resetDemo();
  } catch (thrown) {
    showProblem(problemFrom(thrown));
  }
}

export function App() {
  const panel = useView((state) => state.panel);
  const presenter = useView((state) => state.presenter);
  useHotkeys([
    ['Escape', () => setPresenter(false)],
    ['mod+Z', takeBackLast],
    [demoKey, () => void resetDemo()],
  ]);
  useEffect(() => {
    document.documentElement.toggleAttribute('data-presenter', presenter);
  }, [presenter]);
  useLeavingAsked();
  const { main, note } = usePlaces(panel);
  const Shown = panels[panel];
  return (
    <div className={classes.window} data-presenter={presenter || undefined}>
      <Rail />
      <main ref={main} className={classes.main} id="panel" onScroll={note}>
        <PageNotices />
        <PanelBoundary key={panel} panel={panel}>
          <Shown />
        </PanelBoundary>
      </main>
      <StatusLine />
      <ProjectDialogs />
    </div>
  );
}

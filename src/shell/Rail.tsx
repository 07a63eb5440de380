/** The way through the work: seven panels in their order, each with how far it is. Folded in presenter mode. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleDotFilled, IconCircleDotted } from '@tabler/icons-react';
import { type PanelState, panelStateWords, usePanelStates } from '../store/panelStates.ts';
import { panelNames, panelTitles, showPanel, useView } from '../store/view.ts';
import { ProjectSign } from './ProjectSign.tsx';
import { panelIcons } from './panelIcons.ts';
import classes from './Rail.module.css';
import { Tools } from './Tools.tsx';

const stateIcons = { empty: IconCircleDotted, ready: IconCircleCheckFilled, attention: IconCircleDotFilled } as const;

function StateSign({ state }: { readonly state: PanelState }) {
  const Sign = stateIcons[state];
  return <Sign size={14} aria-hidden className={classes.sign} data-state={state} />;
}

export function Rail() {
  const panel = useView((view) => view.panel);
  const presenter = useView((view) => view.presenter);
  const states = usePanelStates();
  return (
    <header className={classes.rail} data-folded={presenter || undefined}>
      <div className={classes.brand}>
        <img src="./icons/graft.svg" alt="" width={30} height={30} />
        <span className={classes.name}>Graft</span>
      </div>
      {!presenter && <ProjectSign />}
      <nav aria-label="Panels" className={classes.nav}>
        {panelNames.map((name) => {
          const Icon = panelIcons[name];
          const title = panelTitles[name];
          return (
            <Tooltip
              key={name}
              label={`${title}: ${panelStateWords[states[name]]}`}
              position="right"
              disabled={!presenter}
            >
              <UnstyledButton
                className={classes.item}
                aria-label={`${title}, ${panelStateWords[states[name]]}`}
                data-current={panel === name || undefined}
                aria-current={panel === name ? 'page' : undefined}
                onClick={() => showPanel(name)}
              >
                <Icon size={20} stroke={1.6} aria-hidden className={classes.icon} />
                <span className={classes.title}>{title}</span>
                <StateSign state={states[name]} />
              </UnstyledButton>
            </Tooltip>
          );
        })}
      </nav>
      <Tools />
    </header>
  );
}

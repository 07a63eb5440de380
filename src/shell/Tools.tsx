/** What concerns the whole page: light or dark, presenter mode, the set-up as a link, taking back the last step. */
import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import {
  IconArrowBackUp,
  IconCheck,
  IconDeviceDesktop,
  IconDotsVertical,
  IconFolder,
  IconLink,
  IconMoon,
  IconPresentation,
  IconPresentationOff,
  IconSun,
} from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { showProjects } from '../store/project.ts';
import { takeBackLast, useUndo } from '../store/undo.ts';
import { setPresenter, useView } from '../store/view.ts';
import classes from './Tools.module.css';

const schemes = [
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
] as const;

const LinkDialog = lazy(async () => ({ default: (await import('./LinkDialog.tsx')).LinkDialog }));

function SchemeItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return schemes.map(({ value, label, icon: Icon }) => (
    <Menu.Item
      key={value}
      role="menuitemradio"
      aria-checked={colorScheme === value}
      leftSection={<Icon size={16} aria-hidden />}
      rightSection={colorScheme === value ? <IconCheck size={16} aria-hidden /> : <span style={{ width: 16 }} />}
      onClick={() => setColorScheme(value)}
    >
      {label}
    </Menu.Item>
  ));
}

export function Tools() {
  const [isLinking, setIsLinking] = useState(false);
  const presenter = useView((view) => view.presenter);
  const presenterLabel = presenter ? 'Leave presenter mode' : 'Presenter mode';
  const PresenterIcon = presenter ? IconPresentationOff : IconPresentation;
  const last = useUndo(({ steps }) => steps.at(-1));
  return (
    <>
      <Suspense fallback={null}>{isLinking && <LinkDialog onClose={() => setIsLinking(false)} />}</Suspense>
      <div className={classes.row} data-folded={presenter || undefined}>
        {last && (
          <Tooltip label={`Undo: ${last.message}`} multiline maw={300}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={`Undo: ${last.message}`}
              aria-keyshortcuts="Control+Z"
              onClick={takeBackLast}
            >
              <IconArrowBackUp size={19} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        <Tooltip label="Link to this set-up">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label="Link to this set-up"
            onClick={() => setIsLinking(true)}
          >
            <IconLink size={19} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={presenterLabel}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={presenterLabel}
            onClick={() => setPresenter(!presenter)}
          >
            <PresenterIcon size={19} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Menu position="right-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Colour scheme">
              <IconSun size={19} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <SchemeItems />
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={classes.more}>
        <Menu position="top-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label="More">
              <IconDotsVertical size={19} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {last && (
              <Menu.Item leftSection={<IconArrowBackUp size={16} aria-hidden />} maw={300} onClick={takeBackLast}>
                Undo: {last.message}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconFolder size={16} aria-hidden />} onClick={() => showProjects(true)}>
              Projects
            </Menu.Item>
            <Menu.Item leftSection={<IconLink size={16} aria-hidden />} onClick={() => setIsLinking(true)}>
              Link to this set-up
            </Menu.Item>
            <Menu.Item leftSection={<PresenterIcon size={16} aria-hidden />} onClick={() => setPresenter(!presenter)}>
              {presenterLabel}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Label>Colour scheme</Menu.Label>
            <SchemeItems />
          </Menu.Dropdown>
        </Menu>
      </div>
    </>
  );
}

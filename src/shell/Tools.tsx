/** What concerns the whole page: light or dark, presenter mode, the set-up as a link, taking back the last step. */
import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
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
import { linkToSetup } from '../engine/openLink.ts';
import { showProjects } from '../store/project.ts';
import { takeBackLast, useUndo } from '../store/undo.ts';
import { setPresenter, showProblem, useView } from '../store/view.ts';
import { replaceAddress } from './panelHistory.ts';
import classes from './Tools.module.css';

const schemes = [
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
] as const;

async function copyLink(): Promise<void> {
  const { address, lacks } = linkToSetup();
  replaceAddress(address);
  try {
    await navigator.clipboard.writeText(address);
    notifications.show({
      title: 'Link copied',
      message: lacks
        ? `It restores the settings, seed included. Files do not travel in links: ${lacks} must be loaded by hand.`
        : 'It restores this set-up, seed included.',
      color: 'pine',
      ...(lacks && { autoClose: 12_000 }),
    });
  } catch {
    showProblem({
      code: 'clipboard-refused',
      message: 'The browser did not let the link be copied.',
      remedy: `It stands in the address bar now: copy it from there.${lacks && ` It restores the settings; ${lacks} must be loaded by hand.`}`,
    });
  }
}

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
  const presenter = useView((view) => view.presenter);
  const presenterLabel = presenter ? 'Leave presenter mode' : 'Presenter mode';
  const PresenterIcon = presenter ? IconPresentationOff : IconPresentation;
  const last = useUndo(({ steps }) => steps.at(-1));
  return (
    <>
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
        <Tooltip label="Copy link to this set-up">
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Copy link" onClick={() => void copyLink()}>
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
            <Menu.Item leftSection={<IconLink size={16} aria-hidden />} onClick={() => void copyLink()}>
              Copy link
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

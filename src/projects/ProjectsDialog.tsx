/** All projects of this browser: opened, begun, renamed, deleted, as a file and from one, and the session that stores nothing. */
import { Button, Group, Loader, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconDownload, IconEyeOff, IconFolderOpen, IconPlus, IconTrash, IconUpload } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { problemFrom } from '../../workers/protocol/errors.ts';
import { type ListedProject, listProjects } from '../../workers/storage/projects.ts';
import { bytesInWords } from '../../workers/text/byteSizes.ts';
import { Dialog } from '../components/Dialog.tsx';
import { EditableName } from '../components/EditableName.tsx';
import { FileOpener } from '../components/FileOpener.tsx';
import { ProblemAlert } from '../components/ProblemAlert.tsx';
import { ReasonedButton } from '../components/ReasonedButton.tsx';
import stacked from '../components/StackedTable.module.css';
import { TimedProgress } from '../components/TimedProgress.tsx';
import { download } from '../download.ts';
import { fileName } from '../fileNames.ts';
import { listed } from '../listed.ts';
import { showProjects, useProject } from '../store/project.ts';
import { useRunUnderWay } from '../store/runs.ts';
import { useView } from '../store/view.ts';
import { useAttempt } from '../useAttempt.ts';
import {
  deleteProject,
  exportProject,
  goToNewProject,
  goToPrivate,
  goToProject,
  importProject,
  nameProject,
} from './actions.ts';
import classes from './ProjectsDialog.module.css';

const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

type Act = (action: () => Promise<void>) => void;

interface RowProps {
  readonly project: ListedProject;
  readonly isOpen: boolean;
  readonly whyNot: string | null;
  readonly taken: readonly string[];
  readonly act: Act;
  /** @param button from which it is asked. */
  readonly onDelete: (button: HTMLElement) => void;
}

function ProjectRow({ project, isOpen, whyNot, taken, act, onDelete }: RowProps) {
  const { id, name, changed, holds, size } = project;
  return (
    <Table.Tr aria-current={isOpen || undefined}>
      <Table.Th scope="row" fw={400} className={classes.name}>
        <Group gap={4} wrap="nowrap">
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Text>
          <EditableName
            bare
            name={name}
            what={`project ${name}`}
            taken={taken}
            onRename={(wanted) => act(() => nameProject(id, wanted))}
          />
        </Group>
        <Text size="xs" c="dimmed">
          {[isOpen && 'Open now', holds.length > 0 && listed(holds, 4)].filter(Boolean).join('. ')}
        </Text>
      </Table.Th>
      <Table.Td className={classes.changed}>{moment.format(changed)}</Table.Td>
      <Table.Td className={classes.size}>{bytesInWords(size)}</Table.Td>
      <Table.Td className={classes.actions}>
        <Group gap="xs" justify="flex-end">
          {!isOpen && (
            <ReasonedButton
              size="compact-sm"
              variant="default"
              whyNot={whyNot}
              leftSection={<IconFolderOpen size={15} aria-hidden />}
              onClick={() => act(() => goToProject(id))}
            >
              Open<VisuallyHidden> {name}</VisuallyHidden>
            </ReasonedButton>
          )}
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconDownload size={15} aria-hidden />}
            onClick={() =>
              act(async () =>
                download(`${fileName(name, 'project')}.graft-project.zip`, await exportProject(id), 'application/zip'),
              )
            }
          >
            Export<VisuallyHidden> {name}</VisuallyHidden>
          </Button>
          <ReasonedButton
            size="compact-sm"
            variant="default"
            whyNot={isOpen ? whyNot : null}
            leftSection={<IconTrash size={15} aria-hidden />}
            onClick={({ currentTarget }) => onDelete(currentTarget)}
          >
            Delete<VisuallyHidden> {name}</VisuallyHidden>
          </ReasonedButton>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

interface QuestionProps {
  readonly project: ListedProject;
  readonly act: Act;
  readonly onClose: () => void;
}

function DeleteQuestion({ project: { id, name, holds }, act, onClose }: QuestionProps) {
  return (
    <Group role="alertdialog" aria-label={`Delete ${name}?`} justify="space-between" gap="sm">
      <Text size="sm" maw="32rem">
        Delete “{name}”{holds.length > 0 && `, with ${listed(holds, 4)}`}? It cannot be taken back. Export it first if
        it may be wanted again.
      </Text>
      <Group gap="xs">
        <Button size="compact-sm" variant="default" autoFocus onClick={onClose}>
          Keep it
        </Button>
        <Button
          size="compact-sm"
          color="red"
          onClick={() => {
            onClose();
            act(() => deleteProject(id));
          }}
        >
          Delete it
        </Button>
      </Group>
    </Group>
  );
}

export function ProjectsDialog() {
  const [projects, setProjects] = useState<readonly ListedProject[] | null>(null);
  const [asked, setAsked] = useState<ListedProject | null>(null);
  const asker = useRef<HTMLElement>(null);
  const [unlisted, setUnlisted] = useState<ReturnType<typeof problemFrom> | null>(null);
  const { busy, problem, attempt } = useAttempt();
  const { project: open, mode } = useProject();
  const progress = useView((state) => state.busy);
  const running = useRunUnderWay();
  const whyNot = running ? 'A run is under way. Stop it first, or wait for its end.' : null;
  const list = useCallback(
    () =>
      listProjects().then(setProjects, (thrown) => {
        setProjects([]);
        setUnlisted(problemFrom(thrown));
      }),
    [],
  );
  // A name that was just changed is written a moment later.
  useEffect(() => void list(), [list]);
  const act: Act = (action) => void attempt(async () => action().finally(list));
  const shown = projects?.map((each) =>
    each.id === open?.id && mode === 'kept' ? { ...each, name: open.name } : each,
  );
  const names = shown?.map(({ name }) => name) ?? [];
  // The question takes the focus along when it goes.
  const close = () => {
    setAsked(null);
    asker.current?.focus();
  };
  return (
    <Dialog title="Projects" size="xl" onClose={() => showProjects(false)}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          Corpora, annotations, models and runs are stored in this browser as they come, and nowhere else. A file
          carries a project to another one.
        </Text>
        <Group gap="xs">
          <ReasonedButton
            whyNot={whyNot}
            leftSection={<IconPlus size={17} aria-hidden />}
            onClick={() => act(goToNewProject)}
          >
            New project
          </ReasonedButton>
          <FileOpener
            takes="Project file (.zip)"
            accept=".zip"
            variant="default"
            whyNot={whyNot}
            leftSection={<IconUpload size={17} aria-hidden />}
            onFiles={([file]) => file && act(() => importProject(file))}
          >
            Import a project
          </FileOpener>
          <ReasonedButton
            variant="default"
            whyNot={mode === 'private' ? 'This is one: nothing of it is stored.' : whyNot}
            leftSection={<IconEyeOff size={17} aria-hidden />}
            onClick={() => act(goToPrivate)}
          >
            Private session
          </ReasonedButton>
        </Group>
        {busy && progress && <TimedProgress progress={progress} />}
        {(problem ?? unlisted) && <ProblemAlert problem={(problem ?? unlisted) as NonNullable<typeof problem>} />}
        {asked && <DeleteQuestion project={asked} act={act} onClose={close} />}
        {!shown && <Loader size="sm" aria-label="Listing the projects" />}
        {shown?.length === 0 && (
          <Text size="sm">There is no project yet. One begins with the first corpus or model.</Text>
        )}
        {shown && shown.length > 0 && (
          <Table aria-label="Projects" verticalSpacing="xs" className={`${stacked.stacked} ${classes.table}`}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Name</Table.Th>
                <Table.Th scope="col">Changed</Table.Th>
                <Table.Th scope="col">Size</Table.Th>
                <Table.Th scope="col">
                  <VisuallyHidden>What can be done</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((project) => (
                <ProjectRow
                  key={project.id}
                  project={project}
                  isOpen={project.id === open?.id && mode !== 'elsewhere'}
                  whyNot={whyNot}
                  taken={names}
                  act={act}
                  onDelete={(button) => {
                    asker.current = button;
                    setAsked(project);
                  }}
                />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
    </Dialog>
  );
}

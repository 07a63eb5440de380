/** Which project is open, above the panels: its name, which can be changed, and the way to the others. */
import { Text, UnstyledButton } from '@mantine/core';
import { IconEyeOff, IconFolder, IconSelector } from '@tabler/icons-react';
import { problemFrom } from '../../workers/protocol/errors.ts';
import { EditableName } from '../components/EditableName.tsx';
import { showProjects, useProject } from '../store/project.ts';
import { showProblem } from '../store/view.ts';
import classes from './ProjectSign.module.css';

export function ProjectSign() {
  const mode = useProject((state) => state.mode);
  const name = useProject((state) => state.project?.name);
  const shown = mode === 'private' ? 'Private session' : (name ?? 'Untitled project');
  const Icon = mode === 'private' ? IconEyeOff : IconFolder;
  return (
    <div className={classes.sign}>
      <UnstyledButton
        className={classes.open}
        aria-label={`Projects: ${shown}`}
        aria-haspopup="dialog"
        onClick={() => showProjects(true)}
      >
        <Icon size={17} stroke={1.6} aria-hidden className={classes.icon} />
        <Text span truncate size="sm" className={classes.name} title={shown}>
          {shown}
        </Text>
        <IconSelector size={14} stroke={1.6} aria-hidden className={classes.icon} />
      </UnstyledButton>
      {mode === 'kept' && name !== undefined && (
        <EditableName bare name={name} what="project" taken={[]} onRename={(wanted) => void rename(wanted)} />
      )}
    </div>
  );
}

async function rename(name: string): Promise<void> {
  const { id } = useProject.getState().project ?? {};
  try {
    const { nameProject } = await import('../projects/actions.ts');
    if (id !== undefined) await nameProject(id, name);
  } catch (thrown) {
    showProblem(problemFrom(thrown));
  }
}

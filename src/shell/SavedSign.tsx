/** Whether what is on the page is stored, in the line that never leaves. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconDeviceFloppy, IconEye, IconEyeOff } from '@tabler/icons-react';
import { isUnkept, isWaiting, savingProblem, showProjects, useProject } from '../store/project.ts';
import classes from './StatusLine.module.css';

type SavedState = 'nothing' | 'saved' | 'saving' | 'not saved' | 'private' | 'read only';

function useSavedState(): SavedState {
  return useProject((state): SavedState => {
    if (state.mode === 'private') return 'private';
    if (state.mode === 'read only') return 'read only';
    if (savingProblem(state) || isUnkept(state)) return 'not saved';
    if (isWaiting(state)) return 'saving';
    return state.keeps === 'yes' ? 'saved' : 'nothing';
  });
}

const signs = {
  nothing: { icon: IconDeviceFloppy, words: '', tip: 'A project begins with the first corpus or model.' },
  saved: {
    icon: IconDeviceFloppy,
    words: 'Saved',
    tip: 'Everything is stored in this browser, and is here again tomorrow.',
  },
  saving: { icon: IconDeviceFloppy, words: 'Saving…', tip: 'It is being stored in this browser.' },
  'not saved': { icon: IconAlertTriangle, words: 'Not saved', tip: 'Something could not be stored.' },
  private: { icon: IconEyeOff, words: 'Private', tip: 'Nothing of this session is stored. It is gone with the page.' },
  'read only': { icon: IconEye, words: 'Read only', tip: 'Another tab has this project.' },
} as const;

export function SavedSign() {
  const state = useSavedState();
  const { icon: Icon, words, tip } = signs[state];
  return (
    <Tooltip label={tip}>
      <UnstyledButton
        className={classes.saved}
        data-state={state}
        aria-label={`Projects. ${words || tip}`}
        onClick={() => showProjects(true)}
      >
        <Icon size={15} stroke={1.7} aria-hidden />
        <span>{words}</span>
      </UnstyledButton>
    </Tooltip>
  );
}

/** A problem, where it happened: what, in which file and line, and the way out. */
import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Problem } from '../../workers/protocol/errors.ts';
import { problemInPage } from '../inPage.ts';
import { ToldText } from './ToldText.tsx';

interface Props {
  readonly problem: Problem;
  readonly title?: string;
  /** Warnings do not interrupt a screen reader. */
  readonly severity?: 'error' | 'warning';
  readonly onClose?: () => void;
  /** A button that puts it right, where there is one. */
  readonly children?: ReactNode;
}

/** What a warning is written on: Mantine's yellow is loud, in the dark most. */
export const warningPaper = {
  backgroundColor: 'light-dark(#fbf3d9, #2b2719)',
  border: '1px solid light-dark(#e8d9a6, #57491f)',
} as const;

export function ProblemAlert({ problem: told, title, severity = 'error', onClose, children }: Props) {
  const problem = problemInPage(told);
  const place = [problem.file, problem.line === undefined ? undefined : `line ${problem.line}`]
    .filter(Boolean)
    .join(', ');
  return (
    <Alert
      role={severity === 'error' ? 'alert' : 'status'}
      color={severity === 'error' ? 'red' : 'yellow'}
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      // Mantine's title has the colour of the alert, too faint to read on it.
      styles={{
        title: { color: 'var(--mantine-color-text)' },
        ...(severity === 'warning' && { root: warningPaper }),
      }}
      title={title ?? (severity === 'error' ? 'That did not work' : 'Worth knowing')}
      withCloseButton={onClose !== undefined}
      closeButtonLabel="Dismiss"
      {...(onClose ? { onClose } : {})}
    >
      {place && (
        <Text span fw={600} size="sm" mr={6}>
          {place}:
        </Text>
      )}
      <Text span size="sm">
        <ToldText>{problem.message}</ToldText>
      </Text>
      {problem.remedy && (
        <Text size="sm" mt={4}>
          {problem.remedy}
        </Text>
      )}
      {children}
    </Alert>
  );
}

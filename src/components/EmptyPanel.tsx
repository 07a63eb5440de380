/** What a panel shows before there is anything in it: what goes there, how to get it, and the demo. */
import { Group, Stack, Text, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { DemoButton } from './DemoButton.tsx';

interface Props {
  readonly icon: Icon;
  readonly title: string;
  readonly children: ReactNode;
  /** The way on from here, besides the demo. */
  readonly action?: ReactNode;
  /** Whether the demo is offered. */
  readonly demo?: boolean;
}

export function EmptyPanel({ icon: Icon, title, children, action, demo = true }: Props) {
  return (
    <Stack align="center" gap="md" py={{ base: 40, sm: 72 }} ta="center">
      <Icon size={44} stroke={1.1} aria-hidden color="var(--mantine-color-dimmed)" />
      <Title order={2}>{title}</Title>
      <Text c="dimmed" maw="34rem" component="div">
        {children}
      </Text>
      <Group gap="sm" justify="center" mt="xs">
        {demo && <DemoButton />}
        {action}
      </Group>
    </Stack>
  );
}

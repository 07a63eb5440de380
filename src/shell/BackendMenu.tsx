/** What computes and why, what else was tried, and the user's own choice. */
import { Loader, Popover, Radio, Stack, Table, Text, UnstyledButton } from '@mantine/core';
import { IconChevronUp, IconCpu } from '@tabler/icons-react';
import type { BackendInfo } from '../../workers/protocol/backend.ts';
import type { BackendPreference } from '../../workers/protocol/configuration.ts';
import { backendPreferences } from '../../workers/protocol/configuration.ts';
import { backendTitles } from '../backendTitles.ts';
import { ProblemAlert } from '../components/ProblemAlert.tsx';
import { chooseBackend } from '../engine/backend.ts';
import { useBackend } from '../store/backend.ts';
import { useRunUnderWay } from '../store/runs.ts';
import classes from './BackendMenu.module.css';

const preferenceTitles: Readonly<Record<BackendPreference, string>> = { auto: 'The fastest', ...backendTitles };

function Considered({ considered }: { readonly considered: BackendInfo['considered'] }) {
  return (
    <Table aria-label="What was tried" verticalSpacing={4} horizontalSpacing={0}>
      <Table.Tbody>
        {considered.map(({ name, milliseconds, note }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={600} pr="sm" w={70}>
              {backendTitles[name]}
            </Table.Th>
            <Table.Td ta="right" pr="sm" w={70} className={classes.figure}>
              {milliseconds === undefined ? '' : `${Math.round(milliseconds)} ms`}
            </Table.Td>
            <Table.Td c="dimmed">{note}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export function BackendMenu() {
  const { info, choosing, preference, problem } = useBackend();
  const running = useRunUnderWay();
  const name = info ? backendTitles[info.name] : choosing ? 'Testing backends' : 'No backend';
  return (
    <Popover width={360} position="top-start" withArrow shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={classes.button} aria-label={`Backend: ${name}`}>
          {choosing ? <Loader size={14} color="gray" /> : <IconCpu size={16} stroke={1.6} aria-hidden />}
          <span className={classes.name}>{name}</span>
          {info && <span className={classes.device}>{info.device}</span>}
          <IconChevronUp size={13} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label="Backend">
        <Stack gap="sm">
          {info && (
            <Text size="sm">
              <b>
                {name}, {info.device}.
              </b>{' '}
              {info.reason}
              {info.software && ' This is a software adapter: it works, slowly.'}
            </Text>
          )}
          {problem && <ProblemAlert problem={problem} />}
          {info && <Considered considered={info.considered} />}
          <Radio.Group
            label="Compute with"
            description={running ? 'Can be changed when the run has ended.' : undefined}
            value={preference}
            onChange={(value) => void chooseBackend(value as BackendPreference)}
          >
            <Stack gap={8} mt={8}>
              {backendPreferences.map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={preferenceTitles[value]}
                  size="sm"
                  disabled={running || choosing}
                />
              ))}
            </Stack>
          </Radio.Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

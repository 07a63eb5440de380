/** A progress bar that says what goes on and how long it will take. Its place does not change its height. */
import { Progress as Bar, Box, Group, Text } from '@mantine/core';
import { describeSeconds, type Progress } from '../engine/progress.ts';

export function TimedProgress({ progress }: { readonly progress: Progress }) {
  const percent = Math.round(Math.min(1, Math.max(0, progress.fraction)) * 100);
  const left = progress.secondsLeft === null ? '' : `, ${describeSeconds(progress.secondsLeft)} left`;
  return (
    <Box>
      <Group justify="space-between" gap="xs" mb={4} wrap="nowrap">
        <Text size="sm" truncate>
          {progress.label}
        </Text>
        <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {percent} %{left}
        </Text>
      </Group>
      <Bar.Root size="sm">
        <Bar.Section value={percent} aria-label={progress.label} aria-valuetext={`${percent} percent${left}`} />
      </Bar.Root>
    </Box>
  );
}

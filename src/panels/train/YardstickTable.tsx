/** What became of the old categories, on the sentences that measure it: before, after, and what was lost. */
import { Table, Text } from '@mantine/core';
import { overallOf } from '../../../workers/text/conlleval.ts';
import { counted, percent, signed } from '../../charts/figures.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { useShownRun } from '../../store/runs.ts';

export function YardstickTable() {
  const yardstick = useShownRun((run) => run.result?.yardstick);
  if (!yardstick) return null;
  const { corpus, sentences, before, after, strict } = yardstick;
  const byName = JSON.stringify(strict) !== JSON.stringify(after);
  const names = Object.keys(before.categories);
  const rows = [
    ...names.map((name) => ({ name, of: [name] })),
    ...(names.length > 1 ? [{ name: null, of: names }] : []),
  ];
  return (
    <section aria-label="What it knew before">
      <Text fw={600}>What it knew before</Text>
      <Text size="sm" c="dimmed" mb="xs">
        F1 on {counted(sentences, 'sentence')} of <bdi>{corpus}</bdi> that were not learned
        {byName && '; a kind of an old category counts as that category, by name it does not'}.
      </Text>
      <Table.ScrollContainer minWidth={280} type="native">
        <Table
          aria-label="What it knew before, by category"
          withRowBorders={false}
          verticalSpacing={4}
          horizontalSpacing={3}
          maw="32rem"
          fz="sm"
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Category</Table.Th>
              {['Before', 'After', 'Change', ...(byName ? ['By name'] : [])].map((head) => (
                <Table.Th key={head} ta="right">
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ name, of }) => {
              const [was, is, called] = [before, after, strict].map((scores) => overallOf(scores, of).f1) as [
                number,
                number,
                number,
              ];
              return (
                <Table.Tr key={name ?? ''}>
                  <Table.Th scope="row" fw={name === null ? 600 : 400}>
                    {name === null ? 'All of them' : <CategoryChip category={name} />}
                  </Table.Th>
                  {[percent(was), percent(is), signed(is - was), ...(byName ? [percent(called)] : [])].map(
                    (figure, column) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: the columns never move.
                      <Table.Td key={column} ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
                        {figure}
                      </Table.Td>
                    ),
                  )}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

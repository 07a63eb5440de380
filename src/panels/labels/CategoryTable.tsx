/** Each category of the model to come: whether it is known, how many examples it has, whether anybody looked for it. */
import { Button, Switch, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconCircleCheck, IconCircleMinus, IconCirclePlus, IconEyeOff } from '@tabler/icons-react';
import type { AdaptationConfiguration } from '../../../workers/protocol/configuration.ts';
import type { AdaptationPlan } from '../../../workers/protocol/engine.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { WideTable } from '../../components/WideTable.tsx';
import { setAdaptation } from '../../store/setup.ts';
import classes from './CategoryTable.module.css';

type Row = AdaptationPlan['categories'][number];

const states = {
  known: { words: 'known', icon: IconCircleCheck },
  new: { words: 'new', icon: IconCirclePlus },
  'not-in-target': { words: 'known, not in this corpus', icon: IconEyeOff },
  'left-out': { words: 'left out', icon: IconCircleMinus },
} as const;

interface Props {
  readonly plan: AdaptationPlan;
  readonly adaptation: AdaptationConfiguration;
  readonly disabled: boolean;
}

const format = new Intl.NumberFormat('en');

function describeRows({ newTags, state }: Row): string {
  if (newTags.length > 0) return `gets ${newTags.join(', ')}`;
  return state === 'left-out' ? 'has no rows' : 'keeps its rows';
}

export function CategoryTable({ plan, adaptation, disabled }: Props) {
  const { newCategories } = adaptation;
  const setAnnotated = (name: string, annotated: boolean) => {
    const now = plan.categories.filter((row) => row.state !== 'left-out' && row.annotated).map((row) => row.name);
    setAdaptation({ annotated: annotated ? [...now, name] : now.filter((other) => other !== name) });
  };
  return (
    <div>
      <WideTable label="Categories of the model" minWidth={39}>
        <Table aria-label="Categories of the model" verticalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Category</Table.Th>
              <Table.Th scope="col">State</Table.Th>
              <Table.Th scope="col" ta="right">
                Examples
              </Table.Th>
              <Table.Th scope="col">Annotated</Table.Th>
              <Table.Th scope="col">Output layer</Table.Th>
              <Table.Th scope="col">
                <VisuallyHidden>Change</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {plan.categories.map((row) => {
              const { words, icon: Icon } = states[row.state];
              return (
                <Table.Tr key={row.name} data-state={row.state} className={classes.row}>
                  <Table.Th scope="row">
                    <CategoryChip category={row.name} out={row.state === 'left-out'} />
                  </Table.Th>
                  <Table.Td>
                    <span className={classes.state}>
                      <Icon size={16} stroke={1.7} aria-hidden />
                      {words}
                    </span>
                  </Table.Td>
                  <Table.Td ta="right">{format.format(row.examples)}</Table.Td>
                  <Table.Td>
                    {row.state !== 'left-out' && (
                      <Switch
                        size="sm"
                        aria-label={`${row.name} is annotated`}
                        label={row.annotated ? 'yes' : 'no'}
                        checked={row.annotated}
                        disabled={disabled || row.state === 'new'}
                        onChange={(event) => setAnnotated(row.name, event.currentTarget.checked)}
                      />
                    )}
                  </Table.Td>
                  <Table.Td>{describeRows(row)}</Table.Td>
                  <Table.Td ta="right">
                    {row.state === 'new' && (
                      <Button
                        variant="subtle"
                        color="gray"
                        size="compact-sm"
                        disabled={disabled}
                        onClick={() =>
                          setAdaptation({ newCategories: newCategories.filter((name) => name !== row.name) })
                        }
                      >
                        Take back<span className={classes.hidden}> {row.name}</span>
                      </Button>
                    )}
                    {row.state === 'left-out' && (
                      <Button
                        variant="light"
                        size="compact-sm"
                        disabled={disabled}
                        onClick={() => setAdaptation({ newCategories: [...newCategories, row.name] })}
                      >
                        Add<span className={classes.hidden}> {row.name}</span>
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </WideTable>
      <Text size="sm" c="dimmed" mt="xs">
        Examples are spans in the training sentences. Annotated means that somebody looked for the category in all of
        them, so that what is unmarked is none.
      </Text>
    </div>
  );
}

/** A choice among few, each with what it means. */
import { Group, Radio, Text } from '@mantine/core';
import type { Initialisation, UnannotatedTreatment } from '../../../workers/protocol/configuration.ts';
import classes from './Choices.module.css';

interface Choice<Value extends string> {
  readonly value: Value;
  readonly title: string;
  readonly meaning: string;
}

export const unannotatedChoices: readonly Choice<UnannotatedTreatment>[] = [
  {
    value: 'pseudo',
    title: 'Label them with the source model',
    meaning:
      'It marks what it knows first, and the marks are learned from along with yours. Yours win where they meet.',
  },
  {
    value: 'as-o',
    title: 'Take them as nothing',
    meaning: 'Unmarked means O. Simple, and the surest way to make the model forget what it knew.',
  },
  {
    value: 'marginal',
    title: 'Sum over them',
    meaning: 'Unmarked words may carry any tag that nobody looked for; the model is held to none of them.',
  },
];

export const initialisationChoices: readonly Choice<Initialisation>[] = [
  { value: 'matched', title: 'Like the others', meaning: 'Drawn with the mean and spread of the trained rows.' },
  { value: 'zeros', title: 'At zero', meaning: 'No opinion at first.' },
  { value: 'normal', title: 'At random', meaning: 'Drawn from N(0, 1): large beside trained rows.' },
  { value: 'best', title: 'Try all three', meaning: 'Trains three times and keeps the best on dev.' },
];

interface Props<Value extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly disabled: boolean;
}

export function Choices<Value extends string>({ label, choices, value, onChange, disabled }: Props<Value>) {
  return (
    <Radio.Group aria-label={label} value={value} onChange={(next) => onChange(next as Value)}>
      <div className={classes.choices}>
        {choices.map(({ value: own, title, meaning }) => (
          <Radio.Card key={own} value={own} className={classes.choice} disabled={disabled}>
            <Group wrap="nowrap" align="flex-start" gap="sm">
              <Radio.Indicator mt={2} size="sm" />
              <div>
                <Text fw={600} size="sm">
                  {title}
                </Text>
                <Text size="sm" c="dimmed">
                  {meaning}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}

/** A choice among few, each with what it means. */
import { Group, Radio, Text } from '@mantine/core';
import classes from './Choices.module.css';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly title: string;
  readonly meaning: string;
}

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

/** A few alternatives side by side, one of them taken; where there is no room for that they stand below one another. */
import { SegmentedControl } from '@mantine/core';
import classes from './Alternatives.module.css';

interface Props<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly data: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean;
}

export function Alternatives<Value extends string>({ label, value, data, onChange, disabled = false }: Props<Value>) {
  return (
    <SegmentedControl
      classNames={{ root: classes.all, control: classes.one }}
      aria-label={label}
      value={value}
      onChange={(chosen) => onChange(chosen as Value)}
      disabled={disabled}
      data={[...data]}
    />
  );
}

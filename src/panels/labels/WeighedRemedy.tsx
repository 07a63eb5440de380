/** A remedy against forgetting that has a weight: on with its usual one, off at 0, and off where the source model cannot have it. */
import { NumberInput, Switch } from '@mantine/core';
import { underSwitch } from '../../components/underSwitch.ts';
import { setAdaptation } from '../../store/setup.ts';

interface Props {
  readonly remedy: 'rehearse' | 'imagine' | 'distil' | 'pull';
  readonly label: string;
  readonly description: string;
  readonly weight: number;
  /** Where it is switched on. */
  readonly usual?: number;
  /** What the weight is called. */
  readonly measure: string;
  readonly most?: number;
  /** By the source model. */
  readonly possible?: boolean;
  readonly disabled: boolean;
}

export function WeighedRemedy({ remedy, label, description, weight, disabled, ...others }: Props) {
  const { usual = 1, measure, most = 100, possible = true } = others;
  const on = possible && weight > 0;
  const choose = (chosen: number) => setAdaptation({ [remedy]: chosen });
  return (
    <>
      <Switch
        label={label}
        description={description}
        checked={on}
        onChange={(event) => choose(event.currentTarget.checked ? usual : 0)}
        disabled={disabled || !possible}
      />
      {on && (
        <NumberInput
          label={measure}
          value={weight}
          onChange={(value) => typeof value === 'number' && value > 0 && choose(value)}
          min={0.1}
          max={most}
          step={usual > 1 ? 1 : 0.5}
          disabled={disabled}
          maw="14rem"
          ml={underSwitch}
        />
      )}
    </>
  );
}

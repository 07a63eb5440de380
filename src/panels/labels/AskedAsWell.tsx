/** The remedy that adds the source model's scores to those of what came of it: by a share, or by the best of some. */
import { NumberInput, Switch } from '@mantine/core';
import type { AdaptationConfiguration } from '../../../workers/protocol/configuration.ts';
import { underSwitch } from '../../components/underSwitch.ts';
import { setAdaptation } from '../../store/setup.ts';

interface Props {
  readonly share: AdaptationConfiguration['consult'];
  /** By the source model. */
  readonly possible: boolean;
  readonly disabled: boolean;
}

export function AskedAsWell({ share, possible, disabled }: Props) {
  const on = possible && share !== 0;
  return (
    <>
      <Switch
        label="Ask the source model as well"
        description={
          possible
            ? 'After the training its scores are added to the new model’s, which holds it from then on: twice as large, and half as fast (an ensemble of outputs: Wortsman and others 2022).'
            : 'A decoder writes each tag by those before it, so that scores cannot be added to its own.'
        }
        checked={on}
        onChange={(event) => setAdaptation({ consult: event.currentTarget.checked ? 'best' : 0 })}
        disabled={disabled || !possible}
      />
      {on && (
        <NumberInput
          label="Its share of each score"
          description="Left empty: as much as costs nothing on dev; where the yardstick counts, the best by both."
          placeholder="chosen on dev"
          value={share === 'best' ? '' : share}
          onChange={(value) => setAdaptation({ consult: typeof value === 'number' && value > 0 ? value : 'best' })}
          min={0.01}
          max={0.99}
          step={0.05}
          disabled={disabled}
          maw="20rem"
          ml={underSwitch}
        />
      )}
    </>
  );
}

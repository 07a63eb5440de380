/** For sparse annotation: how large a share of all words a model is told to expect in entities, where most is left open. */
import { NumberInput, Switch } from '@mantine/core';
import { setEntityRatio, useSetup } from '../store/setup.ts';
import { underSwitch } from './underSwitch.ts';

/** In newspaper text, by Effland and Collins; the share of `--remedy ratio`. */
const usualRatio = 0.15;

export function ExpectedEntities({ disabled }: { readonly disabled: boolean }) {
  const ratio = useSetup((state) => state.entityRatio);
  return (
    <>
      <Switch
        label="Expect a share of entities"
        description="For sparse annotation: where most is left open, a model may take everything for an entity, unless it is told how large a share of all words is part of one (Effland and Collins 2021)."
        checked={ratio > 0}
        onChange={(event) => setEntityRatio(event.currentTarget.checked ? usualRatio : 0)}
        disabled={disabled}
      />
      {ratio > 0 && (
        <NumberInput
          label="Share of all words"
          value={ratio}
          onChange={(value) => typeof value === 'number' && value > 0 && setEntityRatio(value)}
          min={0.01}
          max={0.99}
          step={0.05}
          disabled={disabled}
          maw="14rem"
          ml={underSwitch}
        />
      )}
    </>
  );
}

/** What becomes of mentions that nobody marked, since nobody looked for their category: three ways, each with what can be set of it. */
import { NumberInput } from '@mantine/core';
import type { AdaptationConfiguration } from '../../../workers/protocol/configuration.ts';
import { Choices } from '../../components/Choices.tsx';
import { ExpectedEntities } from '../../components/ExpectedEntities.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import { setAdaptation } from '../../store/setup.ts';
import { unannotatedChoices } from './choices.ts';

interface Props {
  readonly adaptation: Pick<AdaptationConfiguration, 'unannotated' | 'pseudoConfidence'>;
  readonly disabled: boolean;
}

export function NobodyLookedFor({ adaptation: { unannotated, pseudoConfidence }, disabled }: Props) {
  return (
    <PanelSection
      title="What nobody looked for"
      purpose="Some categories of the model are not annotated in this corpus. Their mentions are in the text all the same, unmarked."
    >
      <Choices
        label="What nobody looked for"
        choices={unannotatedChoices}
        value={unannotated}
        onChange={(chosen) => setAdaptation({ unannotated: chosen })}
        disabled={disabled}
      />
      {unannotated === 'pseudo' && (
        <NumberInput
          label="How sure it must be"
          description="Of a mark as a whole, from 0 to 1. What it is less sure of stays open and teaches nothing; at 0 every mark teaches."
          value={pseudoConfidence}
          onChange={(value) => typeof value === 'number' && setAdaptation({ pseudoConfidence: value })}
          min={0}
          max={1}
          step={0.1}
          disabled={disabled}
          maw="26rem"
        />
      )}
      {unannotated === 'marginal' && <ExpectedEntities disabled={disabled} />}
    </PanelSection>
  );
}

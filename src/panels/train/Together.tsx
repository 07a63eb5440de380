/**
 * Learning corpora together (paper 3): which are learned beside the target, what they share, and how often it is the
 * target's turn. Folded to a line once something is chosen, since the chart is what people come for.
 */
import { Accordion, Stack, Text } from '@mantine/core';
import { type Sharing, sharings } from '../../../workers/protocol/configuration.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { Choices } from '../../components/Choices.tsx';
import { FieldForm } from '../../components/FieldForm.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import { useSourceCorpora } from '../../store/corpora.ts';
import { chosenJoint, sharedInWords, sharingWords } from '../../store/jointChoice.ts';
import { namesOrCount } from '../../store/outline.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { setField, setJoint, useSetup } from '../../store/setup.ts';
import { LabelMap } from './LabelMap.tsx';
import { SourceCorpora } from './SourceCorpora.tsx';
import classes from './TrainPanel.module.css';

const sharingChoices = sharings.map((value) => {
  const { name, title, meaning } = sharingWords[value];
  return { value, title: `${title} (${name})`, meaning };
});

function summary(sources: readonly CorpusSummary[], sharing: Sharing): string {
  if (sources.length === 0) return 'nothing is chosen yet';
  const names = sources.map(({ name }) => name);
  return `with ${namesOrCount(names, 'corpora')}, sharing ${sharedInWords(sharing)}`;
}

export function Together({ target }: { readonly target: CorpusSummary }) {
  const sources = useSourceCorpora();
  const joint = useSetup((setup) => setup.joint);
  const running = useRunUnderWay();
  return (
    <Accordion variant="separated" keepMounted={false} {...(sources.length === 0 ? { defaultValue: 'together' } : {})}>
      <Accordion.Item value="together" className={classes.settings}>
        <Accordion.Control>
          Learned together{' '}
          <Text span size="sm" c="dimmed">
            {summary(sources, joint.sharing)}
          </Text>
        </Accordion.Control>
        <Accordion.Panel>
          <Stack gap="xl" pt="xs">
            {running && (
              <Text size="sm" c="dimmed">
                It can be changed when the run has ended.
              </Text>
            )}
            <SourceCorpora target={target} disabled={running} />
            <PanelSection
              title="What they share"
              purpose="What is shared learns from all corpora; the rest each has for itself. The more they share, the more a small target gains, as long as the corpora go together (paper 3, section 3.2)."
            >
              <Choices
                label="What they share"
                choices={sharingChoices}
                value={joint.sharing}
                onChange={(sharing) => setJoint({ sharing })}
                disabled={running}
              />
            </PanelSection>
            {joint.sharing === 'all' && sources.length > 0 && (
              <LabelMap target={target} sources={sources} labelMap={joint.labelMap} disabled={running} />
            )}
            <PanelSection title="How much of the target">
              <FieldForm fields={chosenJoint(joint)} onChange={setField} disabled={running} />
            </PanelSection>
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

/** A new model from random weights: which architecture, in which sizes, from which corpus. It is trained in Train. */
import { Alert, Button, Group, NumberInput, Radio, Stack, Switch, Text } from '@mantine/core';
import { architectures, checkpointArchitectures } from '../../../workers/protocol/architectures.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { ExpectedEntities } from '../../components/ExpectedEntities.tsx';
import { FieldForm } from '../../components/FieldForm.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import { ResultName } from '../../components/ResultName.tsx';
import { useTargetCorpus } from '../../store/corpora.ts';
import { useEncoders } from '../../store/encoders.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { setArchitecture, setCarry, setField, setImportance, useSetup } from '../../store/setup.ts';
import { showPanel } from '../../store/view.ts';
import classes from './NewSourceForm.module.css';
import { PretrainedEncoder } from './PretrainedEncoder.tsx';
import { sizesOf } from './sizes.ts';

/** Whether some sentence was not looked through for some category. */
const leavesOpen = ({ annotated, categories }: CorpusSummary) =>
  annotated !== 'all' && !categories.every((category) => annotated.includes(category));

export function NewSourceForm() {
  const setup = useSetup();
  const corpus = useTargetCorpus();
  const running = useRunUnderWay();
  const encoder = useEncoders((state) => state.encoder);
  const offered = encoder ? [...checkpointArchitectures, ...architectures] : architectures;
  const purpose = encoder
    ? 'The first begin with the pretrained encoder; the others read words in both directions, and the characters of each word.'
    : 'All read words in both directions, and the characters of each word.';
  return (
    <Stack gap="xl">
      <PretrainedEncoder disabled={running} />
      <PanelSection title="Architecture" purpose={purpose}>
        <Radio.Group aria-label="Architecture" value={setup.architecture} onChange={setArchitecture}>
          <div className={classes.choices}>
            {offered.map(({ name, label, help, paper }) => (
              <Radio.Card key={name} value={name} className={classes.choice} disabled={running}>
                <Group wrap="nowrap" align="flex-start">
                  <Radio.Indicator mt={3} />
                  <div>
                    <Text fw={600} title={`As in ${paper}`}>
                      {label}
                    </Text>
                    <Text size="sm" c="dimmed">
                      {help}
                    </Text>
                  </div>
                </Group>
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
      </PanelSection>
      <PanelSection
        title="Sizes"
        purpose="They shape the network and stay with the model. How it is trained is set in Train."
      >
        <FieldForm fields={sizesOf(setup, corpus?.kind ?? 'spans')} onChange={setField} disabled={running} />
      </PanelSection>
      {setup.task === 'train' && (setup.entityRatio > 0 || (corpus && leavesOpen(corpus))) && (
        <PanelSection
          title="Sparse annotation"
          purpose="In some texts of this corpus nobody looked for everything: what is not marked there stays open."
        >
          <ExpectedEntities disabled={running} />
        </PanelSection>
      )}
      {setup.task === 'train' && <Carried carry={setup.carry} importance={setup.importance} disabled={running} />}
      <ResultName disabled={running} />
      {!corpus && (
        <Alert variant="light" color="gray" title="A corpus to learn from is missing">
          <Text size="sm">
            {setup.task === 'joint'
              ? 'Import the one that the model is for, and those that it is to be learned together with.'
              : 'Import one whose categories the source model should know.'}
          </Text>
          <Button mt="sm" size="sm" onClick={() => showPanel('corpus')}>
            Go to Corpus
          </Button>
        </Alert>
      )}
    </Stack>
  );
}

/** A corpus is rarely at hand where a model is adapted later. */
interface CarriedProps {
  readonly carry: number;
  readonly importance: boolean;
  readonly disabled: boolean;
}

function Carried({ carry, importance, disabled }: CarriedProps) {
  return (
    <PanelSection
      title="What it carries"
      purpose="A model that is adapted later can only show that it keeps its categories where it has sentences of its own text. They leave the page with the model’s file."
    >
      <NumberInput
        label="Dev sentences that the model carries along"
        description="By half of them is measured what an adaptation forgets; the other half can be learned again. 0: none; 500 is enough for most."
        value={carry}
        onChange={(value) => (value === 0 || (typeof value === 'number' && value >= 2)) && setCarry(value)}
        min={0}
        max={100_000}
        step={100}
        allowDecimal={false}
        disabled={disabled}
        maw="26rem"
      />
      <Switch
        label="How much each of its numbers matters"
        description="Its Fisher information, measured after training. By it a later adaptation that stays near these weights holds back what matters most (elastic weight consolidation; Kirkpatrick and others 2017)."
        checked={importance}
        onChange={({ currentTarget }) => setImportance(currentTarget.checked)}
        disabled={disabled}
        mt="md"
        maw="40rem"
      />
    </PanelSection>
  );
}

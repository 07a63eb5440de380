/** A new source model: which architecture, in which sizes, from which corpus. It is trained in Train. */
import { Alert, Button, Group, Radio, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import {
  type ArchitectureName,
  architectureLabels,
  architectureNames,
} from '../../../workers/protocol/hyperparameters.ts';
import { PanelSection } from '../../components/Panel.tsx';
import { ResultName } from '../../components/ResultName.tsx';
import { useSelectedCorpus } from '../../store/corpora.ts';
import { isUnderWay, useRun } from '../../store/run.ts';
import { setArchitecture, setHyperparameter, useSetup } from '../../store/setup.ts';
import { showPanel } from '../../store/view.ts';
import { HyperparameterForm } from '../train/HyperparameterForm.tsx';
import classes from './NewSourceForm.module.css';

export function NewSourceForm() {
  const { architecture, hyperparameters } = useSetup((state) => state.configuration);
  const corpus = useSelectedCorpus();
  const running = useRun((state) => isUnderWay(state.status));
  return (
    <Stack gap="xl">
      <PanelSection title="Architecture" purpose="Both read words and their characters in both directions.">
        <Radio.Group
          aria-label="Architecture"
          value={architecture}
          onChange={(value) => setArchitecture(value as ArchitectureName)}
        >
          <div className={classes.choices}>
            {architectureNames.map((name) => (
              <Radio.Card key={name} value={name} className={classes.choice} disabled={running}>
                <Group wrap="nowrap" align="flex-start">
                  <Radio.Indicator mt={3} />
                  <div>
                    <Text fw={600}>{architectureLabels[name].label}</Text>
                    <Text size="sm" c="dimmed">
                      {architectureLabels[name].help}
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
        <HyperparameterForm
          architecture={architecture}
          value={hyperparameters}
          onChange={setHyperparameter}
          group="model"
          disabled={running}
        />
      </PanelSection>
      <ResultName disabled={running} />
      {corpus ? (
        <Group>
          <Button rightSection={<IconArrowRight size={18} aria-hidden />} onClick={() => showPanel('train')}>
            Train on {corpus.name}
          </Button>
        </Group>
      ) : (
        <Alert variant="light" color="gray" title="A corpus to learn from is missing">
          <Text size="sm">Import one whose categories the source model should know.</Text>
          <Button mt="sm" size="sm" onClick={() => showPanel('corpus')}>
            Go to Corpus
          </Button>
        </Alert>
      )}
    </Stack>
  );
}

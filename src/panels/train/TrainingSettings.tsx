/** Seed and training hyperparameters, folded away: the defaults are good, and the chart is what people come for. */
import { Accordion, NumberInput, Stack } from '@mantine/core';
import { isUnderWay, useRun } from '../../store/run.ts';
import { setHyperparameter, setSeed, useSetup } from '../../store/setup.ts';
import { HyperparameterForm } from './HyperparameterForm.tsx';
import { adviseHyperparameters } from './hyperparameterAdvice.ts';
import classes from './TrainPanel.module.css';

export function TrainingSettings() {
  const { architecture, adaptation, hyperparameters, seed } = useSetup((state) => state.configuration);
  const running = useRun((state) => isUnderWay(state.status));
  const warned = Object.keys(adviseHyperparameters(hyperparameters)).length > 0;
  return (
    <Accordion variant="separated" keepMounted={false} {...(warned ? { defaultValue: 'settings' } : {})}>
      <Accordion.Item value="settings" className={classes.settings}>
        <Accordion.Control>Training settings</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="lg" pt="xs">
            <NumberInput
              label="Seed"
              description="Same seed, same corpus, same settings: same numbers."
              value={seed}
              onChange={(next) => typeof next === 'number' && setSeed(next)}
              min={0}
              max={0xffffffff}
              allowDecimal={false}
              disabled={running}
              maw="20rem"
            />
            <HyperparameterForm
              architecture={architecture}
              value={hyperparameters}
              onChange={setHyperparameter}
              disabled={running}
              {...(adaptation ? { group: 'training' as const } : {})}
            />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

/** Seed, how often it is run, and training settings, folded away: the defaults are good, and the chart is what people come for. */
import { Accordion, NumberInput, Stack, Text } from '@mantine/core';
import { isOfUse } from '../../../workers/protocol/fields.ts';
import { adaptationSettings } from '../../../workers/protocol/settings.ts';
import { FieldForm } from '../../components/FieldForm.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import { chosenRate, chosenSettings } from '../../store/chosenFields.ts';
import { useTargetCorpus } from '../../store/corpora.ts';
import { useSourceModel } from '../../store/models.ts';
import { howOften, oftenInWords } from '../../store/repeating.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { searchableFields } from '../../store/searchable.ts';
import { setField, setSeed, useSetup } from '../../store/setup.ts';
import { standardSettings } from '../../store/standardSettings.ts';
import { HowOften } from './HowOften.tsx';
import { adviseSettings, idleSettings } from './settingsAdvice.ts';
import classes from './TrainPanel.module.css';

/** What the task at hand begins with where nobody chose otherwise. */
function useStandard() {
  const source = useSourceModel();
  const task = useSetup((setup) => setup.task);
  const architecture = useSetup((setup) => setup.architecture);
  // It goes by the corpus at hand.
  useTargetCorpus();
  return task === 'adapt' && source ? adaptationSettings(source) : standardSettings(architecture);
}

/** What a search draws has no effect as it is set. */
function useDrawnSettings(): Readonly<Record<string, string>> {
  const setup = useSetup();
  if (howOften(setup) !== 'search') return {};
  const drawn = searchableFields(setup).filter(({ searched }) => searched);
  return Object.fromEntries(drawn.map(({ key }) => [key, 'Is drawn anew in each trial.']));
}

export function TrainingSettings() {
  const setup = useSetup();
  const { seed } = setup;
  const settings = setup.settings[setup.task];
  const standard = useStandard();
  const source = useSourceModel();
  const { encoder } = setup.task === 'adapt' && source ? source.specification : setup.specification;
  const running = useRunUnderWay();
  const advice = adviseSettings(settings, standard);
  const often = oftenInWords(setup);
  const drawn = useDrawnSettings();
  const idle = { ...idleSettings(settings), ...drawn };
  const chosen = [...chosenRate(setup), ...chosenSettings(settings, standard)];
  const ofUse = chosen.filter(({ field }) => isOfUse(field, encoder.kind));
  const fields = ofUse.map((each) => ({
    ...each,
    warning: advice[each.key],
    idle: idle[each.key],
  }));
  return (
    <Accordion
      variant="separated"
      keepMounted={false}
      {...(Object.keys(advice).length > 0 ? { defaultValue: 'settings' } : {})}
    >
      <Accordion.Item value="settings" className={classes.settings}>
        <Accordion.Control>
          Training settings{' '}
          {often !== 'once' && (
            <Text span size="sm" c="dimmed">
              {often}
            </Text>
          )}
        </Accordion.Control>
        <Accordion.Panel>
          <Stack gap="lg" pt="xs">
            {running && (
              <Text size="sm" c="dimmed">
                They can be changed when the run has ended.
              </Text>
            )}
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
            <HowOften disabled={running} />
            <PanelSection title="How it is trained">
              <FieldForm fields={fields} onChange={setField} disabled={running} />
            </PanelSection>
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

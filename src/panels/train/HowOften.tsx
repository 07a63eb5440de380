/** How often a run is done: once, with several seeds, or as a random search over sizes and settings. */
import { Text } from '@mantine/core';
import { type Choice, Choices } from '../../components/Choices.tsx';
import { FieldForm } from '../../components/FieldForm.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import {
  type HowOften as How,
  howOften,
  type Repeating,
  repeatingFields,
  seedsInWords,
  seedsOf,
  trialsToCome,
} from '../../store/repeating.ts';
import { setRepeating, useSetup } from '../../store/setup.ts';
import { SearchedSettings } from './SearchedSettings.tsx';

const choices: readonly Choice<How>[] = [
  { value: 'once', title: 'Once', meaning: 'One training, with the seed above.' },
  {
    value: 'seeds',
    title: 'With several seeds',
    meaning:
      'The same run with each seed: how far apart their scores lie is how much of a result is chance. The model of the best dev score is kept.',
  },
  {
    value: 'search',
    title: 'Random search',
    meaning:
      'Each trial trains with sizes and settings drawn at random from the papers’ ranges or your own (Bergstra and Bengio 2012; paper 0, section 4.2). The model of the best dev score is kept.',
  },
];

/** What a number is, as the form shows it. */
function numberField(key: keyof typeof repeatingFields, repeating: Repeating, help: string) {
  const field = { ...repeatingFields[key], help: `${repeatingFields[key].help} ${help}` };
  return { key, field, value: repeating[key], standard: field.default };
}

export function HowOften({ disabled }: { readonly disabled: boolean }) {
  const setup = useSetup();
  const { task, repeating } = setup;
  const how = howOften(setup);
  const setNumber = (key: string, value: unknown) => setRepeating({ [key]: value });
  const [seeds, trials] = [seedsOf(setup), trialsToCome(setup)];
  return (
    <PanelSection title="How often">
      <Choices
        label="How often"
        choices={task === 'train' ? choices : choices.filter(({ value }) => value !== 'search')}
        value={how}
        onChange={(next) => setRepeating({ how: next })}
        disabled={disabled}
      />
      {how === 'seeds' && (
        <FieldForm
          fields={[numberField('seeds', repeating, `Now ${seedsInWords(seeds)}.`)]}
          onChange={setNumber}
          disabled={disabled}
        />
      )}
      {how === 'search' && (
        <>
          <FieldForm fields={[numberField('trials', repeating, '')]} onChange={setNumber} disabled={disabled} />
          <SearchedSettings disabled={disabled} />
          {trials < repeating.trials && trials > 1 && (
            <Text size="sm">There are only {trials} different trials of these settings.</Text>
          )}
        </>
      )}
    </PanelSection>
  );
}

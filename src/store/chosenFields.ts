/** What is chosen, field by field as the declarations list it, with the standard beside: what forms show and links write. */
import { findArchitecture } from '../../workers/protocol/architectures.ts';
import type { Field, FieldValue } from '../../workers/protocol/fields.ts';
import { labellingRateField } from '../../workers/protocol/labellingRate.ts';
import { settingsFields, type TrainingSettings } from '../../workers/protocol/settings.ts';
import { specificationFields } from '../../workers/protocol/specification.ts';
import type { Choice } from './setup.ts';

export interface ChosenField {
  readonly key: string;
  readonly field: Field;
  readonly value: FieldValue;
  readonly standard: FieldValue;
}

/** What shapes the network, beside what its architecture has. */
export function chosenSpecification({ architecture, specification }: Choice): ChosenField[] {
  const own = specificationFields(findArchitecture(architecture)?.specification ?? specification);
  return specificationFields(specification).map(({ key, field, value }) => {
    const standard = own.find((each) => each.key === key)?.value ?? field.default;
    return { key, field, value, standard };
  });
}

/** How it is trained, beside the settings that count as the standard. */
export function chosenSettings(settings: TrainingSettings, standard: TrainingSettings): ChosenField[] {
  return Object.entries(settingsFields).map(([name, field]) => {
    const key = name as keyof TrainingSettings;
    return { key, field, value: settings[key], standard: standard[key] };
  });
}

/** How much is learned from, where that is a setting of the task at hand: of corpora learned together it is the target's. */
export function chosenRate({ task, labellingRate }: Choice): ChosenField[] {
  if (task !== 'train') return [];
  const field = labellingRateField;
  return [{ key: 'labellingRate', field, value: labellingRate, standard: field.default }];
}

/** Run configurations as the experiments set them: an architecture by its name, with what the protocol changes in it. */
import { type Architecture, architectureLabel, findArchitecture } from '../workers/protocol/architectures.ts';
import type {
  AdaptationConfiguration,
  AdaptConfiguration,
  TrainConfiguration,
} from '../workers/protocol/configuration.ts';
import { defaultAdaptation } from '../workers/protocol/configuration.ts';
import type { FieldValue } from '../workers/protocol/fields.ts';
import type { TrainingSettings } from '../workers/protocol/settings.ts';
import { type ModelSpecification, specificationFields, withSpecified } from '../workers/protocol/specification.ts';

/** Those of the names that this Graft has: an architecture that is yet to come joins its experiments by itself. */
export function architecturesNamed(names: readonly string[]): Architecture[] {
  return names.flatMap((name) => findArchitecture(name) ?? []);
}

/** What is said where some are missing; nothing where all are there. */
export function missingNote(names: readonly string[]): string[] {
  const missing = names.filter((name) => !findArchitecture(name)).map(architectureLabel);
  return missing.length > 0 ? [`Not built yet, and so without rows: ${missing.join(', ')}.`] : [];
}

/** What is changed in an architecture's settings. */
export type Changes = Partial<TrainingSettings>;

/** For quick runs of adaptations: so few sentences teach something only in small steps at a high rate. */
export const quickly = { epochs: 4, learningRate: 0.02, batchSize: 8 } satisfies Changes;

/** @param shape values of the specification by their fields' names; those that the architecture does not have are passed over. */
export function training(
  architecture: Architecture,
  seed: number,
  changes: Changes,
  shape: Readonly<Record<string, FieldValue>> = {},
): TrainConfiguration {
  return {
    version: 2,
    task: 'train',
    seed,
    architecture: architecture.name,
    specification: shaped(architecture.specification, shape),
    settings: { ...architecture.settings, ...changes },
  };
}

/** An adaptation of what `trained` gives: its settings at half the rate, as page and terminal propose. */
export function adaptation(trained: TrainConfiguration, adapted: Partial<AdaptationConfiguration>): AdaptConfiguration {
  const { seed, settings } = trained;
  return {
    version: 2,
    task: 'adapt',
    seed,
    settings: { ...settings, learningRate: settings.learningRate / 2 },
    adaptation: { ...defaultAdaptation, ...adapted },
  };
}

function shaped(specification: ModelSpecification, shape: Readonly<Record<string, FieldValue>>): ModelSpecification {
  return specificationFields(specification)
    .filter(({ key }) => Object.hasOwn(shape, key))
    .reduce((changed, field) => withSpecified(changed, field, shape[field.key] as FieldValue), specification);
}

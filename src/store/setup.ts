/**
 * The run that is being set up: the configuration that Start training will use, edited in Source (architecture and its
 * hyperparameters), Labels (the adaptation) and Train (seed, training hyperparameters).
 */
import { create } from 'zustand';
import {
  type AdaptationConfiguration,
  defaultAdaptation,
  type RunConfiguration,
} from '../../workers/protocol/configuration.ts';
import type { AdaptationPlan, ModelSummary } from '../../workers/protocol/engine.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import {
  type ArchitectureName,
  adaptationDefaults,
  architectureDefaults,
  type Hyperparameters,
} from '../../workers/protocol/hyperparameters.ts';

interface SetupState {
  /** With `adaptation`: adapt the source model. Without: train a source model from random weights. */
  readonly configuration: RunConfiguration;
  /** What the result is called; empty means a name made from corpus and categories. */
  readonly name: string;
  readonly vectors: { readonly name: string; readonly blob: Blob } | null;
  /** What the adaptation would do to the output layer; null while it is being worked out or there is nothing to. */
  readonly plan: AdaptationPlan | null;
  readonly planProblem: Problem | null;
}

export const initialConfiguration: RunConfiguration = {
  version: 1,
  architecture: 'bilstm-crf',
  hyperparameters: architectureDefaults['bilstm-crf'],
  seed: 1,
  adaptation: defaultAdaptation,
};

export const useSetup = create<SetupState>()(() => ({
  configuration: initialConfiguration,
  name: '',
  vectors: null,
  plan: null,
  planProblem: null,
}));

function changeConfiguration(change: (configuration: RunConfiguration) => RunConfiguration): void {
  useSetup.setState(({ configuration }) => ({ configuration: change(configuration) }));
}

export function setConfiguration(configuration: RunConfiguration): void {
  useSetup.setState({ configuration });
}

/** Another architecture brings its own defaults. */
export function setArchitecture(architecture: ArchitectureName): void {
  changeConfiguration((before) => ({ ...before, architecture, hyperparameters: architectureDefaults[architecture] }));
}

export function setHyperparameter<Key extends keyof Hyperparameters>(key: Key, value: Hyperparameters[Key]): void {
  changeConfiguration((before) => ({ ...before, hyperparameters: { ...before.hyperparameters, [key]: value } }));
}

export function setSeed(seed: number): void {
  changeConfiguration((before) => ({ ...before, seed }));
}

export function setRunName(name: string): void {
  useSetup.setState({ name });
}

export function setVectors(vectors: SetupState['vectors']): void {
  useSetup.setState({ vectors });
}

/** Changes some of the adaptation; begins one if there was none. */
export function setAdaptation(change: Partial<AdaptationConfiguration>): void {
  changeConfiguration((before) => ({
    ...before,
    adaptation: { ...(before.adaptation ?? defaultAdaptation), ...change },
  }));
}

/** Adapt this model: its architecture and sizes are given, its training settings a start. */
export function adaptFrom(model: ModelSummary): void {
  changeConfiguration((before) => ({
    ...before,
    architecture: model.architecture,
    hyperparameters: adaptationDefaults(model.hyperparameters),
    adaptation: before.adaptation ?? defaultAdaptation,
  }));
}

/** Train a source model from random weights. */
export function trainFromScratch(): void {
  changeConfiguration(({ adaptation: _, ...before }) => before);
}

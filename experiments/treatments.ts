/** Ways to adapt that experiments hold against each other: a line each in their lists. */
import type {
  AdaptationConfiguration,
  AdaptConfiguration,
  TrainConfiguration,
} from '../workers/protocol/configuration.ts';
import { adaptation, type Changes } from './configurations.ts';

export interface Treatment {
  /** Part of trials' keys. */
  readonly key: string;
  readonly label: string;
  readonly adaptation: Partial<AdaptationConfiguration>;
  /** What it changes in the settings. */
  readonly settings?: Changes;
  /** The share of words that is expected to be part of an entity, where it is left open which are. */
  readonly entityRatio?: number;
}

/** What Effland and Collins 2021 expect of newspaper text. */
export const usualEntityRatio = 0.15;

/** Whether sentences of the source's are learned again, or decide something: the model must carry them. */
export const needsStoredText = ({ adaptation: { rehearse = 0, yardstickWeight = 0 } }: Treatment) =>
  rehearse > 0 || yardstickWeight > 0;

/** @param task what the target asks for, whatever the treatment. */
export function treated(
  trained: TrainConfiguration,
  treatment: Treatment,
  task: Partial<AdaptationConfiguration>,
): AdaptConfiguration {
  const configuration = adaptation(trained, { ...task, ...treatment.adaptation });
  const { settings, entityRatio } = treatment;
  return {
    ...configuration,
    settings: { ...configuration.settings, ...settings },
    ...(entityRatio !== undefined && { entityRatio }),
  };
}

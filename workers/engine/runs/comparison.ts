/**
 * The comparison that every adaptation can be held against (paper 0's Rand): the same architecture, tags and sentences
 * from random weights. It is treated as well as the method: it learns at the rate at which its architecture learns from
 * nothing, not at the lowered one of an adaptation; it gets as many epochs as it can use; the same vectors; the same
 * choice of the best epoch.
 */
import { findArchitecture } from '../../protocol/architectures.ts';
import { commonSettings, type TrainingSettings } from '../../protocol/settings.ts';
import type { RunContext } from './context.ts';
import { learnerOf } from './learner.ts';
import { type AdaptationMaterial, unknownIn } from './material.ts';
import { countSentences, runStage, type TrainedStage } from './stage.ts';
import { freshTagger } from './train.ts';

/** More than any network here has used before patience ended. */
const manyEpochs = 300;

/** @returns null where it was stopped before its first epoch's end. */
export function trainComparison(
  context: RunContext,
  { source, settings, adaptation, train, dev, vectors, gazetteers }: AdaptationMaterial,
): Promise<TrainedStage | null> {
  const random = context.random.fork('random weights');
  const { architecture, specification } = source;
  const categories = [...source.categories, ...adaptation.newCategories];
  const own = comparisonSettings(architecture, settings);
  // A transformer from nothing still cuts words as its tokenizer does.
  const given = specification.encoder.kind === 'transformer' ? { texts: source.texts, weights: {} } : undefined;
  const text = { vectors, gazetteers, given };
  const fresh = { name: 'random weights', architecture, specification, categories, train, text, random };
  const stage = { id: 'random', label: 'from random weights', role: 'comparison' } as const;
  return runStage(context, {
    stage: { ...stage, epochs: own.epochs, sentences: countSentences(train) },
    settings: own,
    random,
    begin: async () => {
      const lesson = { train, dev, learns: 'all', unknown: unknownIn(adaptation), settings: own, random } as const;
      return learnerOf(freshTagger(fresh), lesson, context.control);
    },
  });
}

/** The optimizer with its rates is the architecture's own; batches, dropout and clipping are the run's. */
export function comparisonSettings(architecture: string, run: TrainingSettings): TrainingSettings {
  const own = findArchitecture(architecture)?.settings ?? commonSettings;
  const { optimizer, learningRate, layerDecay, outputRate, schedule, warmup, momentum, weightDecay } = own;
  return {
    ...run,
    ...{ optimizer, learningRate, layerDecay, outputRate, schedule, warmup, momentum, weightDecay },
    // Nothing is there yet that was worth keeping as it is.
    ...{ frozenLayers: 0, loraRank: 0 },
    epochs: Math.max(run.epochs, manyEpochs),
    patience: Math.max(run.patience, own.patience),
  };
}

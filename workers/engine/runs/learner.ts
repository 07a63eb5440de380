/** What a stage trains: a tagger, with its training sentences as steps and its dev sentences as the score. */
import { measureTagger } from '../../models/scoreTagger.ts';
import type { Tagger } from '../../models/tagger.ts';
import type { Corpus } from '../../protocol/corpus.ts';
import type { SourceScores } from '../../protocol/engine.ts';
import type { Scores } from '../../protocol/scores.ts';
import type { TrainingSettings } from '../../protocol/settings.ts';
import { trainingBatches } from '../../text/batches.ts';
import { type Example, examplesOf, type TagIndex } from '../../text/examples.ts';
import type { RunControl } from '../../training/control.ts';
import type { Measured, Trainable, TrainingStep } from '../../training/loop.ts';

export interface DevFigures {
  readonly dev: Scores;
  /** Where other corpora are learned beside the target. */
  readonly sources?: readonly SourceScores[];
}

export interface Learner {
  /** What the stage gives. */
  readonly tagger: Tagger;
  readonly trainable: Trainable<DevFigures>;
  dispose(): void;
}

export interface Lesson {
  readonly train: Corpus;
  readonly dev: Corpus;
  /** `tags`: what the output has of each tag. The rest, which was transferred, is frozen. */
  readonly learns: 'all' | 'tags';
  /** What nobody looked for in the training sentences: summed over, or taken as O. */
  readonly unknown: 'open' | 'O';
  readonly settings: TrainingSettings;
}

/** One tagger that learns one corpus. */
export function learnerOf(tagger: Tagger, lesson: Lesson, control: RunControl): Learner {
  const { settings, learns, unknown, dev } = lesson;
  const examples = examplesOf(lesson.train, indexOf(tagger), unknown);
  const lengths = examples.map(({ words }) => words.length);
  return {
    tagger,
    trainable: {
      parameters: learns === 'all' ? tagger.parameters : tagger.output.ofTags,
      depths: tagger.depths,
      steps: (order) => trainingBatches(lengths, settings, order).map((batch) => stepOf(tagger, examples, batch)),
      score: () => measured(tagger, dev, control),
    },
    dispose: () => tagger.dispose(),
  };
}

export const indexOf = (tagger: Tagger): TagIndex => ({
  tags: tagger.output.tags,
  scheme: tagger.scheme,
  categories: tagger.categories,
});

/** @param batch indices of the examples. */
export function stepOf(tagger: Tagger, examples: readonly Example[], batch: readonly number[]): TrainingStep {
  return {
    size: batch.length,
    loss: (mode) =>
      tagger.loss(
        batch.map((sentence) => examples[sentence] as Example),
        mode,
      ),
  };
}

/** The tagger on dev: by this the best epoch is chosen. */
export async function measured(tagger: Tagger, dev: Corpus, control: RunControl): Promise<Measured<DevFigures>> {
  const { scores, loss } = await measureTagger(tagger, dev, () => control.betweenSteps());
  const { f1, correct } = scores.overall;
  return { figures: { dev: scores }, loss, criterion: f1, better: 'higher', found: correct > 0, perfect: f1 === 100 };
}

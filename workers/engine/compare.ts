/** Two models on the same sentences, and how sure their difference is. It can be ended between two batches or draws. */
import { scoreOf, type TaggedSentence, tagForScoring } from '../models/scoreTagger.ts';
import type { Tagger } from '../models/tagger.ts';
import type { PartName, Splits } from '../protocol/corpus.ts';
import type { OnProgress } from '../protocol/engine.ts';
import { GraftError } from '../protocol/errors.ts';
import { type ComparisonOptions, defaultSamples, type ModelComparison } from '../protocol/evaluation.ts';
import type { Scores } from '../protocol/scores.ts';
import { pairedBootstrap } from '../text/pairedBootstrap.ts';
import type { RunControl } from '../training/control.ts';
import { asScored } from '../transfer/targetCorpus.ts';

/** A model that is compared: what it knows, and its tagger while it is used. */
interface ComparedModel {
  readonly categories: readonly string[];
  use<Result>(work: (tagger: Tagger) => Promise<Result>): Promise<Result>;
}

interface Comparison {
  readonly models: readonly [first: ComparedModel, second: ComparedModel];
  readonly splits: Splits;
  readonly part: PartName;
  readonly options: ComparisonOptions;
  readonly control: RunControl;
  readonly onProgress: OnProgress | undefined;
}

/** @throws GraftError `comparison-stopped` where its control was told so, and as tagging and the bootstrap do. */
export async function compareTaggers(comparison: Comparison): Promise<ModelComparison> {
  const { models, splits, part, options, control, onProgress } = comparison;
  const { samples = defaultSamples, adaptation } = options;
  checkSamples(samples);
  const [first, second] = models;
  const all = [...new Set(models.flatMap(({ categories }) => categories))];
  const measured = (adaptation ? asScored(splits, all, adaptation) : splits)[part];
  const between =
    (label: string, [from, to]: readonly [number, number]) =>
    async (share: number) => {
      onProgress?.({ label, fraction: from + share * (to - from) });
      await control.betweenSteps();
      if (control.stopped) throw stopped();
    };
  const tagged = ({ use }: ComparedModel, afterBatch: (share: number) => Promise<void>): Promise<Tagged> =>
    use(async (tagger) => {
      const sentences = await tagForScoring(tagger, measured, afterBatch);
      return { sentences, scores: scoreOf(tagger, sentences) };
    });
  const one = await tagged(first, between('Tagging with the first model', [0, 0.4]));
  const other = await tagged(second, between('Tagging with the second model', [0.4, 0.8]));
  const both = first.categories.filter((category) => second.categories.includes(category));
  const bootstrap = await pairedBootstrap(measured.kind, one.sentences, other.sentences, {
    samples,
    known: measured.kind === 'spans' && both.length < all.length ? both : null,
    afterDraws: between('Drawing the sentences anew', [0.8, 1]),
  });
  return { scores: [one.scores, other.scores], bootstrap };
}

interface Tagged {
  readonly sentences: readonly TaggedSentence[];
  readonly scores: Scores;
}

function checkSamples(samples: number): void {
  if (Number.isInteger(samples) && samples >= 1) return;
  throw new GraftError({
    code: 'samples',
    message: `The sentences cannot be drawn anew ${samples} times.`,
    remedy: 'Give a whole number; 1000 is usual.',
  });
}

function stopped(): GraftError {
  return new GraftError({
    code: 'comparison-stopped',
    message: 'The comparison was stopped before it had ended.',
    remedy: 'Start it again when you want it.',
  });
}

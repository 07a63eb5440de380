/**
 * Training sentences of which a part alone is annotated. A new category: the source model learns the others from 80 % of
 * CoNLL-2003's training sentences, where the new one is O, and the other 20 % are annotated for the new one alone. Sparse
 * annotation: from random weights, single spans spread over documents, beside as many in documents annotated whole.
 *
 * What it takes, on one quiet core: a source model 2 minutes, an adaptation to 2,808 sentences 35 s; three seeds and two choices of
 * new categories are 6 and 42 of them, 37 minutes. Sparse annotation: 10 s to 2.5 minutes by its size, 48 of them, half an
 * hour. About 70 minutes.
 */
import { bilstmCrf } from '../workers/protocol/architectures/bilstmCrf.ts';
import type { TrainConfiguration } from '../workers/protocol/configuration.ts';
import type { Splits } from '../workers/protocol/corpus.ts';
import { takeSentences } from '../workers/text/sentenceSelection.ts';
import { hideCategories, mapSplits, progressiveSplit } from '../workers/text/splits.ts';
import { adaptation, type Changes, quickly, training } from './configurations.ts';
import type { Experiment, Trial } from './experiment.ts';
import { freshKey, type PartialPlan, partialReport, type SparseWay, sourceKey, sparseKey } from './partialReport.ts';
import { readConll2003 } from './sources.ts';
import { annotatedWhole, type KeptSpans, listName, readLists, restIsO, sparselyAnnotated } from './sparse.ts';
import { sentencesIn } from './timeLeft.ts';
import { type Treatment, treated, usualEntityRatio } from './treatments.ts';

const newCategories = [['ORG'], ['ORG', 'MISC']];

/** A further way is a further line. */
const treatments: readonly Treatment[] = [
  { key: 'as-o', label: 'as O', adaptation: { unannotated: 'as-o' } },
  { key: 'pseudo', label: 'pseudo-labels', adaptation: { unannotated: 'pseudo' } },
  { key: 'marginal', label: 'marginal', adaptation: { unannotated: 'marginal' } },
  {
    key: 'ratio',
    label: `marginal, expected entity ratio ${usualEntityRatio}`,
    adaptation: { unannotated: 'marginal' },
    entityRatio: usualEntityRatio,
  },
  {
    key: 'pseudo-0.9',
    label: 'pseudo-labels of 0.9 and more',
    adaptation: { unannotated: 'pseudo', pseudoConfidence: 0.9 },
  },
  { key: 'pseudo-distil', label: 'pseudo-labels and distillation', adaptation: { unannotated: 'pseudo', distil: 1 } },
];
/** The same sentences annotated for everything: what all the others lack. */
const complete: Treatment = { key: 'complete', label: 'annotated for everything', adaptation: { unannotated: 'as-o' } };

/** Sparse ones learn from the same spans. A further way is a further line. */
const sparseWays: readonly SparseWay[] = [
  { key: 'whole', label: 'documents annotated whole', annotation: 'whole' },
  { key: 'as-o', label: 'sparse, the rest as O', annotation: 'rest-as-o' },
  { key: 'marginal', label: 'sparse, marginal', annotation: 'open' },
  {
    key: 'ratio',
    label: `sparse, expected entity ratio ${usualEntityRatio}`,
    annotation: 'open',
    entityRatio: usualEntityRatio,
  },
  {
    key: 'own-labels',
    label: 'sparse, the same, then on with its own labels',
    annotation: 'open',
    after: { way: 'ratio', adaptation: { unannotated: 'pseudo' } },
  },
  {
    key: 'own-labels-twice',
    label: 'sparse, and once more',
    annotation: 'open',
    after: { way: 'own-labels', adaptation: { unannotated: 'pseudo' } },
  },
];

const settings = { epochs: 15, patience: 5 };
/** Small training sets want as many steps as others. */
const steps = 600;
const patientSteps = 150;
const batchSize = 32;
/** All of them would take longer than what is learned. */
const devSentences = 1000;

export const partial: Experiment = {
  name: 'partial',
  title: 'Learning from what is annotated in part, CoNLL-2003',
  async plan(corpora, quick) {
    const whole = await readConll2003(corpora);
    const lists = readLists(await corpora.json('conll2003_sparse/kept.json'));
    const all = { ...whole, dev: takeSentences(whole.dev, devSentences) };
    const { source, target } = progressiveSplit(all.train);
    const plan: PartialPlan = {
      newCategories,
      treatments: [...treatments, complete],
      categories: all.train.categories,
      seeds: quick ? [1] : [1, 2, 3],
      sparseWays,
      // In the first sentences of the corpus, which a quick run takes, the shorter lists have hardly a span.
      sizes: quick ? [5000] : [100, 500, 1000, 5000],
      // Those of the lists.
      sparseSeeds: quick ? [2] : [0, 1, 2],
    };
    const changes = quick ? quickly : settings;
    return {
      notes: [
        `BiLSTM-CRF, GloVe 6B, 50 dimensions. A new category: D_S and D_T are 80 and 20 % of the training sentences, shuffled by seed 7; the source model learns the others from D_S, where what is new is O; of D_T what is new alone is annotated; up to ${changes.epochs} epochs${quick ? '' : `, patience ${settings.patience}`}, the adaptation at half the rate. The first ${devSentences.toLocaleString('en')} dev sentences choose the epoch; they are annotated for everything. F1 in percent, the mean over the seeds.`,
        `Sparse annotation: which spans are kept is what Effland and Collins 2021 kept, a list for each seed. All sentences of the documents that hold one are learned, and nobody looked for anything beside the kept spans; against them stand as many spans in documents annotated whole, of the last of them the sentences up to the last span. From random weights${quick ? '' : `, at least ${steps} steps`}.`,
      ],
      trials: [
        ...plan.seeds.flatMap((seed) =>
          newCategories.flatMap((fresh) =>
            freshTrials(
              fresh,
              { ...all, train: source },
              { ...all, train: target },
              training(bilstmCrf, seed, changes),
            ),
          ),
        ),
        ...plan.sizes.flatMap((spans) =>
          plan.sparseSeeds.flatMap((seed) => sparseTrials(spans, seed, { all, lists, quick })),
        ),
      ],
      report: (outcomes) => partialReport(outcomes, plan),
    };
  },
};

function freshTrials(fresh: readonly string[], source: Splits, target: Splits, trained: TrainConfiguration): Trial[] {
  const { seed } = trained;
  const seen = mapSplits(source, (corpus) => hideCategories(corpus, fresh));
  const key = sourceKey(fresh, seed);
  return [
    { key, configuration: trained, target: seen, vectors: true },
    ...[...treatments, complete].map(
      (treatment): Trial => ({
        key: freshKey(fresh, treatment.key, seed),
        adapts: key,
        configuration: treated(trained, treatment, {
          newCategories: [...fresh],
          annotated: treatment === complete ? [...target.train.categories] : [...fresh],
        }),
        target,
        vectors: true,
      }),
    ),
  ];
}

interface Shelf {
  readonly all: Splits;
  readonly lists: Readonly<Record<string, KeptSpans>>;
  readonly quick: boolean;
}

function sparseTrials(spans: number, seed: number, { all, lists, quick }: Shelf): Trial[] {
  const list = (whole: boolean) => lists[listName(spans, whole, seed)] ?? [];
  const sparse = sparselyAnnotated(all.train, list(false));
  const trains = { whole: annotatedWhole(all.train, list(true)), open: sparse, 'rest-as-o': restIsO(sparse) };
  return sparseWays.map(({ key, annotation, entityRatio, after }): Trial => {
    const train = trains[annotation];
    const trained = training(bilstmCrf, seed, quick ? quickly : enough(sentencesIn(train)));
    return {
      key: sparseKey(spans, key, seed),
      ...(after
        ? { adapts: sparseKey(spans, after.way, seed), configuration: adaptation(trained, after.adaptation) }
        : { configuration: { ...trained, ...(entityRatio !== undefined && { entityRatio }) } }),
      target: { ...all, train },
      vectors: true,
    };
  });
}

function enough(sentences: number): Changes {
  const each = Math.ceil(sentences / batchSize);
  return {
    epochs: Math.max(settings.epochs, Math.ceil(steps / each)),
    patience: Math.max(settings.patience, Math.ceil(patientSteps / each)),
  };
}

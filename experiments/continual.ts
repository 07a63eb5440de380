/**
 * Types learned one after another (the protocol of CFNER and its successors): the training sentences of CoNLL-2003 are dealt
 * out to the steps, in each step that step's types alone are annotated, and after it the test sentences are scored on all types
 * learned so far.
 *
 * What it takes, on one quiet core: an epoch of a slice of 3,510 sentences with its dev sentences about 3 s, a step of 15
 * epochs 45 s. By eleven methods and three seeds, 99 steps of FG-1-PG-1 and 66 of FG-2-PG-1 are 124 minutes; the first
 * steps and everything at once (14,041 sentences, 2.5 minutes) are 20 more. About two and a half hours.
 */
import { bilstmCrf } from '../workers/protocol/architectures/bilstmCrf.ts';
import type { TrainConfiguration } from '../workers/protocol/configuration.ts';
import type { Corpus, Splits } from '../workers/protocol/corpus.ts';
import { restrictAnnotated } from '../workers/text/categories.ts';
import { createRandom } from '../workers/text/random.ts';
import { takeSentences } from '../workers/text/sentenceSelection.ts';
import { hideCategories, mapSplits } from '../workers/text/splits.ts';
import { quickly, training } from './configurations.ts';
import { continualReport, everythingKey, firstKey, type Protocol, stepKey } from './continualReport.ts';
import type { Experiment, Trial } from './experiment.ts';
import { dealSlices, stepsOf } from './slices.ts';
import { readConll2003 } from './sources.ts';
import { needsStoredText, type Treatment, treated } from './treatments.ts';

/** In the order of their long names: location, misc, organisation, person. */
const types = ['LOC', 'MISC', 'ORG', 'PER'];
const protocols: readonly Protocol[] = [
  { key: '1-1', steps: stepsOf(types, 1, 1) },
  { key: '2-1', steps: stepsOf(types, 2, 1) },
];

interface Method extends Treatment {
  /** By one seed it was no better than what it is a variant of. */
  readonly once?: boolean;
}

/** Those with `rehearse` stand apart: the others have no text of earlier steps. A further method is a further line. */
const methods: readonly Method[] = [
  { key: 'fine-tuning', label: 'fine-tuning alone', adaptation: { unannotated: 'as-o' } },
  { key: 'pseudo', label: 'pseudo-labels', adaptation: { unannotated: 'pseudo' } },
  { key: 'distil', label: 'distillation', adaptation: { unannotated: 'as-o', distil: 1 } },
  { key: 'pseudo-distil', label: 'pseudo-labels and distillation', adaptation: { unannotated: 'pseudo', distil: 1 } },
  { key: 'marginal', label: 'marginal', adaptation: { unannotated: 'marginal' } },
  {
    key: 'marginal-distil',
    label: 'marginal and distillation (soft pseudo-labels) (one seed)',
    adaptation: { unannotated: 'marginal', distil: 1 },
    once: true,
  },
  {
    key: 'pseudo-0.9',
    label: 'pseudo-labels of 0.9 and more (one seed)',
    adaptation: { unannotated: 'pseudo', pseudoConfidence: 0.9 },
    once: true,
  },
  {
    key: 'pseudo-0.9-distil',
    label: 'pseudo-labels of 0.9 and more, distillation (one seed)',
    adaptation: { unannotated: 'pseudo', pseudoConfidence: 0.9, distil: 1 },
    once: true,
  },
  {
    key: 'pseudo-distil-mix',
    label: 'pseudo-labels, distillation and mixture',
    adaptation: { unannotated: 'pseudo', distil: 1, mix: true },
  },
  {
    key: 'imagine-distil',
    label: 'pseudo-labels, distillation and made-up sentences',
    adaptation: { unannotated: 'pseudo', distil: 1, imagine: 1 },
  },
  {
    key: 'imagine-distil-mix',
    label: 'pseudo-labels, distillation, made-up sentences and mixture',
    adaptation: { unannotated: 'pseudo', distil: 1, imagine: 1, mix: true },
  },
  // The expected entity ratio has no line: it is another one in each step, by the types learned so far and their slice.
  { key: 'rehearse', label: 'pseudo-labels and rehearsal', adaptation: { unannotated: 'pseudo', rehearse: 1 } },
  {
    key: 'rehearse-distil',
    label: 'pseudo-labels, rehearsal and distillation',
    adaptation: { unannotated: 'pseudo', rehearse: 1, distil: 1 },
  },
];

const settings = { epochs: 15, patience: 5 };
const slicingSeed = 1;
/** Of the dev sentences, in every step. */
const devSentences = 1000;
/** One half is rehearsed. */
const carried = 1000;

export const continual: Experiment = {
  name: 'continual',
  title: 'CoNLL-2003, types learned one after another',
  async plan(corpora, quick) {
    const whole = await readConll2003(corpora);
    const all = { ...whole, dev: takeSentences(whole.dev, devSentences) };
    const seeds = quick ? [1] : [1, 2, 3];
    const changes = quick ? quickly : settings;
    const series = protocols.map((protocol) => ({ protocol, lessons: lessonsOf(all, protocol) }));
    const trials = seeds.flatMap((seed): Trial[] => {
      const trained = training(bilstmCrf, seed, changes);
      return [
        { key: everythingKey(seed), configuration: trained, target: all, vectors: true },
        ...series.flatMap(({ protocol, lessons }) => [
          ...firstSteps(protocol, lessons[0] as Splits, trained),
          ...methods
            .filter(({ once = false }) => !once || seed === seeds[0])
            .flatMap((method) => laterSteps(protocol, lessons, method, trained)),
        ]),
      ];
    });
    return {
      notes: [
        `FG-1-PG-1: ${inWords(protocols[0] as Protocol)}. FG-2-PG-1: ${inWords(protocols[1] as Protocol)}. The training sentences are dealt into one slice a step: in the corpus’s order, a sentence goes to the slice of its rarest type that still has room, else to one drawn by seed ${slicingSeed}. In its slice a step’s own types alone are annotated, and nobody looked for the others; of the first ${devSentences.toLocaleString('en')} dev sentences the same, and they choose the epoch. After each step the test sentences are scored on all types learned so far.`,
        `BiLSTM-CRF, GloVe 6B, 50 dimensions, up to ${changes.epochs} epochs${quick ? '' : `, patience ${settings.patience}`}; each step adapts the model of the step before it at half the rate. Everything at once: the same architecture on all training sentences with all types, scored on the types of each step. Rehearsal: the first step’s model carries ${carried.toLocaleString('en')} of the dev sentences, annotated for the first step’s types, of which every epoch of a later step learns one half again. F1 in percent, the mean over the seeds.`,
      ],
      trials,
      report: (outcomes) => continualReport(outcomes, { protocols, methods, seeds }),
    };
  },
};

const inWords = ({ steps }: Protocol) => steps.map((step) => step.join(' and ')).join(', ');

/** What each step learns from and is scored on. */
function lessonsOf(all: Splits, { steps }: Protocol): Splits[] {
  const slices = dealSlices(all.train, steps, createRandom(slicingSeed).fork('slices'));
  return steps.map((fresh, step) => {
    const later = steps.slice(step + 1).flat();
    const seen = mapSplits({ ...all, train: slices[step] as Corpus }, (corpus) => hideCategories(corpus, later));
    // The first step's model knows of no other type: what is not one of its own is O.
    if (step === 0) return seen;
    return {
      train: restrictAnnotated(seen.train, fresh),
      dev: restrictAnnotated(seen.dev, fresh),
      test: seen.test,
    };
  });
}

function firstSteps({ key }: Protocol, target: Splits, trained: TrainConfiguration): Trial[] {
  const { seed } = trained;
  const plain = { key: firstKey(key, false, seed), configuration: trained, target, vectors: true };
  return [plain, { ...plain, key: firstKey(key, true, seed), configuration: { ...trained, carry: carried } }];
}

function laterSteps(
  { key, steps }: Protocol,
  lessons: readonly Splits[],
  method: Treatment,
  trained: TrainConfiguration,
): Trial[] {
  const { seed } = trained;
  return steps.slice(1).map((newCategories, index) => {
    const step = index + 2;
    return {
      key: stepKey(key, method.key, step, seed),
      adapts: step === 2 ? firstKey(key, needsStoredText(method), seed) : stepKey(key, method.key, step - 1, seed),
      configuration: treated(trained, method, { newCategories: [...newCategories] }),
      target: lessons[step - 1] as Splits,
      vectors: true,
    };
  });
}

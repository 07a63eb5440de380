/**
 * How much a little annotation gives, and by which model: F1 against 10 to 200 target sentences, on CrossNER politics and on
 * personal data (PII), by a BiLSTM-CRF with word vectors and by a pretrained encoder, each from nothing and from CoNLL-2003.
 *
 * What it takes, on one quiet core: the BiLSTM-CRF's source model 2.5 minutes by each of three seeds, its 60 trainings half a minute
 * each: 40 minutes. The encoder's source model more than half an hour, its 20 trainings perhaps five minutes each: two hours
 * and a quarter. About three hours.
 */
import { bertTagger } from '../workers/protocol/architectures/bertTagger.ts';
import { bilstmCrf } from '../workers/protocol/architectures/bilstmCrf.ts';
import { settingsFor } from '../workers/protocol/architectures/fineTuning.ts';
import type { AdaptConfiguration, TrainConfiguration } from '../workers/protocol/configuration.ts';
import type { Corpus, Splits } from '../workers/protocol/corpus.ts';
import { createRandom } from '../workers/text/random.ts';
import { takeSentences } from '../workers/text/sentenceSelection.ts';
import { adaptation, type Changes, quickly, training } from './configurations.ts';
import type { CorpusReader } from './corpora.ts';
import { type Experiment, givenEncoder, type Trial } from './experiment.ts';
import { type SmallData, smallDataReport, sourceKey, type Target, targetKey, type Way } from './smallDataReport.ts';
import { conllNames, piiNames, readConll2003, readCrossner, readPii } from './sources.ts';

const overVectors: readonly Way[] = [
  { key: 'bilstm-alone', label: 'BiLSTM-CRF', base: 'bilstm', from: 'nothing', seeds: [1, 2, 3] },
  { key: 'bilstm-conll', label: 'BiLSTM-CRF from CoNLL', base: 'bilstm', from: 'conll', seeds: [1, 2, 3] },
];
const overEncoder: readonly Way[] = [
  { key: 'encoder-alone', label: 'encoder', base: 'encoder', from: 'nothing', seeds: [1] },
  { key: 'encoder-conll', label: 'encoder from CoNLL', base: 'encoder', from: 'conll', seeds: [1] },
];

const sizes = [10, 25, 50, 100, 200];
const quickSizes = [10, 25];
/** Who has little to learn from has little to choose the epoch by. */
const devSentences = 100;
const order = 7;

export const sizesFor = (quick: boolean) => (quick ? quickSizes : sizes);
export const howMeasured = `The target’s training sentences are shuffled once; the fewer are the first of the more. Its first ${devSentences} dev sentences choose the epoch, all of its test sentences are scored.`;

/** Small training sets want as many steps as others. */
const steps = 600;
const patientSteps = 150;
const source = { epochs: 15, patience: 5 };
const encoderSource = { epochs: 4, patience: 4 };

export const smallData: Experiment = {
  name: 'small-data',
  title: 'What a little annotation gives, and by which model',
  async plan(corpora, quick, encoder) {
    const conll = await readConll2003(corpora);
    const targets = await readTargets(corpora);
    const all = [...overVectors, ...(encoder ? overEncoder : [])];
    const ways = quick ? all.map(withOneSeed) : all;
    const plan: SmallData = { targets, ways, sizes: sizesFor(quick), encoder };
    return {
      notes: [
        `${howMeasured} Names that CoNLL-2003 has otherwise are mapped, the rest is new. F1 in percent, the mean over the seeds; in brackets the minutes of a training, without the source model’s.`,
        `BiLSTM-CRF: GloVe 6B, 50 dimensions, batches of ${bilstmCrf.settings.batchSize}, at least ${steps} steps and ${patientSteps} of patience; from CoNLL at half the rate; three seeds.`,
        encoder
          ? `Over the encoder ${encoder.name}: a tagger with its default settings, which go by the number of sentences, from CoNLL at the same rate; one seed.`
          : 'No pretrained encoder was given (--encoder), and so there are no figures of one.',
      ],
      trials: ways.flatMap((way) => trialsOf(way, plan, quick, conll)),
      report: (outcomes) => smallDataReport(outcomes, plan),
    };
  },
};

export const withOneSeed = (way: Way): Way => ({ ...way, seeds: [1] });

export async function readTargets(corpora: CorpusReader): Promise<Target[]> {
  return [
    { key: 'politics', title: 'CrossNER politics', splits: await readCrossner(corpora, 'politics'), names: conllNames },
    { key: 'pii', title: 'Personal data', splits: await readPii(corpora), names: piiNames },
  ];
}

/** @param conll what the source models learn; those that begin from nothing need none. */
export function trialsOf(
  way: Way,
  { targets, sizes: counts }: Pick<SmallData, 'targets' | 'sizes'>,
  quick: boolean,
  conll?: Splits,
): Trial[] {
  const { base, from, seeds } = way;
  const begun = { vectors: base === 'bilstm', ...(base === 'encoder' && { encoder: givenEncoder }) };
  return seeds.flatMap((seed): Trial[] => {
    const key = sourceKey(way, seed);
    return [
      ...(from === 'conll' && conll
        ? [{ ...begun, key, configuration: sourceOf(way, seed, quick), target: conll }]
        : []),
      ...targets.flatMap((target) =>
        counts.map((count): Trial => {
          const trained = onTarget(way, seed, count, quick);
          const common = { key: targetKey(way, target, count, seed), target: few(target.splits, count) };
          if (from === 'nothing') return { ...begun, ...common, configuration: trained };
          const configuration = adapted(way, trained, target);
          return { ...common, vectors: begun.vectors, configuration, adapts: key };
        }),
      ),
    ];
  });
}

const quickEncoder: Changes = { epochs: 2 };

function sourceOf({ base }: Way, seed: number, quick: boolean): TrainConfiguration {
  if (base === 'encoder') return training(bertTagger, seed, quick ? quickEncoder : encoderSource);
  return training(bilstmCrf, seed, quick ? quickly : source);
}

function onTarget({ base }: Way, seed: number, sentences: number, quick: boolean): TrainConfiguration {
  if (base === 'encoder') return training(bertTagger, seed, quick ? quickEncoder : settingsFor(bertTagger, sentences));
  const each = Math.ceil(sentences / bilstmCrf.settings.batchSize);
  const enough = { epochs: Math.ceil(steps / each), patience: Math.ceil(patientSteps / each) };
  return training(bilstmCrf, seed, quick ? quickly : enough);
}

/** What was fine-tuned goes on at the rate at which it is. */
function adapted({ base }: Way, trained: TrainConfiguration, { splits, names }: Target): AdaptConfiguration {
  const newCategories = splits.train.categories.filter((category) => !Object.hasOwn(names, category));
  const configuration = adaptation(trained, { newCategories, unannotated: 'as-o', categoryMap: names });
  if (base === 'bilstm') return configuration;
  const { learningRate } = trained.settings;
  return { ...configuration, settings: { ...configuration.settings, learningRate } };
}

function few({ train, dev, test }: Splits, count: number): Splits {
  return { train: takeSentences(shuffled(train), count), dev: takeSentences(dev, devSentences), test };
}

/** Texts that were made of one template stand together in their file. */
const shuffled = (corpus: Corpus): Corpus => ({
  ...corpus,
  documents: createRandom(order).shuffle(corpus.documents),
});

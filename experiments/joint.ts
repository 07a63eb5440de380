/**
 * Learning tasks together (paper 3, section 4): T-A, T-B and T-C at labelling rates, each beside the same architecture on the
 * target alone, from the very same sentences.
 */
import { readFile } from 'node:fs/promises';
import { type Architecture, architectureLabel, findArchitecture } from '../workers/protocol/architectures.ts';
import type { JointConfiguration, JointLearning, Sharing } from '../workers/protocol/configuration.ts';
import type { Splits } from '../workers/protocol/corpus.ts';
import type { TrainingSettings } from '../workers/protocol/settings.ts';
import { parseLabelMap } from '../workers/text/labelMap.ts';
import { takeSentences } from '../workers/text/sentenceSelection.ts';
import { type Changes, training } from './configurations.ts';
import type { CorpusReader } from './corpora.ts';
import type { Experiment, Trial } from './experiment.ts';
import { jointReport, type Row, rowKey } from './jointReport.ts';
import { type JointCorpus, readJointCorpus } from './sources.ts';
import { sentencesIn } from './timeLeft.ts';

const wanted = 'hierarchical-gru';
const instead = 'bilstm-crf';

/** Rates up to this one are a few sentences, and chance is large. */
const fewLabels = 0.01;
const seedsAt = (rate: number, quick: boolean): readonly number[] => (rate > fewLabels || quick ? [1] : [1, 2, 3]);

/** An epoch of paper 3's GRU over a whole source takes over a minute: fewer source sentences come before fewer seeds. */
const sourceSentences = 1000;
/** Of the target, for both sides alike. */
const devSentences = 500;
const epochs = 15;
const patience = 4;

const row = (
  sources: readonly JointCorpus[],
  target: JointCorpus,
  sharing: Sharing,
  rate: number,
  map?: string,
): Row => ({
  ...{ sources, target, sharing, rate },
  ...(map !== undefined && { map }),
});

const toGenia = 'ewt-genia-pos.tsv';
const rows: readonly Row[] = [
  row(['ewt'], 'conll2003', 'encoder', 0.01),
  row(['ewt'], 'conll2003', 'encoder', 0.1),
  row(['ewt'], 'conll2000', 'encoder', 0.01),
  row(['ewt'], 'conll2000', 'encoder', 0.1),
  row(['conll2003'], 'ritter-ner', 'all', 0.1, 'conll2003-ritter.tsv'),
  row(['conll2003'], 'ritter-ner', 'encoder', 0.1),
  row(['ewt'], 'ritter-pos', 'all', 0.1, 'ewt-ritter-pos.tsv'),
  row(['ewt'], 'genia', 'all', 0, toGenia),
  ...[0.001, 0.01].flatMap((rate) => [
    row(['ewt'], 'genia', 'all', rate, toGenia),
    row(['ewt'], 'genia', 'encoder', rate),
    row(['ewt'], 'genia', 'characters', rate),
  ]),
  row(['conll2003'], 'genia', 'encoder', 0.001),
  row(['spanish'], 'conll2003', 'characters', 0.01),
  row(['conll2003'], 'spanish', 'characters', 0.01),
  row(['ewt', 'conll2000'], 'conll2003', 'encoder', 0.1),
];

/** In a sample of a hundred sentences the papers' rates would leave none or one. */
const quickRates: Readonly<Record<number, number>> = { 0: 0, 0.001: 0.2, 0.01: 0.3, 0.1: 0.5 };

export const joint: Experiment = {
  name: 'joint',
  title: 'Tasks learned together, at labelling rates',
  async plan(corpora, quick) {
    const architecture = (findArchitecture(wanted) ?? findArchitecture(instead)) as Architecture;
    const shelf = await readAll(corpora);
    const maps = await readMaps();
    const setting = { architecture, shelf, maps, quick };
    const ours = rows.map((each) => ({ ...each, rate: quick ? (quickRates[each.rate] as number) : each.rate }));
    const trials = ours.flatMap((each) =>
      seedsAt(each.rate, quick).flatMap((seed) => [transferred(each, seed, setting), ...alone(each, seed, setting)]),
    );
    return {
      notes: [
        `${architectureLabel(architecture.name)} at its own settings, ${quick ? 'one epoch' : `up to ${epochs} epochs`}; a step learns from the target with probability 0.5. ${quick ? '' : `Of the sources the first ${sourceSentences.toLocaleString('en')} sentences are learned, of the target’s dev sentences ${devSentences} choose the best epoch, on both sides alike. `}Accuracy for POS, F1 for chunks and NER, in percent, the mean over the seeds.`,
        ...(findArchitecture(wanted)
          ? []
          : [`Paper 3’s hierarchical GRU is not built yet: ${architectureLabel(architecture.name)} stands in for it.`]),
        'No transfer: the same architecture on the target alone, from the very same sentences, for as many steps as it can use. Where nothing is labelled there is nothing to learn alone. UD English EWT’s XPOS stands in for the Penn Treebank. GloVe 6B, 50 dimensions, where the target is English; none for Spanish. The maps of T-A are `experiments/maps/*.tsv`.',
      ],
      trials: unique(trials),
      report: (outcomes) => jointReport(outcomes, ours, (rate) => seedsAt(rate, quick)),
    };
  },
};

interface Setting {
  readonly architecture: Architecture;
  readonly shelf: ReadonlyMap<JointCorpus, Splits>;
  readonly maps: ReadonlyMap<string, JointLearning['labelMap']>;
  readonly quick: boolean;
}

async function readAll(corpora: CorpusReader): Promise<Map<JointCorpus, Splits>> {
  const shelf = new Map<JointCorpus, Splits>();
  for (const name of new Set(rows.flatMap(({ sources, target }) => [...sources, target]))) {
    const splits = await readJointCorpus(corpora, name);
    shelf.set(name, { ...splits, dev: takeSentences(splits.dev, devSentences) });
  }
  return shelf;
}

async function readMaps(): Promise<Map<string, JointLearning['labelMap']>> {
  const maps = new Map<string, JointLearning['labelMap']>();
  for (const name of new Set(rows.flatMap(({ map }) => map ?? []))) {
    const text = await readFile(new URL(`./maps/${name}`, import.meta.url), 'utf8');
    maps.set(name, parseLabelMap(text, `experiments/maps/${name}`));
  }
  return maps;
}

const targetOf = ({ shelf }: Setting, name: JointCorpus) => shelf.get(name) as Splits;

function transferred(each: Row, seed: number, setting: Setting): Trial {
  const { architecture, maps, quick } = setting;
  const { sources, target, sharing, rate, map } = each;
  const { task: _, ...common } = training(architecture, seed, quick ? { epochs: 1 } : { epochs, patience });
  const labelMap = map === undefined ? {} : (maps.get(map) as JointLearning['labelMap']);
  const configuration: JointConfiguration = {
    ...common,
    task: 'joint',
    joint: { sharing, labelMap, targetShare: 0.5, rate },
  };
  return {
    key: rowKey(each, seed),
    configuration,
    target: targetOf(setting, target),
    sources: sources.map((name) => asSource(targetOf(setting, name))),
    vectors: target !== 'spanish',
  };
}

const asSources = new WeakMap<Splits, Splits>();

/** Whether a source is learned well decides nothing: its dev sentences are left out. The same source is one object. */
function asSource(splits: Splits): Splits {
  const known = asSources.get(splits);
  if (known) return known;
  const source = {
    ...splits,
    train: takeSentences(splits.train, sourceSentences),
    dev: takeSentences(splits.dev, 0),
    test: takeSentences(splits.test, 0),
  };
  asSources.set(splits, source);
  return source;
}

/** The target alone. What a run learns from at a rate hangs on its seed: these are the sentences of the joint run. */
function alone({ rate, target }: Row, seed: number, setting: Setting): Trial[] {
  if (rate === 0) return [];
  const { architecture, quick } = setting;
  const splits = targetOf(setting, target);
  const sentences = Math.ceil(rate * sentencesIn(splits.train));
  const changes = quick ? { epochs: 1 } : enough(sentences, architecture.settings);
  return [
    {
      key: rowKey({ target, rate }, seed),
      configuration: { ...training(architecture, seed, changes), labellingRate: rate },
      target: splits,
      vectors: target !== 'spanish',
    },
  ];
}

const enoughSteps = 600;
const patientSteps = 100;

/** A few sentences are a step or two an epoch: as many epochs as make a training of them. */
function enough(sentences: number, { batching, batchSize, batchTokens }: TrainingSettings): Changes {
  const perSentence = 20;
  const size = batching === 'tokens' ? batchTokens / perSentence : batchSize;
  const steps = Math.ceil(sentences / size);
  return {
    epochs: Math.min(300, Math.max(epochs, Math.ceil(enoughSteps / steps))),
    patience: Math.min(50, Math.max(patience, Math.ceil(patientSteps / steps))),
  };
}

/** Several rows stand beside the same training without transfer. */
function unique(trials: readonly Trial[]): Trial[] {
  return [...new Map(trials.map((trial) => [trial.key, trial])).values()];
}

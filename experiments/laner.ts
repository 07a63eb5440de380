/**
 * Paper 4: what labels know of each other, from CoNLL-2003 to other domains. A tagger that chooses each tag by itself, one under a
 * CRF and LANER, with its two halves taken away one by one, over a BiLSTM and, where one is given, over a pretrained encoder.
 *
 * What it takes, on one quiet core over the BiLSTM: a source model of 14,041 sentences three to six minutes, of 4,000 one to two;
 * an adaptation to 100 to 500 sentences 30 to 60 s. About an hour and a half. Over an encoder of 22 million numbers a source
 * model takes more than half an hour and an adaptation about ten minutes: about eighteen hours.
 */
import { bertCrf } from '../workers/protocol/architectures/bertCrf.ts';
import { bertLaner } from '../workers/protocol/architectures/bertLaner.ts';
import { bertTagger } from '../workers/protocol/architectures/bertTagger.ts';
import { bilstmCrf } from '../workers/protocol/architectures/bilstmCrf.ts';
import { blstm } from '../workers/protocol/architectures/blstm.ts';
import { laner as bilstmLaner } from '../workers/protocol/architectures/laner.ts';
import type { Architecture } from '../workers/protocol/architectures.ts';
import type { AdaptationConfiguration, TrainConfiguration } from '../workers/protocol/configuration.ts';
import type { Splits } from '../workers/protocol/corpus.ts';
import type { FieldValue } from '../workers/protocol/fields.ts';
import { takeSentences } from '../workers/text/sentenceSelection.ts';
import { adaptation, type Changes, quickly, training } from './configurations.ts';
import type { CorpusReader } from './corpora.ts';
import { type Experiment, givenEncoder, type Trial } from './experiment.ts';
import { type Base, type Domain, type Laner, lanerReport, type System, trialKey } from './lanerReport.ts';
import { conllNames, readConll2003, readCrossner, readMovies } from './sources.ts';

const systems: readonly System[] = [
  { key: 'tagger', label: 'tagger', part: 'whole' },
  { key: 'crf', label: 'CRF', part: 'whole' },
  { key: 'laner', label: 'LANER', part: 'whole' },
  { key: 'laner-part', label: 'LANER', part: 'part' },
  { key: 'without-background', label: 'LANER without label background', part: 'part' },
  { key: 'without-context', label: 'LANER without label context', part: 'part' },
];

/** What is changed in an architecture to make one of the systems of it. */
const shapes: Readonly<Partial<Record<string, Readonly<Record<string, FieldValue>>>>> = {
  'without-background': { labelBackground: false },
  'without-context': { labelContext: false },
};

interface Settings {
  readonly architectures: { readonly tagger: Architecture; readonly crf: Architecture; readonly laner: Architecture };
  readonly source: Changes;
  readonly target: Changes;
}

/** Of the encoder’s: the reference’s, which fine-tunes at one rate from source to target. */
const settings: Readonly<Record<Base, Settings>> = {
  bilstm: {
    architectures: { tagger: blstm, crf: bilstmCrf, laner: bilstmLaner },
    source: { epochs: 15, patience: 5 },
    target: { epochs: 30, patience: 8 },
  },
  encoder: {
    architectures: { tagger: bertTagger, crf: bertCrf, laner: bertLaner },
    source: { epochs: 4, patience: 4, batchSize: 32, learningRate: 1e-4 },
    target: { epochs: 30, patience: 30, batchSize: 16, learningRate: 1e-4 },
  },
};

const sourceSeed = 1;
/** Of the source, for ablations and sweeps. */
const partOfSource = 4000;
const labelEmbeddings = [10, 50, 100, 200, 300];
const sizes = [10, 25, 50, 100];
const quickSizes = [50];
const movieSentences = { train: 500, dev: 300 };
/** Of systems that learned the whole source: chance is said where it is cheapest. */
const seedsOf = ({ part }: System, { key }: Domain, quick: boolean) =>
  !quick && part === 'whole' && key === 'politics' ? [1, 2, 3] : [1];

export const laner: Experiment = {
  name: 'laner',
  title: 'Labels that know of each other: LANER from CoNLL-2003 to other domains',
  async plan(corpora, quick, encoder) {
    const source = await readConll2003(corpora);
    const domains = await readDomains(corpora, quick);
    const bases: readonly Base[] = encoder ? ['bilstm', 'encoder'] : ['bilstm'];
    const plan = {
      systems,
      domains,
      bases,
      encoder,
      labelEmbeddings: quick ? [10] : labelEmbeddings,
      sizes: quick ? quickSizes : sizes,
    };
    const given = { ...plan, source, quick };
    return {
      notes: [
        `Source: CoNLL-2003, whole for tagger, CRF and LANER; its first ${partOfSource.toLocaleString('en')} training sentences for what is taken away from LANER, the sizes of its label embedding, and LANER beside them. Its categories become the target’s by name (PER person, ORG organisation, LOC location, MISC misc); all parameters go on learning, and what is left open is O. Of the movies the first ${movieSentences.train} training sentences. The best dev epoch is tested. F1 in percent.`,
        'Over the BiLSTM: GloVe 6B, 50 dimensions; up to 15 epochs on the source, patience 5; up to 30 on a target at half the rate, patience 8.',
        encoder
          ? `Over the encoder ${encoder.name}: AdamW at 1e-4 and ten times that for what is new, warm-up, linear decay; 4 epochs of batches of 32 on the source, 30 of 16 on a target. The paper: BERT-base-cased, Adam at 5e-5, batches of 16, up to 100 epochs.`
          : 'No pretrained encoder was given (--encoder), and so there are no rows over one.',
      ],
      trials: bases.flatMap((base) => trialsOver(base, given)),
      report: (outcomes) => lanerReport(outcomes, plan),
    };
  },
};

async function readDomains(corpora: CorpusReader, quick: boolean): Promise<Domain[]> {
  const politics = { key: 'politics', title: 'politics', splits: await readCrossner(corpora, 'politics') };
  const ai = { key: 'ai', title: 'ai', splits: await readCrossner(corpora, 'ai') };
  if (quick) return [politics, ai];
  const { train, dev, test } = await readMovies(corpora);
  const movies = {
    train: takeSentences(train, movieSentences.train),
    dev: takeSentences(dev, movieSentences.dev),
    test,
  };
  const science = { key: 'science', title: 'science', splits: await readCrossner(corpora, 'science') };
  return [politics, science, ai, { key: 'movies', title: 'movies', splits: movies }];
}

interface Given extends Pick<Laner, 'domains' | 'labelEmbeddings' | 'sizes'> {
  readonly source: Splits;
  readonly quick: boolean;
}

function trialsOver(base: Base, given: Given): Trial[] {
  const { source, domains, quick } = given;
  const { architectures, source: onSource, target: onTarget } = settings[base];
  const small = base === 'bilstm' ? quickly : { epochs: 2 };
  const changes = quick ? { source: small, target: small } : { source: onSource, target: onTarget };
  const part = { ...source, train: takeSentences(source.train, partOfSource) };
  const common = { vectors: base === 'bilstm' };
  /** Only what is trained from the start reads a checkpoint: an adaptation has its source model. */
  const begun = { ...common, ...(base === 'encoder' && { encoder: givenEncoder }) };
  const trained = (system: string, seed: number, which: 'source' | 'target', shape = shapes[system]) => {
    const architecture = system === 'tagger' || system === 'crf' ? architectures[system] : architectures.laner;
    return training(architecture, seed, changes[which], shape);
  };
  const adapted = (system: string, seed: number, { splits, key }: Domain): Pick<Trial, 'configuration' | 'target'> => {
    const learned = trained(system, seed, 'target');
    const rates = base === 'encoder' ? { learningRate: learned.settings.learningRate } : {};
    const configuration = adaptation(learned, taskOf(key, splits));
    return { configuration: { ...configuration, settings: { ...configuration.settings, ...rates } }, target: splits };
  };
  const sourceOf = (system: string) => trialKey(base, 'source', system);
  const ai = domains.find(({ key }) => key === 'ai') as Domain;
  return [
    ...systems.map(
      ({ key, part: learned }): Trial => ({
        ...begun,
        key: sourceOf(key),
        configuration: trained(key, sourceSeed, 'source'),
        target: learned === 'whole' ? source : part,
      }),
    ),
    ...domains.flatMap((domain) =>
      systems.flatMap((system) =>
        seedsOf(system, domain, quick).map(
          (seed): Trial => ({
            ...{ ...common, ...adapted(system.key, seed, domain) },
            key: trialKey(base, domain.key, system.key, seed),
            adapts: sourceOf(system.key),
          }),
        ),
      ),
    ),
    ...domains
      .filter(({ key }) => key !== 'movies')
      .flatMap((domain) =>
        systems
          .filter((system) => system.part === 'whole')
          .map(
            ({ key }): Trial => ({
              ...begun,
              key: trialKey(base, domain.key, key, 'alone'),
              configuration: trained(key, sourceSeed, 'target'),
              target: domain.splits,
            }),
          ),
      ),
    ...given.labelEmbeddings.flatMap((size): Trial[] => {
      const key = `embedding${size}`;
      const shape = { labelEmbedding: size };
      const onPart: TrainConfiguration = trained('laner', sourceSeed, 'source', shape);
      return [
        { ...begun, key: sourceOf(key), configuration: onPart, target: part },
        {
          ...{ ...common, ...adapted('laner', sourceSeed, ai) },
          key: trialKey(base, 'ai', key),
          adapts: sourceOf(key),
        },
      ];
    }),
    ...given.sizes.flatMap((size) =>
      systems
        .filter((system) => system.part === 'whole')
        .map(({ key }): Trial => {
          const few = { ...ai, splits: { ...ai.splits, train: takeSentences(ai.splits.train, size) } };
          return {
            ...{ ...common, ...adapted(key, sourceSeed, few) },
            key: trialKey(base, 'ai', key, `of${size}`),
            adapts: sourceOf(key),
          };
        }),
    ),
  ];
}

/** Of few sentences not every category may have an example: it is new all the same. */
function taskOf(domain: string, { train }: Splits): Partial<AdaptationConfiguration> {
  const shared = domain === 'movies' ? {} : conllNames;
  const newCategories = train.categories.filter((category) => !Object.hasOwn(shared, category));
  return { newCategories, unannotated: 'as-o', ...(domain !== 'movies' && { categoryMap: shared }) };
}

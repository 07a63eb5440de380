/**
 * Paper 2 with what is at hand: a BiLSTM-CNN beside taggers over a pretrained encoder, as it came, after it has read on in news
 * (domain-adaptive pretraining, as RoBERTa-news), and over a small one that began from nothing. Then the encoder from CoNLL-2003 to
 * CrossNER's domains, beside PyTorch.
 *
 * What it takes, on one core, over an encoder of 22 million numbers: CoNLL-2003 more than half an hour each time, a domain about ten
 * minutes, of which there are twelve, reading on perhaps twenty; the small encoder five minutes and five more on CoNLL-2003. Four
 * hours.
 */
import { bertTagger } from '../workers/protocol/architectures/bertTagger.ts';
import { bilstmCnn } from '../workers/protocol/architectures/bilstmCnn.ts';
import { freshSpecification, pretrainingDefaults, rateFromNothing } from '../workers/protocol/pretraining.ts';
import { takeSentences } from '../workers/text/sentenceSelection.ts';
import { adaptation, type Changes, training } from './configurations.ts';
import type { CorpusReader } from './corpora.ts';
import { type Experiment, givenEncoder, type Pretraining, type Trial } from './experiment.ts';
import { conllNames, readConll2003, readCrossner, readReuters } from './sources.ts';
import { type Domain, domainKey, type Transformers, transformersReport } from './transformersReport.ts';

/** Of the news, in the order of the file. */
const newsSentences = 30_000;
/** The reference's, which fine-tunes at one rate from source to target. */
const onConll: Changes = { epochs: 4, patience: 4, batchSize: 32, learningRate: 1e-4 };
const onDomain: Changes = { epochs: 30, patience: 30, batchSize: 16, learningRate: 1e-4 };
const readingOn = { epochs: 3, steps: 100, batchSize: 16, passageLength: 128 };
const fromNothing = { epochs: 4, steps: 300, batchSize: 32, passageLength: 64, learningRate: rateFromNothing };
const quickSteps = { epochs: 1, steps: 2, batchSize: 4, passageLength: 32 };
const seeds = [1, 2, 3];
const seed = 1;

export const transformers: Experiment = {
  name: 'transformers',
  title: 'Taggers over pretrained encoders',
  async plan(corpora, quick, encoder) {
    const conll = await readConll2003(corpora);
    const domains = encoder ? await readDomains(corpora) : [];
    const pretrainings = await readPretrainings(corpora, quick, encoder !== null);
    const plan: Transformers = { domains, seeds: quick ? [seed] : seeds, encoder, pretrainings };
    const source = training(bertTagger, seed, quick ? { epochs: 1 } : onConll);
    const over = (key: string, begun: string): Trial => ({
      ...{ key, configuration: source, target: conll },
      ...{ encoder: begun, vectors: false },
    });
    return {
      notes: [
        'The best dev epoch is tested. F1 in percent. The BiLSTM-CNN has the vectors of GloVe 6B, 50 dimensions, at its own settings.',
        encoder
          ? `Over the encoder ${encoder.name} and the small one: a linear layer on the first piece of each word, AdamW at 1e-4 and 1e-3 for the new layer, warm-up over a tenth, then falling; on CoNLL-2003 4 epochs in batches of 32, on the domains 30 in batches of 16. From CoNLL-2003 at the same rate, with the rows of its categories under the names that the domain has for them.`
          : 'No pretrained encoder was given (--encoder), and so there are no rows over one.',
        `The news: Reuters-21578, its first ${newsSentences.toLocaleString('en')} sentences, of which one passage of twenty is held out for the perplexity.`,
      ],
      trials: [
        ...(encoder ? [over('encoder', givenEncoder)] : []),
        ...domains.flatMap((domain) => onDomainTrials(domain, plan, quick)),
        {
          ...{ key: 'bilstm-cnn', configuration: training(bilstmCnn, seed, quick ? { epochs: 1 } : {}) },
          ...{ target: conll, vectors: true },
        },
        ...pretrainings.map(({ key }) => over(`tagger-${key}`, key)),
      ],
      pretrainings,
      report: (outcomes, pretrained) => transformersReport(outcomes, pretrained, plan),
    };
  },
};

function onDomainTrials(domain: Domain, { seeds: all }: Transformers, quick: boolean): Trial[] {
  const { splits: target } = domain;
  const newCategories = target.train.categories.filter((category) => !Object.hasOwn(conllNames, category));
  const trained = (each: number) => training(bertTagger, each, quick ? { epochs: 1 } : onDomain);
  return [
    {
      ...{ key: domainKey(domain, 'alone'), configuration: trained(seed) },
      ...{ target, encoder: givenEncoder, vectors: false },
    },
    ...all.map((each): Trial => {
      const configuration = adaptation(trained(each), {
        ...{ newCategories, unannotated: 'as-o', categoryMap: conllNames },
      });
      const { learningRate } = trained(each).settings;
      return {
        key: domainKey(domain, each),
        adapts: 'encoder',
        configuration: { ...configuration, settings: { ...configuration.settings, learningRate } },
        ...{ target, vectors: false },
      };
    }),
  ];
}

async function readDomains(corpora: CorpusReader): Promise<Domain[]> {
  const keys = ['politics', 'science', 'ai'] as const;
  return Promise.all(keys.map(async (key) => ({ key, splits: await readCrossner(corpora, key) })));
}

async function readPretrainings(corpora: CorpusReader, quick: boolean, hasEncoder: boolean): Promise<Pretraining[]> {
  const { train, ...rest } = await readReuters(corpora);
  const common = { text: { ...rest, train: takeSentences(train, newsSentences) }, seed };
  const settings = (full: object) => ({ ...pretrainingDefaults, ...full, ...(quick && quickSteps) });
  const small = { specification: freshSpecification, lowercase: true };
  return [
    ...(hasEncoder
      ? [{ ...common, key: 'read-on', from: givenEncoder, settings: settings(readingOn) } satisfies Pretraining]
      : []),
    { ...common, key: 'small', from: small, settings: settings(fromNothing) },
  ];
}

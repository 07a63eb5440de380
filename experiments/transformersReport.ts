/** Paper 2's table with what is at hand, what pretraining did to the perplexity, and the domains beside PyTorch. */
import type { Splits } from '../workers/protocol/corpus.ts';
import { duration } from '../workers/text/duration.ts';
import { above, type Claim } from './claims.ts';
import {
  type EncoderFacts,
  givenEncoder,
  type Outcomes,
  type PretrainedOutcomes,
  type Pretraining,
  type Section,
} from './experiment.ts';
import { paperTagging, pytorchMinilm } from './papers/transformers.ts';
import { count, figure, mean, meanFigure } from './table.ts';

export interface Domain {
  readonly key: keyof typeof pytorchMinilm.alone;
  readonly splits: Splits;
}

export interface Transformers {
  readonly domains: readonly Domain[];
  readonly seeds: readonly number[];
  readonly encoder: EncoderFacts | null;
  readonly pretrainings: readonly Pretraining[];
}

/** @param rest the seed from CoNLL-2003, or `alone`. */
export const domainKey = ({ key }: Domain, rest: number | 'alone') => `encoder-${key}-${rest}`;

/** PyTorch's figures are of this encoder. */
const referenceEncoder = 'minilm_l6';
/** So much below PyTorch may be chance. */
const tolerated = 0.7;

interface Row {
  readonly key: string;
  readonly label: string;
  /** What stands for it in paper 2. */
  readonly paper: readonly [name: string, test: number] | null;
}

export function transformersReport(outcomes: Outcomes, pretrained: PretrainedOutcomes, plan: Transformers): Section[] {
  return [
    tagging(outcomes, plan),
    perplexities(pretrained, plan),
    ...(plan.domains.length > 0 ? [domains(outcomes, plan)] : []),
  ];
}

function tagging(outcomes: Outcomes, { encoder }: Transformers): Section {
  const name = encoder?.name ?? '';
  const rows: Row[] = [
    { key: 'bilstm-cnn', label: 'BiLSTM-CNN', paper: ['BiLSTM-CNN', paperTagging['bilstm-cnn']] },
    { key: 'encoder', label: `Tagger over ${name}`, paper: ['BERT-base', paperTagging.bert] },
    {
      ...{ key: 'tagger-read-on', label: `Tagger over ${name} that read on in news` },
      paper: ['RoBERTa-news', paperTagging['roberta-news']],
    },
    { key: 'tagger-small', label: 'Tagger over a small encoder, news alone', paper: null },
  ];
  const test = (key: string) => outcomes.get(key)?.test.overall.f1;
  return {
    title: 'CoNLL-2003 (paper 2, Table 3)',
    notes: [
      `RoBERTa-base, for which nothing stands here, has ${figure(paperTagging.roberta)}. Its authors call their RoBERTa rows far below others’.`,
    ],
    table: {
      head: ['System', 'Dev', 'Test', 'Seconds', 'Parameters', 'In the paper', 'Paper, test'],
      rows: rows.flatMap(({ key, label, paper }) => {
        const outcome = outcomes.get(key);
        if (!outcome) return [];
        const { devF1, test: scores, seconds, parameters } = outcome;
        const ours = [label, figure(devF1), figure(scores.overall.f1), seconds.toFixed(0), count(parameters)];
        return [[...ours, paper?.[0] ?? '–', figure(paper?.[1])]];
      }),
    },
    claims: [
      {
        says: 'A pretrained encoder stands above the BiLSTM-CNN (paper 2)',
        comparisons: above('test', test('encoder'), test('bilstm-cnn')),
      },
      {
        says: 'Reading on in news pays (paper 2: RoBERTa-news above RoBERTa-base)',
        comparisons: above('test', test('tagger-read-on'), test('encoder')),
      },
      ...(name === referenceEncoder
        ? [
            {
              says: `It reaches what PyTorch does, within ${tolerated}`,
              comparisons: above('test', test('encoder'), pytorchMinilm.conll2003, tolerated),
            },
          ]
        : []),
    ],
  };
}

function perplexities(pretrained: PretrainedOutcomes, { pretrainings, encoder }: Transformers): Section {
  return {
    title: 'Pretraining on news',
    notes: ['Perplexity of masked pieces on the passages that were held out, with the same masks each time.'],
    table: {
      head: ['Encoder', 'Steps', 'Pieces read, at most', 'Perplexity before', 'after', 'Time', 'Parameters'],
      rows: pretrainings.flatMap(({ key, from, settings }) => {
        const outcome = pretrained.get(key);
        if (!outcome) return [];
        const { records, seconds, parameters } = outcome;
        const steps = settings.epochs * settings.steps;
        const best = Math.min(...records.slice(1).map(({ perplexity }) => perplexity));
        return [
          [
            from === givenEncoder ? `${encoder?.name}, reading on` : 'a small one from nothing',
            count(steps),
            count(steps * settings.batchSize * settings.passageLength),
            figure(records[0]?.perplexity),
            figure(best),
            duration(seconds),
            count(parameters),
          ],
        ];
      }),
    },
  };
}

function domains(outcomes: Outcomes, { domains: all, seeds, encoder }: Transformers): Section {
  const test = (domain: Domain, rest: number | 'alone') => outcomes.get(domainKey(domain, rest))?.test.overall.f1;
  const bySeed = (domain: Domain) => seeds.map((seed) => test(domain, seed));
  const isReference = encoder?.name === referenceEncoder;
  const reference = (kind: 'alone' | 'fromConll', { key }: Domain) =>
    isReference ? figure(pytorchMinilm[kind][key]) : figure(undefined);
  const claims: Claim[] = [
    {
      says: 'CoNLL-2003 before the domain pays (paper 4)',
      comparisons: all.flatMap((domain) => above(domain.key, mean(bySeed(domain)), test(domain, 'alone'))),
    },
    ...(isReference
      ? [
          {
            says: `From CoNLL-2003 it reaches what PyTorch does, within ${tolerated}`,
            comparisons: all.flatMap((domain) =>
              above(domain.key, mean(bySeed(domain)), pytorchMinilm.fromConll[domain.key], tolerated),
            ),
          },
        ]
      : []),
  ];
  return {
    title: 'CrossNER',
    notes: [
      `Alone: the encoder as it came, seed 1. From CoNLL-2003: its tagger of seed 1, adapted by seeds ${seeds.join(', ')}. Seconds: of the first of them. PyTorch’s figures are of one seed.`,
    ],
    table: {
      head: ['Domain', 'Sentences', 'Alone', 'Alone (PyTorch)', 'From CoNLL-2003', 'the same (PyTorch)', 'Seconds'],
      rows: all.map((domain) => [
        domain.key,
        count(outcomes.get(domainKey(domain, 'alone'))?.sentences ?? 0),
        figure(test(domain, 'alone')),
        reference('alone', domain),
        meanFigure(bySeed(domain)),
        reference('fromConll', domain),
        outcomes.get(domainKey(domain, seeds[0] as number))?.seconds.toFixed(0) ?? '–',
      ]),
    },
    claims,
  };
}

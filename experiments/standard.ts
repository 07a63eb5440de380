/** The standard setting: every recurrent architecture on all of CoNLL-2003, beside what its paper and PyTorch reach. */
import type { Corpus } from '../workers/protocol/corpus.ts';
import { partNames } from '../workers/protocol/corpus.ts';
import { annotationCounts, countLabelledTokens } from '../workers/text/statistics.ts';
import { above, type Claim } from './claims.ts';
import { architecturesNamed, missingNote, training } from './configurations.ts';
import type { Experiment, Outcomes, Section, Trial } from './experiment.ts';
import { paperTokens, pytorchBilstmCrf, standardReferences } from './papers/standard.ts';
import { readConll2003 } from './sources.ts';
import { count, figure } from './table.ts';
import { sentencesIn } from './timeLeft.ts';

const names = ['blstm', 'bilstm-crf', 'seq2seq', 'bilstm-cnn', 'hierarchical-gru'];
const seed = 1;

export const standard: Experiment = {
  name: 'standard',
  title: 'CoNLL-2003, standard setting',
  async plan(corpora, quick) {
    const target = await readConll2003(corpora);
    const architectures = architecturesNamed(names);
    const trials = architectures.map(
      (architecture): Trial => ({
        key: architecture.name,
        configuration: training(architecture, seed, quick ? { epochs: 1 } : {}),
        target,
        vectors: true,
      }),
    );
    return {
      notes: [
        'Each architecture at its own settings, with the vectors of GloVe 6B, 50 dimensions; the papers have 100 and more. The best dev epoch is tested. F1 in percent.',
        ...missingNote(names),
      ],
      trials,
      report: (outcomes) => [counts(partNames.map((part) => target[part])), scores(outcomes)],
    };
  },
};

function counts(parts: readonly Corpus[]): Section {
  const categories = [...new Set(parts.flatMap((part) => part.categories))].sort();
  const rows = parts.map((part, index) => {
    const entities = annotationCounts(part);
    const labelled = countLabelledTokens(part);
    const tokens = part.documents.reduce(
      (sum, { sentences }) => sum + sentences.reduce((inner, each) => inner + each.tokens.length, 0),
      0,
    );
    const name = partNames[index] as keyof typeof paperTokens;
    const total = [...entities.values()].reduce((sum, each) => sum + each, 0);
    return [
      name,
      count(sentencesIn(part)),
      count(tokens),
      count(paperTokens[name]),
      count(total),
      ...categories.map((category) => `${count(entities.get(category) ?? 0)} / ${count(labelled[category] ?? 0)}`),
    ];
  });
  return {
    title: 'What the corpus holds',
    notes: ['By category: entities / tokens in entities. Paper 3 counts the `-DOCSTART-` lines as tokens.'],
    table: { head: ['Part', 'Sentences', 'Tokens', 'Tokens (paper 3)', 'Entities', ...categories], rows },
  };
}

function scores(outcomes: Outcomes): Section {
  const categories = [...new Set([...outcomes.values()].flatMap(({ test }) => Object.keys(test.categories)))];
  const rows = [...outcomes].map(([name, { devF1, test, bestEpoch, epochs, epochSeconds, parameters }]) => {
    const reference = standardReferences[name];
    const pytorch = name === 'bilstm-crf' ? `${figure(pytorchBilstmCrf.dev)} / ${figure(pytorchBilstmCrf.test)}` : '–';
    return [
      name,
      figure(devF1),
      figure(test.overall.f1),
      ...categories.map((category) => figure(test.categories[category]?.f1)),
      `${bestEpoch} of ${epochs}`,
      epochSeconds.toFixed(1),
      count(parameters),
      reference ? `${figure(reference.test)} (${reference.from})` : '–',
      pytorch,
    ];
  });
  return {
    title: 'Scores',
    notes: ['PyTorch: a plain BiLSTM-CRF with the same vectors and settings.'],
    table: {
      head: [
        'System',
        'Dev',
        'Test',
        ...categories,
        'Best epoch',
        'Seconds an epoch',
        'Parameters',
        'Paper, test',
        'PyTorch, dev / test',
      ],
      rows,
    },
    claims: claims(outcomes),
  };
}

function claims(outcomes: Outcomes): Claim[] {
  const test = (name: string) => outcomes.get(name)?.test.overall.f1;
  return [
    {
      says: 'The Seq2Seq tagger stands above the BLSTM (paper 0)',
      comparisons: above('test', test('seq2seq'), test('blstm')),
    },
    {
      says: 'The BiLSTM-CRF reaches what plain PyTorch does, within half a point',
      comparisons: above('test', test('bilstm-crf'), pytorchBilstmCrf.test, 0.5),
    },
  ];
}

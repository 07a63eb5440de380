/**
 * Progressive NER (paper 0, section 5): one category of CoNLL-2003 is new. Init learns the others from D_S, Sub goes on from it
 * on D_T, Rand learns D_T from random weights.
 */
import type { Architecture } from '../workers/protocol/architectures.ts';
import type { Splits } from '../workers/protocol/corpus.ts';
import { hideCategories, mapSplits, progressiveSplit } from '../workers/text/splits.ts';
import { adaptation, architecturesNamed, missingNote, training } from './configurations.ts';
import type { Experiment, Trial } from './experiment.ts';
import { initialisationsTried, progressiveReport, type Setting, trialKey } from './progressiveReport.ts';
import { readConll2003 } from './sources.ts';

const names = ['blstm', 'seq2seq'];

/** Chance is largest where a category has few examples, and LOC is the one that everybody tries. */
const seedsOf: Readonly<Record<string, readonly number[]>> = { LOC: [1, 2, 3], PER: [1], ORG: [1], MISC: [1, 2, 3] };

/**
 * The paper: SGD, 200 epochs, patience 30. The architectures' own settings come to the same scores in a tenth of the epochs;
 * patience is a fifth.
 */
const settings = { epochs: 100, patience: 6 };
/** As the paper has it: words seen once are unknown. */
const shape = { unknownWords: 'paper' };

export const progressive: Experiment = {
  name: 'progressive',
  title: 'Progressive NER on CoNLL-2003',
  async plan(corpora, quick) {
    const all = await readConll2003(corpora);
    const { source, target } = progressiveSplit(all.train);
    const settingsOf = Object.entries(seedsOf).map(([category, seeds]): Setting => {
      const seen = mapSplits({ ...all, train: source }, (corpus) => hideCategories(corpus, [category]));
      return { category, seeds: quick ? seeds.slice(0, 1) : seeds, seen, target: { ...all, train: target } };
    });
    const architectures = architecturesNamed(names);
    const changes = quick ? { epochs: 2 } : settings;
    return {
      notes: [
        'D_S and D_T are 80 and 20 % of the training sentences, shuffled by seed 7; what is new is O in all of D_S’s train, dev and test. Init: trained on D_S. Sub: adapted to D_T, all parameters learning, at half the rate, the initialisation of the new rows being the best on dev. Rand: D_T from random weights, at the settings of Init. F1 on test in percent, the mean over the seeds.',
        `The architectures’ own settings, up to ${changes.epochs} epochs${quick ? '' : `, patience ${settings.patience}`} (the paper: SGD, 200 and 30); words seen once are unknown; GloVe 6B, 50 dimensions (the paper: 100).`,
        ...missingNote(names),
      ],
      trials: architectures.flatMap((architecture) =>
        settingsOf.flatMap((setting) =>
          setting.seeds.flatMap((seed) => trialsOf(architecture, setting, seed, changes)),
        ),
      ),
      report: (outcomes) =>
        progressiveReport(
          outcomes,
          settingsOf,
          architectures.map(({ name }) => name),
        ),
    };
  },
};

function trialsOf(
  architecture: Architecture,
  { category, seen, target }: Setting,
  seed: number,
  changes: { readonly epochs: number },
): Trial[] {
  const key = (step: string) => trialKey(architecture.name, category, step, seed);
  const trained = training(architecture, seed, changes, shape);
  const on = (corpus: Splits, step: string) => ({ key: key(step), target: corpus, vectors: true });
  const adapting = { ...on(target, ''), adapts: key('init') };
  const grown = { newCategories: [category], annotated: [...target.train.categories], unannotated: 'as-o' as const };
  return [
    { ...on(seen, 'init'), configuration: trained },
    ...initialisationsTried.map((initialisation) => ({
      ...adapting,
      key: key(initialisation),
      configuration: adaptation(trained, { ...grown, initialisation }),
    })),
    {
      ...adapting,
      key: key('frozen'),
      configuration: adaptation(trained, { ...grown, initialisation: 'matched', freeze: true }),
    },
    { ...on(target, 'rand'), configuration: trained },
  ];
}

import { expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import { smallTagger } from '../models/testing.ts';
import { type AdaptationConfiguration, defaultAdaptation } from '../protocol/configuration.ts';
import type { RunEntry } from '../protocol/history.ts';
import type { Scores } from '../protocol/scores.ts';
import { commonSettings as settings } from '../protocol/settings.ts';
import { packBundle, unpackBundle } from './bundle.ts';
import { writeModelCard } from './modelCard.ts';
import { keptBundle } from './testing.ts';

function scores(f1: number): Scores {
  const overall = { precision: 90, recall: 80, f1, support: 12, predicted: 9, correct: 8 };
  return { overall, categories: { Person: overall }, tokens: 99, accuracy: 98 };
}

/** The card of a model that was adapted so, as a bundle keeps it. */
async function cardOf(
  adaptation: Partial<AdaptationConfiguration>,
  outcome: Pick<RunEntry, 'yardstick' | 'mixed' | 'consulted'> = {},
): Promise<string> {
  const entry: RunEntry = {
    ...{ task: 'adapt', corpus: 'second customer', sentences: 12, newCategories: ['Poet'], epochs: 3, seconds: 5 },
    ...{ backend: 'cpu', date: '2026-01-03T03:04:05.000Z', test: null },
    configuration: {
      version: 2,
      task: 'adapt',
      seed: 8,
      settings,
      adaptation: { ...defaultAdaptation, ...adaptation },
    },
    ...outcome,
  };
  await openTestBackend('cpu');
  const tagger = smallTagger('blstm', { sentences: [['Ada', 'sings']] });
  const state = await tagger.state('small', { settings, history: [entry] });
  tagger.dispose();
  return writeModelCard(unpackBundle('small.graft', packBundle(state)));
}

it('says of an adaptation its kinds, what was done against forgetting, and what became of the old categories', async () => {
  const measured = { corpus: 'first customer', sentences: 44, before: scores(84.71), after: scores(83.3) };
  const card = await cardOf(
    { kinds: { Poet: 'Person' }, rehearse: 2, mix: true, freeze: true, unannotated: 'as-o' },
    { yardstick: { ...measured, strict: scores(80.1) }, mixed: { share: 0.6, dev: scores(70) } },
  );
  expect(card).toContain(
    'Step 1. Learned Poet a kind of Person. Against forgetting: rehearsal (2 × an epoch), the best mixture with the source ' +
      'model (60 % of what was learned kept), all but the output layer frozen. What nobody looked for: taken as O. Old ' +
      'categories on 44 sentences of first customer: F1 84.71 before, 83.30 after (80.10 by names alone).',
  );
});

it('says that the source model is asked as well, for how much of each score, or why it is not', async () => {
  const asked = (share: number) => cardOf({ consult: 'best' }, { consulted: { share, dev: scores(70) } });
  expect(await asked(0.3)).toContain('Against forgetting: the source model asked as well (30 % of each score).');
  expect(await asked(0)).toContain('Against forgetting: the source model asked as well (after all it is not).');
});

it('says of a model that asks another one that it is twice as large, and lists its own words alone', () => {
  const state = unpackBundle('small.graft', keptBundle(5));
  const card = writeModelCard(state);
  expect(card).toContain(
    'It asks the model that it was adapted from as well, and holds it: it is about twice as large as it would be by itself, and takes twice as long.',
  );
  expect(card).toContain(
    `${state.texts['wordTable.words']?.length} words, ${state.texts['characterTable.characters']?.length} characters, `,
  );
});

it('says where nothing was done', async () => {
  expect(await cardOf({ pseudoConfidence: 0.9 })).toContain(
    'Step 1. Against forgetting: nothing. What nobody looked for: labelled by the source model, where it was at least 0.9 sure.\n',
  );
});

/** Invented models and scores for the stand-in studio. */
import type { ModelSummary, RunRequest } from '../../workers/protocol/engine.ts';
import { architectureDefaults } from '../../workers/protocol/hyperparameters.ts';
import type { CategoryScore, Scores } from '../../workers/protocol/scores.ts';
import { fakeCategories } from './fakeCorpus.ts';

export const tagsOf = (categories: readonly string[]) => [
  'O',
  ...categories.flatMap((name) => [`B-${name}`, `I-${name}`]),
];

function score(f1: number, support: number): CategoryScore {
  const bounded = Math.max(0, Math.min(100, f1));
  const correct = Math.round((support * bounded) / 100);
  return {
    precision: Math.min(100, bounded + 1.4),
    recall: Math.max(0, bounded - 1.3),
    f1: bounded,
    support,
    predicted: correct,
    correct,
  };
}

/** Scores in which every category has learned `progress` (0 to 1) of what it can; those not yet known stay at 0. */
export function scores(progress: number, known: readonly string[], fresh: readonly string[]): Scores {
  const categories: Record<string, CategoryScore> = {};
  for (const [place, name] of fakeCategories.entries()) {
    const wobble = Math.sin(progress * 23 + place * 2.1) * (1.6 - progress);
    const old = 82 + ((place * 13) % 11) + progress * 3 + wobble;
    const learned = 91 * (1 - Math.exp(-4 * progress)) + wobble;
    const value = known.includes(name) ? old : fresh.includes(name) ? learned : 0;
    categories[name] = score(value, 40 + ((place * 37) % 90));
  }
  const all = Object.values(categories);
  const total = all.reduce((sum, { support }) => sum + support, 0);
  const mean = all.reduce((sum, { f1, support }) => sum + f1 * support, 0) / total;
  return { overall: score(mean, total), categories, tokens: 8210, accuracy: 90 + mean / 12 };
}

export function fakeModel(id: string, name: string, categories: readonly string[], request?: RunRequest): ModelSummary {
  const hyperparameters = request?.configuration.hyperparameters ?? architectureDefaults['bilstm-crf'];
  const entry = {
    epochs: 18,
    seconds: 41,
    backend: 'wasm' as const,
    date: '2026-05-04T09:30:00.000Z',
  };
  const configuration = {
    version: 1 as const,
    architecture: 'bilstm-crf' as const,
    hyperparameters,
    seed: 1,
  };
  const known = fakeCategories.slice(0, 7);
  const history = [
    {
      ...entry,
      task: 'train' as const,
      corpus: 'First customer',
      sentences: 3100,
      newCategories: known,
      configuration,
      test: scores(1, known, []),
    },
  ];
  return {
    id,
    name,
    architecture: 'bilstm-crf',
    hyperparameters,
    kind: 'spans',
    categories,
    tags: tagsOf(categories),
    words: 4210,
    characters: 96,
    parameters: 498_113,
    history,
  };
}

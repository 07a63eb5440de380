/** Invented models and scores for the stand-in studio. */
import { bilstmCrf } from '../../workers/protocol/architectures/bilstmCrf.ts';
import type { RunEntry } from '../../workers/protocol/history.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import type { CategoryScore, Scores } from '../../workers/protocol/scores.ts';
import { placesOfModel } from '../../workers/text/categoryColours.ts';
import { kindOf, tagNames } from '../../workers/text/tagNames.ts';
import { fakeCategories } from './fakeCorpus.ts';

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

/** Scores in which every category has learned `progress` (0 to 1) of what it can. */
export function scores(progress: number, known: readonly string[], fresh: readonly string[]): Scores {
  const categories: Record<string, CategoryScore> = {};
  for (const [place, name] of [...known, ...fresh].entries()) {
    const wobble = Math.sin(progress * 23 + place * 2.1) * (1.6 - progress);
    const old = 82 + ((place * 13) % 11) + progress * 3 + wobble;
    const learned = 91 * (1 - Math.exp(-4 * progress)) + wobble;
    categories[name] = score(known.includes(name) ? old : learned, 40 + ((place * 37) % 90));
  }
  const all = Object.values(categories);
  const total = all.reduce((sum, { support }) => sum + support, 0);
  const mean = all.reduce((sum, { f1, support }) => sum + f1 * support, 0) / total;
  return { overall: score(mean, total), categories, tokens: 8210, accuracy: 90 + mean / 12 };
}

type ModelFacts = Pick<
  ModelSummary,
  'name' | 'architecture' | 'specification' | 'settings' | 'categories' | 'history'
> & { readonly colours?: ModelSummary['colours'] | undefined };

export function fakeModel(id: string, facts: ModelFacts): ModelSummary {
  const { scheme } = facts.specification.output;
  return {
    ...facts,
    id,
    colours: placesOfModel(facts.categories, [facts.colours ?? {}]),
    kind: kindOf(scheme),
    tags: tagNames(facts.categories, scheme),
    facts: [
      { label: 'words', value: 4210 },
      { label: 'characters', value: 96 },
    ],
    parameters: 498_113,
  };
}

export function fakeHistoryEntry(facts: Pick<RunEntry, 'task' | 'configuration' | 'newCategories'>): RunEntry {
  return {
    ...facts,
    corpus: 'First customer',
    sentences: 3100,
    epochs: 18,
    seconds: 41,
    backend: 'wasm',
    date: '2026-05-04T09:30:00.000Z',
    test: scores(1, facts.newCategories, []),
  };
}

/** What any file holds. */
export function loadedModel(id: string, name: string): ModelSummary {
  const { name: architecture, specification, settings } = bilstmCrf;
  const categories = fakeCategories.slice(0, 7);
  const configuration = { version: 2, task: 'train', seed: 1, architecture, specification, settings } as const;
  const history = [fakeHistoryEntry({ task: 'train', configuration, newCategories: categories })];
  return fakeModel(id, { name, architecture, specification, settings, categories, history });
}

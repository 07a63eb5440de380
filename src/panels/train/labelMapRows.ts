/** What each label of the corpora learned beside the target is among the target's, as T-A of paper 3 asks: said, guessed, or its own. */
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { guessNames } from '../../../workers/text/nameGuesses.ts';

export interface LabelMapRow {
  readonly label: string;
  /** In the training parts of all corpora that have it. */
  readonly examples: number;
  /** What of the target's it may be, as chosen; empty where nothing was. */
  readonly meanings: readonly string[];
  /** `same`: the target has it by this name. `own`: it is learned beside the target's. */
  readonly state: 'mapped' | 'same' | 'own';
  /** What of the target's it probably is, where nothing was chosen. */
  readonly guess: string | null;
}

/** The most examples first. */
export function labelMapRows(
  target: Pick<CorpusSummary, 'categories'>,
  sources: readonly Pick<CorpusSummary, 'categories' | 'parts'>[],
  labelMap: Readonly<Record<string, readonly string[]>>,
): LabelMapRow[] {
  const labels = [...new Set(sources.flatMap(({ categories }) => categories))];
  const guesses = guessNames(labels, target.categories);
  const examplesOf = (label: string) =>
    sources.reduce((sum, { parts }) => sum + (parts.train.categories[label] ?? 0), 0);
  return labels
    .map((label): LabelMapRow => {
      const chosen = Object.hasOwn(labelMap, label) ? (labelMap[label] ?? []) : [];
      const meanings = chosen.filter((meaning) => target.categories.includes(meaning));
      const state = meanings.length > 0 ? 'mapped' : target.categories.includes(label) ? 'same' : 'own';
      const guess = state === 'own' ? (guesses.get(label) ?? null) : null;
      return { label, examples: examplesOf(label), meanings, state, guess };
    })
    .sort((a, b) => b.examples - a.examples);
}

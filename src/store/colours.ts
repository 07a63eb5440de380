/**
 * The colours of the categories that the loaded models and corpora have, and those of the session's runs, whose models and
 * corpora may be gone. They are the same in every panel and chart.
 */
import { useCallback, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { type CategoryColour, categoryColours } from '../categoryColours.ts';
import { useCorpora } from './corpora.ts';
import { useModels } from './models.ts';
import { useRuns } from './runs.ts';

/** A function from category to colour, for components; the same one until a model or a corpus comes or goes. */
export function useCategoryColour(): (category: string) => CategoryColour {
  const models = useModels((state) => state.models);
  const corpora = useCorpora((state) => state.corpora);
  // A list for each run, which stays the same while its steps come in.
  const ofRuns = useRuns(useShallow((state) => Object.values(state.runs).map(({ categories }) => categories)));
  const names = useMemo(
    () => [...[...models, ...corpora].map(({ categories }) => categories), ...ofRuns].flat(),
    [models, corpora, ofRuns],
  );
  return useCallback((category) => colourAmong(names, category), [names]);
}

let latest: { readonly names: readonly string[]; readonly colours: ReadonlyMap<string, CategoryColour> } | null = null;

/** Every chip asks, and for the same names: they are worked out once. */
function colourAmong(names: readonly string[], category: string): CategoryColour {
  if (!latest || !sameNames(latest.names, names)) latest = { names, colours: categoryColours(names) };
  const known = latest.colours.get(category);
  // One that nothing has any more, as in the history of a model.
  return known ?? (categoryColours([...names, category]).get(category) as CategoryColour);
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((name, place) => name === other[place]));
}

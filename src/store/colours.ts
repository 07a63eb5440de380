/**
 * The colours of the categories that the loaded models and corpora have, and those of the session's runs, whose models and
 * corpora may be gone. A model's categories have the colours that are stored with it, wherever that model is shown; other
 * names have those that other models give them, or that of the name.
 */
import { createContext, useCallback, useContext, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { type ColourPlaces, colourPlaces } from '../../workers/text/categoryColours.ts';
import { type CategoryColour, categoryColours } from '../categoryColours.ts';
import { useCorpora } from './corpora.ts';
import { useModels } from './models.ts';
import { useRuns } from './runs.ts';

/** The colours of the model, or of the run, that a part of the page is about. Without one: those of the source model. */
export const ShownColours = createContext<ColourPlaces | null>(null);

const none: ColourPlaces = {};

/** A function from category to colour, for components; the same one until a model or a corpus comes or goes. */
export function useCategoryColour(): (category: string) => CategoryColour {
  const shown = useContext(ShownColours);
  const { models, roles } = useModels(useShallow(({ models: all, roles: chosen }) => ({ models: all, roles: chosen })));
  const corpora = useCorpora((state) => state.corpora);
  // A list for each run, which stays the same while its steps come in.
  const ofRuns = useRuns(useShallow((state) => Object.values(state.runs).map(({ categories }) => categories)));
  const names = useMemo(() => namesOf(models, corpora, ofRuns), [models, corpora, ofRuns]);
  const held = useMemo(() => heldBy(shown, models, roles.source), [shown, models, roles.source]);
  return useCallback((category) => colourAmong(names, held, category), [names, held]);
}

/** The places in which these categories are shown now beside the source model's: a run's model is to keep them. */
export function placesNow(categories: readonly string[]): ColourPlaces {
  const { models, roles } = useModels.getState();
  const ofRuns = Object.values(useRuns.getState().runs).map((run) => run.categories);
  const names = [...namesOf(models, useCorpora.getState().corpora, ofRuns), ...categories];
  const places = colourPlaces(names, heldBy(null, models, roles.source));
  return Object.fromEntries(categories.map((category) => [category, places.get(category) ?? 0]));
}

interface Named {
  readonly categories: readonly string[];
}

function namesOf(
  models: readonly Named[],
  corpora: readonly Named[],
  ofRuns: readonly (readonly string[])[],
): string[] {
  return [...[...models, ...corpora].map(({ categories }) => categories), ...ofRuns].flat();
}

/** What is shown first, then the source model, then the others by their names: in which order they came changes nothing. */
function heldBy(shown: ColourPlaces | null, models: readonly ModelSummary[], source: string | null): ColourPlaces[] {
  const first = shown ?? models.find(({ id }) => id === source)?.colours ?? none;
  const byName = [...models].sort(
    (a, b) => Number(b.id === source) - Number(a.id === source) || (a.name < b.name ? -1 : 1),
  );
  return [first, ...byName.map(({ colours }) => colours)];
}

type Lists = readonly [names: readonly string[], held: readonly ColourPlaces[]];

interface Known {
  readonly lists: Lists;
  readonly colours: ReadonlyMap<string, CategoryColour>;
}

/** By the colours that are shown first: two models may stand side by side. */
const latest = new WeakMap<ColourPlaces, Known>();

/** Every chip asks, and for the same names: they are worked out once. */
function colourAmong(names: readonly string[], held: readonly ColourPlaces[], category: string): CategoryColour {
  const [first = none] = held;
  let known = latest.get(first);
  if (!known || !sameItems(known.lists[0], names) || !sameItems(known.lists[1], held)) {
    known = { lists: [names, held], colours: categoryColours(names, held) };
    latest.set(first, known);
  }
  // One that nothing has any more, as in the history of a model.
  return known.colours.get(category) ?? (categoryColours([...names, category], held).get(category) as CategoryColour);
}

function sameItems<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one === other || (one.length === other.length && one.every((item, place) => item === other[place]));
}

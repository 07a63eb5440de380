/** A model with other categories: the same numbers under other names, and a line in its history that says what was done. */
import type { ModelState } from '../models/state.ts';
import { Tagger } from '../models/tagger.ts';
import { mappedSample } from '../text/carriedSample.ts';
import type { CategoryMapping } from '../text/categories.ts';
import { checkMapping, mappedColours } from '../text/modelCategories.ts';

/** @throws GraftError where the mapping does not go with the model's categories. */
export async function editCategories(state: ModelState, mapping: CategoryMapping): Promise<ModelState> {
  const { name, settings, history, categories: before } = state;
  const tagger = Tagger.fromState(state);
  try {
    const changes = checkMapping(before, mapping, tagger.kind);
    await tagger.mapCategories(changes);
    const entry = { task: 'edit', before, mapping: changes, date: new Date().toISOString() } as const;
    const edited = await tagger.state(name, { settings, history: [...history, entry] });
    const { sample, importance, wordsOf } = state;
    const carried = sample && mappedSample(sample, changes, { kind: tagger.kind, categories: before });
    const colours = mappedColours(before, changes, state.colours ?? {});
    // Rows of the output have other places by now.
    const ofTags = tagger.output.ofTags;
    const kept = importance && Object.fromEntries(Object.entries(importance).filter(([name]) => !(name in ofTags)));
    const told = {
      ...(wordsOf && { wordsOf }),
      ...(carried && { sample: carried }),
      ...(kept && { importance: kept }),
    };
    return { ...edited, colours, ...told };
  } finally {
    tagger.dispose();
  }
}

/**
 * The categories of a model, renamed, merged and removed, as names: what is asked for is checked here, and what was done is
 * said here. What becomes of the rows is the outputs' affair.
 */
import type { CorpusKind } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import type { EditEntry } from '../protocol/history.ts';
import type { CategoryMapping } from './categories.ts';
import type { ColourPlaces } from './categoryColours.ts';
import { nameFault } from './categoryNames.ts';

/** New names in the order of the first category that gets each, with the categories that become it. */
export type MappedCategories = ReadonlyMap<string, readonly string[]>;

/** Categories that the mapping does not list keep their names; those mapped to null are gone. */
export function mappedCategories(categories: readonly string[], mapping: CategoryMapping): MappedCategories {
  const mapped = new Map<string, string[]>();
  for (const category of categories) {
    const name = Object.hasOwn(mapping, category) ? mapping[category] : category;
    if (name === null || name === undefined) continue;
    mapped.set(name, [...(mapped.get(name) ?? []), category]);
  }
  return mapped;
}

/** Another name changes no colour; of several categories that become one, the first keeps its own. */
export function mappedColours(
  categories: readonly string[],
  mapping: CategoryMapping,
  colours: ColourPlaces,
): ColourPlaces {
  const named = [...mappedCategories(categories, mapping)].flatMap(([name, [first = name]]) =>
    Object.hasOwn(colours, first) ? [[name, colours[first] as number] as const] : [],
  );
  return Object.fromEntries(named);
}

/**
 * What the mapping changes, and nothing else of it.
 * @throws GraftError where it names a category that the model has not, gives one a name that none can have, changes
 *   nothing, or leaves none.
 */
export function checkMapping(
  categories: readonly string[],
  mapping: CategoryMapping,
  kind: CorpusKind,
): CategoryMapping {
  const unknown = Object.keys(mapping).find((category) => !categories.includes(category));
  if (unknown !== undefined) {
    throw refusal('unknown-category', `The model has no category ${unknown}.`, `It has: ${categories.join(', ')}.`);
  }
  for (const [category, name] of Object.entries(mapping)) {
    const fault = name === null || (kind === 'tags' && name.trim() !== '') ? undefined : nameFault(name);
    if (fault) throw refusal('category-name', `${category} would have ${fault}.`, 'Give it another name.');
  }
  const changes = Object.entries(mapping).filter(([category, name]) => category !== name);
  if (changes.length === 0) {
    throw refusal('nothing-to-edit', 'Every category would stay as it is.', 'Rename, merge or remove one of them.');
  }
  if (mappedCategories(categories, mapping).size === 0) {
    throw refusal('no-category-left', 'No category would be left of the model.', 'Keep one of them.');
  }
  return Object.fromEntries(changes);
}

function refusal(code: string, message: string, remedy: string): GraftError {
  return new GraftError({ code, message, remedy });
}

/** `Renamed A to B, merged C, D into E, removed F`. */
export function describeEdit({ before, mapping }: Pick<EditEntry, 'before' | 'mapping'>): string {
  const mapped = [...mappedCategories(before, mapping)];
  const renamed = mapped.flatMap(([name, [only, ...more]]) =>
    more.length === 0 && only !== name ? [`renamed ${only} to ${name}`] : [],
  );
  const merged = mapped.flatMap(([name, parts]) =>
    parts.length > 1 ? [`merged ${parts.join(', ')} into ${name}`] : [],
  );
  const kept = new Set(mapped.flatMap(([, parts]) => parts));
  const gone = before.filter((category) => !kept.has(category));
  const done = [...renamed, ...merged, ...(gone.length > 0 ? [`removed ${gone.join(', ')}`] : [])].join(', ');
  return done.charAt(0).toUpperCase() + done.slice(1);
}

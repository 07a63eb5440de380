/** What a model knows to be a kind of what: an adaptation says it once, and it holds for all that follow. */
import type { Kinds } from '../protocol/configuration.ts';
import type { Corpus } from '../protocol/corpus.ts';
import type { HistoryEntry } from '../protocol/history.ts';

/** By kind, under the names that the model has by now. What was merged into what it is a kind of is none any more. */
export function kindsInHistory(history: readonly HistoryEntry[]): Kinds {
  let kinds: Kinds = {};
  for (const entry of history) {
    if (entry.task === 'edit') kinds = renamed(kinds, entry.mapping);
    else if (entry.configuration.task === 'adapt') kinds = { ...kinds, ...entry.configuration.adaptation.kinds };
  }
  return kinds;
}

function renamed(kinds: Kinds, mapping: Readonly<Record<string, string | null>>): Kinds {
  const nameOf = (category: string) => (Object.hasOwn(mapping, category) ? mapping[category] : category) ?? null;
  const pairs = Object.entries(kinds).flatMap(([kind, category]) => {
    const [name, above] = [nameOf(kind), nameOf(category)];
    return name === null || above === null || name === above ? [] : [[name, above] as const];
  });
  return Object.fromEntries(pairs);
}

/** What a category is a kind of, and what that is a kind of, from the nearest on. */
export function categoriesAbove(category: string, kinds: Kinds): string[] {
  const above: string[] = [];
  for (let next = kinds[category]; next !== undefined && next !== category && !above.includes(next); next = kinds[next])
    above.push(next);
  return above;
}

/**
 * As what each kind counts on a corpus: as the nearest category above it that somebody looked for there, or the uppermost. What was looked
 * for itself counts under its own name.
 */
export function kindsOn(corpus: Corpus, kinds: Kinds): Kinds {
  const lookedFor = new Set(
    corpus.documents.flatMap(({ annotated }) => (annotated === 'all' ? corpus.categories : annotated)),
  );
  const pairs = Object.keys(kinds).flatMap((kind) => {
    if (lookedFor.has(kind)) return [];
    const above = categoriesAbove(kind, kinds);
    const counted = above.find((category) => lookedFor.has(category)) ?? above.at(-1);
    return counted === undefined ? [] : [[kind, counted] as const];
  });
  return Object.fromEntries(pairs);
}

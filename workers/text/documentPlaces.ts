/** Finds documents by their ids, without going through all of them for each: 100,000 are looked up one after another. */
import type { Document } from '../protocol/corpus.ts';

const known = new WeakMap<readonly Document[], ReadonlyMap<string, number>>();

/** By id the place in the list; worked out once for a list. */
export function placesOf(documents: readonly Document[]): ReadonlyMap<string, number> {
  const found = known.get(documents);
  if (found) return found;
  const places = new Map(documents.map(({ id }, place) => [id, place]));
  known.set(documents, places);
  return places;
}

/** The second list has documents of the same ids in the same places as the first. */
export function placesStay(before: readonly Document[], after: readonly Document[]): void {
  known.set(after, placesOf(before));
}

export function documentWithId(documents: readonly Document[], id: string): Document | undefined {
  return documents[placesOf(documents).get(id) ?? -1];
}

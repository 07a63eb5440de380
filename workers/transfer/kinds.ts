/** What is said of a known category where nobody looked for its kinds: a politician is a person, so PER may be a politician. */
import type { Kinds } from '../protocol/configuration.ts';
import { categoriesAbove } from '../text/kindsOf.ts';
import { tagParts } from '../text/schemes.ts';
import type { OutputScheme } from '../text/tagNames.ts';

/** By category, what its spans may be among the grown model's categories: itself, or one of its kinds, or of theirs. */
export function meaningsOf(kinds: Kinds): ReadonlyMap<string, readonly string[]> {
  const meanings = new Map<string, string[]>();
  for (const kind of Object.keys(kinds)) {
    for (const category of categoriesAbove(kind, kinds))
      meanings.set(category, [...(meanings.get(category) ?? [category]), kind]);
  }
  return meanings;
}

/** The same for tags, by their places: each set begins with the known category's. */
export function sharedTags(
  tags: readonly string[],
  kinds: Kinds,
  scheme: OutputScheme,
): readonly (readonly number[])[] {
  const meanings = meaningsOf(kinds);
  return tags.flatMap((tag, place) => {
    const { prefix, category } = scheme === 'tags' ? { prefix: '', category: tag } : tagParts(tag);
    const meant = meanings.get(category);
    if (!meant) return [];
    return [[place, ...meant.slice(1).map((kind) => tags.indexOf(prefix === '' ? kind : `${prefix}-${kind}`))]];
  });
}

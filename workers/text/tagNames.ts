/** Which tags an output has, by its categories and its tagging scheme. */
import type { CorpusKind, TaggingScheme } from '../protocol/corpus.ts';
import { tagSet } from './schemes.ts';

/** `tags`: one tag a token as it stands (POS), any after any. */
export type OutputScheme = TaggingScheme | 'tags';

export function kindOf(scheme: OutputScheme): CorpusKind {
  return scheme === 'tags' ? 'tags' : 'spans';
}

/** In the order of the output's rows. A category appended to the list appends its tags. */
export function tagNames(categories: readonly string[], scheme: OutputScheme): readonly string[] {
  return scheme === 'tags' ? categories : tagSet(categories, scheme);
}

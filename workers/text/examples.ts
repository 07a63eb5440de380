/**
 * Sentences as the training loop sees them: words, and what is known of their tags. A token that nobody looked at has no
 * tag but a set of tags that it could carry (DESIGN.md: annotations are three-valued).
 */
import type { Corpus, Document, Sentence, TaggingScheme } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import { sentenceTags, tagParts } from './schemes.ts';

export interface Example {
  readonly words: readonly string[];
  /** Index of each token's tag; −1 where the annotation leaves it open. */
  readonly tags: Int32Array;
  /** The tags that an open token may carry. */
  readonly open: readonly number[];
}

/** How the tags of a tagger and the annotation of a corpus meet. */
export interface TagIndex {
  readonly tags: readonly string[];
  readonly scheme: TaggingScheme | 'tags';
  readonly categories: readonly string[];
}

export function wordsOf(document: Document, sentence: Sentence): string[] {
  return sentence.tokens.map(({ start, end }) => document.text.slice(start, end));
}

/**
 * @param leaveOpen where a document does not say that a category was looked for, its tokens outside all spans stay open
 *   for that category; otherwise they count as O.
 * @throws GraftError where the corpus holds a tag that the tagger does not have.
 */
export function examplesOf(corpus: Corpus, index: TagIndex, leaveOpen: boolean): Example[] {
  const rows = new Map(index.tags.map((tag, row) => [tag, row]));
  return corpus.documents.flatMap((document) => {
    const open = leaveOpen ? openTags(document, index) : [];
    return document.sentences
      .filter((sentence) => sentence.tokens.length > 0)
      .map((sentence) => {
        const names = index.scheme === 'tags' ? (sentence.tags ?? []) : sentenceTags(document, sentence, index.scheme);
        const tags = Int32Array.from(names, (name) => {
          const row = rows.get(name);
          if (row === undefined) throw unknownTag(corpus.name, document.id, name, index.categories);
          return name === 'O' && open.length > 0 ? -1 : row;
        });
        return { words: wordsOf(document, sentence), tags, open };
      });
  });
}

/** O and the tags of categories that nobody looked for; empty where everything was looked for. */
function openTags(document: Document, { tags, categories }: TagIndex): number[] {
  if (document.annotated === 'all') return [];
  const annotated = new Set(document.annotated);
  const missing = new Set(categories.filter((category) => !annotated.has(category)));
  if (missing.size === 0) return [];
  return tags.flatMap((tag, row) => (tag === 'O' || missing.has(tagParts(tag).category) ? [row] : []));
}

function unknownTag(corpus: string, document: string, tag: string, categories: readonly string[]): GraftError {
  return new GraftError({
    code: 'tag-without-row',
    message: `Document ${document} of ${corpus} has the tag ${tag}, which the tagger does not know (it knows ${categories.join(', ')}).`,
    remedy: 'Add the category as a new one, map it to a known one, or leave it out.',
  });
}

/** 1 where the annotation allows a tag, [batch, time, tags]; padding stays 0. */
export function allowedTags(examples: readonly Example[], time: number, tagCount: number): Float32Array {
  const allowed = new Float32Array(examples.length * time * tagCount);
  examples.forEach(({ tags, open }, sentence) => {
    tags.forEach((tag, token) => {
      const cell = (sentence * time + token) * tagCount;
      if (tag >= 0) allowed[cell + tag] = 1;
      else for (const possible of open) allowed[cell + possible] = 1;
    });
  });
  return allowed;
}

/**
 * Sentences as the training loop sees them: words, and what is known of their tags. What is known of a token is a set of
 * tags that it may carry: one where it was annotated, several where nobody looked (DESIGN.md: annotations are
 * three-valued) or where the annotation is coarser than the tags. The sets stand in a table, and a token holds its id.
 */
import type { Corpus, Document, Sentence } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import { sentenceTags, tagParts } from './schemes.ts';
import type { OutputScheme } from './tagNames.ts';

/** Sets of tags by id. The first ids are those of the single tags, in their order. */
export class TagSets {
  private readonly sets: (readonly number[])[];
  private readonly ids = new Map<string, number>();

  constructor(readonly tagCount: number) {
    this.sets = Array.from({ length: tagCount }, (_, tag) => [tag]);
  }

  /** The id of a set; tags in any order. */
  idOf(tags: readonly number[]): number {
    const ordered = [...new Set(tags)].sort((a, b) => a - b);
    if (ordered.length === 1) return ordered[0] as number;
    const key = ordered.join();
    let id = this.ids.get(key);
    if (id === undefined) {
      id = this.sets.length;
      this.sets.push(ordered);
      this.ids.set(key, id);
    }
    return id;
  }

  tagsOf(id: number): readonly number[] {
    return this.sets[id] as readonly number[];
  }
}

export interface Example {
  readonly words: readonly string[];
  /** What is known of each token: ids into `sets`. */
  readonly known: Int32Array;
  readonly sets: TagSets;
  /** What a teacher said, in the place of a set. */
  readonly soft?: SoftTags;
}

/** Probabilities of tags. A kind of a known category has a share of what the teacher gives to that category. */
export interface SoftTags {
  /** [tokens · (tags + shared)]: for each tag what is its own, then for each set of `shared` what its tags have together. */
  readonly values: Float32Array;
  /** Sets of tags: the same for all sentences of a run. */
  readonly shared: readonly (readonly number[])[];
}

/** How the tags of a tagger and the annotation of a corpus meet. */
export interface TagIndex {
  readonly tags: readonly string[];
  readonly scheme: OutputScheme;
  readonly categories: readonly string[];
  /** What a category of the corpus may be among the tagger's, where the corpus is coarser; others are themselves. */
  readonly meanings?: ReadonlyMap<string, readonly string[]>;
}

export function wordsOf(document: Document, sentence: Sentence): string[] {
  return sentence.tokens.map(({ start, end }) => document.text.slice(start, end));
}

/** The words of every sentence, in order. */
export function sentencesOf(corpus: Pick<Corpus, 'documents'>): string[][] {
  return corpus.documents.flatMap((document) => document.sentences.map((sentence) => wordsOf(document, sentence)));
}

/** A stretch of a document's text that may hold a span of one of some categories. */
export interface DoubtfulStretch {
  readonly start: number;
  readonly end: number;
  readonly categories: readonly string[];
}
export type Doubtful = ReadonlyMap<Document, readonly DoubtfulStretch[]>;

/**
 * @param unknown what a token outside all spans is where a document does not say that a category was looked for: `open`
 *   for that category, or taken as `O`.
 * @param doubtful what stays open all the same.
 * @throws GraftError where the corpus holds a tag that the tagger does not have.
 */
export function examplesOf(corpus: Corpus, index: TagIndex, unknown: 'open' | 'O', doubtful?: Doubtful): Example[] {
  const sets = new TagSets(index.tags.length);
  const idOf = knownTags(index, sets);
  return corpus.documents.flatMap((document) => {
    const outside = unknown === 'open' ? sets.idOf(outsideTags(document, index)) : idOf('O');
    const stretches = doubtful?.get(document) ?? [];
    return document.sentences
      .filter((sentence) => sentence.tokens.length > 0)
      .map((sentence) => {
        const names = index.scheme === 'tags' ? (sentence.tags ?? []) : sentenceTags(document, sentence, index.scheme);
        const known = Int32Array.from(names, (name) => {
          const id = idOf(name);
          if (id === undefined) throw unknownTag(corpus.name, document.id, name, index.categories);
          return name === 'O' && index.scheme !== 'tags' ? (outside as number) : id;
        });
        for (const { start, end, categories } of stretches) {
          sentence.tokens.forEach((token, place) => {
            if (names[place] !== 'O' || token.end <= start || token.start >= end) return;
            const possible = [...sets.tagsOf(known[place] as number), ...tagsOfCategories(index, categories)];
            known[place] = sets.idOf(possible);
          });
        }
        return { words: wordsOf(document, sentence), known, sets };
      });
  });
}

/** The id of what a tag of the corpus says; undefined for one that the tagger does not have. */
function knownTags({ tags, scheme, meanings }: TagIndex, sets: TagSets): (name: string) => number | undefined {
  const rows = new Map(tags.map((tag, row) => [tag, row]));
  const ids = new Map<string, number | undefined>();
  const find = (name: string) => {
    const { prefix, category } = scheme === 'tags' ? { prefix: '', category: name } : tagParts(name);
    const named = meanings?.get(category)?.map((meant) => (prefix === '' ? meant : `${prefix}-${meant}`)) ?? [name];
    const found = named.map((each) => rows.get(each));
    return found.every((row) => row !== undefined) ? sets.idOf(found) : undefined;
  };
  return (name) => {
    if (!ids.has(name)) ids.set(name, find(name));
    return ids.get(name);
  };
}

const tagsOfCategories = ({ tags }: TagIndex, categories: readonly string[]): number[] =>
  tags.flatMap((tag, row) => (categories.includes(tagParts(tag).category) ? [row] : []));

/** What a token outside all spans may be: O, and the tags of categories that nobody looked for. */
function outsideTags(document: Document, { tags, scheme, categories }: TagIndex): number[] {
  if (scheme === 'tags') return [0];
  const annotated = document.annotated === 'all' ? null : new Set(document.annotated);
  const missing = new Set(annotated ? categories.filter((category) => !annotated.has(category)) : []);
  return tags.flatMap((tag, row) => (tag === 'O' || missing.has(tagParts(tag).category) ? [row] : []));
}

function unknownTag(corpus: string, document: string, tag: string, categories: readonly string[]): GraftError {
  return new GraftError({
    code: 'tag-without-row',
    message: `Document ${document} of ${corpus} has the tag ${tag}, which the tagger does not know (it knows ${categories.join(', ')}).`,
    remedy: 'Add the category as a new one, map it to a known one, or leave it out.',
  });
}

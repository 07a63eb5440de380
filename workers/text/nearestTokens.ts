/**
 * Suggestions before any training: a word is what the word nearest to it is among those that are annotated, in the space of an encoder
 * that has learned something else (NNShot: Yang and Katiyar 2020, "Simple and effective few-shot named entity recognition with
 * structured nearest neighbor learning", section 3.2). Words that are no entity are among them, so that most stay none.
 */
import type { Corpus, Document } from '../protocol/corpus.ts';
import type { Suggestion } from '../protocol/suggestions.ts';
import { sentenceSpans, type TokenSpan } from './schemes.ts';

/** A sentence's words as numbers, [words · size]. */
export type WordFeatures = Float32Array;

/** More annotated words of a kind make it slower and hardly better. */
const mostOfCategory = 300;
const mostOutside = 600;
/** A chance likeness that goes on so long is none. */
const longestSpan = 12;

/** A word of an annotated document. */
interface Neighbour {
  readonly sentence: number;
  readonly token: number;
  /** Null outside all spans. */
  readonly category: string | null;
}

export class NearestTokens {
  /** Of length 1, one after another, [neighbours · size]. */
  private readonly vectors: Float32Array;
  private readonly categories: readonly (string | null)[];

  /**
   * @param corpus the annotated documents. @param features of its sentences, in order. @param wanted categories that are suggested;
   * words of others are no neighbours.
   */
  constructor(
    corpus: Pick<Corpus, 'documents'>,
    features: readonly WordFeatures[],
    private readonly size: number,
    wanted: readonly string[],
  ) {
    const chosen = neighboursOf(corpus, wanted);
    this.categories = chosen.map(({ category }) => category);
    this.vectors = new Float32Array(chosen.length * size);
    chosen.forEach(({ sentence, token }, place) => {
      const all = features[sentence] as WordFeatures;
      this.vectors.set(unit(all.subarray(token * size, (token + 1) * size)), place * size);
    });
  }

  /** Whether there is anything that something could be like. */
  get isEmpty(): boolean {
    return this.categories.every((category) => category === null);
  }

  /** Runs of words that are like those of the same category, over the sentence's tokens. */
  spansIn(features: WordFeatures): TokenSpan[] {
    const words = features.length / this.size;
    const spans: TokenSpan[] = [];
    let open: { start: number; category: string } | null = null;
    for (let token = 0; token <= words; token++) {
      const category =
        token < words ? this.nearest(features.subarray(token * this.size, (token + 1) * this.size)) : null;
      if (open && open.category === category) continue;
      if (open && token - open.start <= longestSpan) spans.push({ ...open, end: token });
      open = category === null ? null : { start: token, category };
    }
    return spans;
  }

  private nearest(word: Float32Array): string | null {
    const { size, vectors, categories } = this;
    const length = unit(word);
    let [best, place] = [Number.NEGATIVE_INFINITY, -1];
    for (let other = 0; other < categories.length; other++) {
      let likeness = 0;
      for (let number = 0, at = other * size; number < size; number++, at++) {
        likeness += (length[number] as number) * (vectors[at] as number);
      }
      if (likeness > best) [best, place] = [likeness, other];
    }
    return categories[place] ?? null;
  }
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return vector.map((number) => number / length);
}

/** Of each category and of what is none evenly many, spread over the documents. */
function neighboursOf({ documents }: Pick<Corpus, 'documents'>, wanted: readonly string[]): Neighbour[] {
  const byCategory = new Map<string | null, Neighbour[]>();
  let sentence = 0;
  for (const document of documents) {
    for (const each of document.sentences) {
      const spans = sentenceSpans(document, each);
      each.tokens.forEach((_, token) => {
        const over = spans.find(({ start, end }) => start <= token && token < end);
        if (over && !wanted.includes(over.category)) return;
        const category = over?.category ?? null;
        const list = byCategory.get(category) ?? [];
        byCategory.set(category, list);
        list.push({ sentence, token, category });
      });
      sentence++;
    }
  }
  return [...byCategory].flatMap(([category, all]) => evenly(all, category === null ? mostOutside : mostOfCategory));
}

function evenly<Item>(items: readonly Item[], most: number): Item[] {
  const step = Math.max(1, items.length / most);
  return Array.from({ length: Math.min(items.length, most) }, (_, place) => items[Math.floor(place * step)] as Item);
}

/** What a document's sentences hold, as suggestions. @param found by sentence, over its tokens. */
export function likenessSuggestions({ sentences }: Document, found: readonly (readonly TokenSpan[])[]): Suggestion[] {
  return found.flatMap((spans, index) => {
    const tokens = sentences[index]?.tokens ?? [];
    return spans.map(
      ({ start, end, category }): Suggestion => ({
        ...{ start: tokens[start]?.start ?? 0, end: tokens[end - 1]?.end ?? 0, category },
        ...{ source: 'likeness', confidence: null },
      }),
    );
  });
}

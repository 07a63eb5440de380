/**
 * Suggestions before any training: a word is what the words nearest to it are among those that are annotated, in the space of an encoder
 * that has learned something else (after NNShot: Yang and Katiyar 2020, "Simple and effective few-shot named entity recognition with
 * structured nearest neighbor learning", section 3.2). Words that are no entity are among them, so that most stay none.
 */
import type { Corpus, Document } from '../protocol/corpus.ts';
import type { Suggestion } from '../protocol/suggestions.ts';
import { sentenceSpans, type TokenSpan } from './schemes.ts';

/** A sentence's words as numbers, [words · size]. */
export type WordFeatures = Float32Array;

/** More annotated words of a kind make it slower and hardly better. */
const mostOfCategory = 300;
const mostOutside = 900;
/** So many nearest words of each category are asked, and their likeness is averaged: one alone is often chance. */
const asked = 3;
/**
 * How much more the words of a span must be like its category than like what is none, on average, as a difference of cosines: without
 * it most of what was suggested was wrong. Chosen by trial on training texts of the demo and of CrossNER politics.
 */
const clearly = 0.06;
/** A chance likeness that goes on so long is none. */
const longestSpan = 12;

/** A word of an annotated document. */
export interface Neighbour {
  /** Among all of the documents. */
  readonly sentence: number;
  readonly token: number;
}

export class NearestTokens {
  /** Of length 1, one after another, [neighbours · size]. */
  private readonly vectors: Float32Array;
  /** Neighbours of one category stand together, [from, to). */
  private readonly ranges: readonly { readonly category: string | null; readonly from: number; readonly to: number }[];
  private readonly nearer = new Float32Array(asked);

  /** @param neighbours by category, null of those that are none: the numbers of each, [size]. */
  constructor(
    neighbours: ReadonlyMap<string | null, readonly Float32Array[]>,
    private readonly size: number,
  ) {
    const all = [...neighbours.values()].flat();
    let from = 0;
    this.ranges = [...neighbours].map(([category, { length }]) => {
      const range = { category, from, to: from + length };
      from += length;
      return range;
    });
    this.vectors = new Float32Array(all.length * size);
    all.forEach((numbers, place) => {
      this.vectors.set(unit(numbers), place * size);
    });
  }

  /** Runs of words that are like those of the same category, over the sentence's tokens. */
  spansIn(features: WordFeatures): TokenSpan[] {
    const words = features.length / this.size;
    const spans: TokenSpan[] = [];
    let open: Run | null = null;
    for (let token = 0; token <= words; token++) {
      const { category, by } = token < words ? this.nearest(features, token) : nothing;
      if (open && open.category === category) {
        open.by += by;
        continue;
      }
      if (open) spans.push(...asSpan(open, token));
      open = category === null ? null : { start: token, category, by };
    }
    return spans;
  }

  /** The category whose words are likest, and by how much they are liker than those of none. */
  private nearest(features: WordFeatures, token: number): { category: string | null; by: number } {
    const word = unit(features.subarray(token * this.size, (token + 1) * this.size));
    let outside = -1;
    let best: { category: string | null; likeness: number } = { category: null, likeness: Number.NEGATIVE_INFINITY };
    for (const { category, from, to } of this.ranges) {
      const likeness = this.likeness(word, from, to);
      if (category === null) outside = likeness;
      else if (likeness > best.likeness) best = { category, likeness };
    }
    return best.likeness > outside ? { category: best.category, by: best.likeness - outside } : nothing;
  }

  /** Of a word to the nearest of some neighbours, on average. */
  private likeness(word: Float32Array, from: number, to: number): number {
    const { size, vectors, nearer } = this;
    nearer.fill(-1);
    for (let neighbour = from; neighbour < to; neighbour++) {
      let cosine = 0;
      for (let number = 0, at = neighbour * size; number < size; number++, at++) {
        cosine += (word[number] as number) * (vectors[at] as number);
      }
      // The largest first: it moves up to its place.
      for (let place = asked - 1; place >= 0 && cosine > (nearer[place] as number); place--) {
        if (place < asked - 1) nearer[place + 1] = nearer[place] as number;
        nearer[place] = cosine;
      }
    }
    const known = Math.min(asked, to - from);
    return nearer.subarray(0, known).reduce((sum, each) => sum + each, 0) / known;
  }
}

interface Run {
  readonly start: number;
  readonly category: string;
  /** Summed up over its words. */
  by: number;
}

const nothing = { category: null, by: 0 };

function asSpan({ start, category, by }: Run, end: number): TokenSpan[] {
  const words = end - start;
  return words <= longestSpan && by / words >= clearly ? [{ start, end, category }] : [];
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return vector.map((number) => number / length);
}

/**
 * By category, null outside all spans: no more than are asked, spread evenly over the documents.
 * @param wanted categories that are suggested; words of others are no neighbours.
 */
export function neighboursOf(
  { documents }: Pick<Corpus, 'documents'>,
  wanted: readonly string[],
): ReadonlyMap<string | null, readonly Neighbour[]> {
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
        list.push({ sentence, token });
      });
      sentence++;
    }
  }
  const held = [...byCategory].map(
    ([category, all]) => [category, evenly(all, category === null ? mostOutside : mostOfCategory)] as const,
  );
  return new Map(held);
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

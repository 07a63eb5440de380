/**
 * A word among its neighbours as numbers, from word vectors alone: where no model is at hand. What is not in the vectors, such as a
 * number, is told by its shape.
 */
import type { WordFeatures } from './nearestTokens.ts';
import type { WordVectors } from './vectors.ts';

/** How much the word before and the word behind count. */
const besides = 0.5;

const shapes: readonly ((word: string) => boolean)[] = [
  (word) => /^\p{Lu}/u.test(word),
  (word) => /^\p{Lu}+$/u.test(word),
  (word) => /\p{N}/u.test(word),
  (word) => /^\p{N}+$/u.test(word),
  (word) => /^[^\p{L}\p{N}]+$/u.test(word),
  (word) => /[\p{L}\p{N}][^\p{L}\p{N}]+[\p{L}\p{N}]/u.test(word),
];

/** Numbers of a word's features, with those of its neighbours. */
export const vectorFeatureSize = ({ dimension }: WordVectors) => 3 * (dimension + shapes.length);

/** [words · size] */
export function vectorFeatures(words: readonly string[], vectors: WordVectors): WordFeatures {
  const own = words.map((word) => shaped(word, vectors));
  const part = vectors.dimension + shapes.length;
  const features = new Float32Array(words.length * 3 * part);
  for (let word = 0; word < words.length; word++) {
    for (const [place, by] of [-1, 0, 1].entries()) {
      const weight = by === 0 ? 1 : besides;
      own[word + by]?.forEach((number, index) => {
        features[(3 * word + place) * part + index] = weight * number;
      });
    }
  }
  return features;
}

/** A vector of length 1 and a shape of the same weight, so that neither drowns the other. */
function shaped(word: string, vectors: WordVectors): Float32Array {
  const vector = vectors.lookup(word) ?? new Float32Array(vectors.dimension);
  const length = Math.hypot(...vector) || 1;
  const shape = shapes.map((has) => (has(word) ? 1 / Math.sqrt(shapes.length) : 0));
  return Float32Array.from([...vector.map((number) => number / length), ...shape]);
}

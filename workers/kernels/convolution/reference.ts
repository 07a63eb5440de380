/**
 * The definition of a convolution over the characters of words with the maximum over time (paper 2, after Chiu and Nichols
 * 2016): each filter adds up what the characters of a window say to it, for a window around each character of a word, and
 * the word gets the largest sum. Behind the ends of a word the window sees nothing.
 *
 * What a character says to a filter depends on the character and its place in the window alone. So it is given as a table
 * with a row for each different character: a product with the convolution's weights, which is made once a batch.
 */

export interface ConvolutionShape {
  spellings: number;
  /** Characters that there is room for in a spelling. */
  longest: number;
  /** Rows of the table. */
  characters: number;
  width: number;
  filters: number;
}

/** Characters before the middle of a window; an even window has one more behind it. */
const windowStart = (width: number) => Math.floor((width - 1) / 2);

/** The length of a spelling. */
const lengthOf = (lengths: Int32Array, spelling: number, longest: number) =>
  Math.min(Math.max(lengths[spelling]!, 0), longest);

/**
 * `table` [characters, width, filters], `bias` [filters], `ids` [spellings, longest] rows of the table, `lengths`
 * [spellings] → `maxima` [spellings, filters], and `positions` [spellings, filters] where they are, the first of equal
 * ones. An empty spelling has zeros, and −1. An id outside the table says nothing.
 */
export function convolutionForward(
  { spellings, longest, characters, width, filters }: ConvolutionShape,
  table: Float32Array,
  bias: Float32Array,
  ids: Int32Array,
  lengths: Int32Array,
): { maxima: Float32Array; positions: Int32Array } {
  const maxima = new Float32Array(spellings * filters);
  const positions = new Int32Array(spellings * filters).fill(-1);
  for (let spelling = 0; spelling < spellings; spelling++) {
    const length = lengthOf(lengths, spelling, longest);
    for (let filter = 0; filter < filters; filter++) {
      const at = spelling * filters + filter;
      for (let position = 0; position < length; position++) {
        let sum = bias[filter]!;
        for (let place = 0; place < width; place++) {
          const neighbour = position + place - windowStart(width);
          if (neighbour < 0 || neighbour >= length) continue;
          const id = ids[spelling * longest + neighbour]!;
          if (id >= 0 && id < characters) sum += table[(id * width + place) * filters + filter]!;
        }
        if (position > 0 && !(sum > maxima[at]!)) continue;
        maxima[at] = sum;
        positions[at] = position;
      }
    }
  }
  return { maxima, positions };
}

/** The gradients of `table` and `bias` for `gradient` [spellings, filters]: a filter learns where its maximum was. */
export function convolutionGradient(
  { spellings, longest, characters, width, filters }: ConvolutionShape,
  ids: Int32Array,
  lengths: Int32Array,
  positions: Int32Array,
  gradient: Float32Array,
): { table: Float32Array; bias: Float32Array } {
  const table = new Float64Array(characters * width * filters);
  const bias = new Float64Array(filters);
  for (let spelling = 0; spelling < spellings; spelling++) {
    const length = lengthOf(lengths, spelling, longest);
    for (let filter = 0; filter < filters; filter++) {
      const at = spelling * filters + filter;
      const position = positions[at]!;
      if (position < 0) continue;
      bias[filter]! += gradient[at]!;
      for (let place = 0; place < width; place++) {
        const neighbour = position + place - windowStart(width);
        if (neighbour < 0 || neighbour >= length) continue;
        const id = ids[spelling * longest + neighbour]!;
        if (id >= 0 && id < characters) table[(id * width + place) * filters + filter]! += gradient[at]!;
      }
    }
  }
  return { table: Float32Array.from(table), bias: Float32Array.from(bias) };
}

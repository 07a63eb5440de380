/**
 * The row of a merged tag. Its score should be log Σ exp of the scores of its parts, which is no linear function of the
 * features; the row is the linear one that comes nearest to it by least squares, on features of words to try it on. (The
 * parts' mean is too weak to win against O, and a tag that never occurs pulls it down.)
 */

/** Keeps rows small in directions in which the sample says nothing; far below what features vary by. */
const ridge = 1e-3;

export class MergedRows {
  private readonly size: number;
  private readonly count: number;
  /** The lower triangle of the Cholesky factor of XᵀX + λI, [size, size]; X has a last column of ones for the bias. */
  private readonly factor: Float64Array;

  /** @param sample [count · features]. */
  constructor(
    private readonly sample: Float32Array,
    private readonly features: number,
  ) {
    this.size = features + 1;
    this.count = sample.length / features;
    this.factor = cholesky(this.products(), this.size);
  }

  /** @param parts each [features + 1], the bias last. */
  rowOf(parts: readonly Float32Array[]): Float32Array {
    const target = new Float64Array(this.size); // Xᵀy
    for (let word = 0; word < this.count; word++) {
      const wanted = logSumExp(parts.map((part) => this.score(part, word)));
      const start = word * this.features;
      for (let feature = 0; feature < this.features; feature++) {
        target[feature] = (target[feature] as number) + (this.sample[start + feature] as number) * wanted;
      }
      target[this.features] = (target[this.features] as number) + wanted;
    }
    return Float32Array.from(solve(this.factor, target));
  }

  private score(row: Float32Array, word: number): number {
    let score = row[this.features] as number;
    const start = word * this.features;
    for (let feature = 0; feature < this.features; feature++) {
      score += (row[feature] as number) * (this.sample[start + feature] as number);
    }
    return score;
  }

  private products(): Float64Array {
    const { size, features, count } = this;
    const products = new Float64Array(size * size);
    // Four words at a time: most of the time goes into fetching and storing the sums.
    for (let word = 0; word < count; word += 4) {
      const [a, b, c, d] = [0, 1, 2, 3].map((next) => this.valuesOf(word + next)) as FourWords;
      for (let row = 0; row < size; row++) {
        const [ofA, ofB, ofC, ofD] = [a[row], b[row], c[row], d[row]] as [number, number, number, number];
        const start = row * size;
        for (let column = 0; column <= row; column++) {
          products[start + column] =
            (products[start + column] as number) +
            ofA * (a[column] as number) +
            ofB * (b[column] as number) +
            ofC * (c[column] as number) +
            ofD * (d[column] as number);
        }
      }
    }
    for (let row = 0; row < features; row++) {
      const place = row * size + row;
      products[place] = (products[place] as number) + ridge * count;
    }
    return products;
  }

  /** A row of X; zeros behind the last word. */
  private valuesOf(word: number): Float64Array {
    const values = new Float64Array(this.size);
    if (word >= this.count) return values;
    values.set(this.sample.subarray(word * this.features, (word + 1) * this.features));
    values[this.features] = 1;
    return values;
  }
}

type FourWords = [Float64Array, Float64Array, Float64Array, Float64Array];

function logSumExp(scores: readonly number[]): number {
  const most = Math.max(...scores);
  return most + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - most), 0));
}

/** Of a symmetric positive definite matrix of which the lower triangle is given, [size, size]. */
function cholesky(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column] as number;
      for (let inner = 0; inner < column; inner++) {
        sum -= (factor[row * size + inner] as number) * (factor[column * size + inner] as number);
      }
      factor[row * size + column] = row === column ? Math.sqrt(sum) : sum / (factor[column * size + column] as number);
    }
  }
  return factor;
}

/** x of L·Lᵀ·x = target. */
function solve(factor: Float64Array, target: Float64Array): Float64Array {
  const size = target.length;
  const solution = target.slice();
  const at = (row: number, column: number) => factor[row * size + column] as number;
  for (let row = 0; row < size; row++) {
    let sum = solution[row] as number;
    for (let column = 0; column < row; column++) sum -= at(row, column) * (solution[column] as number);
    solution[row] = sum / at(row, row);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = solution[row] as number;
    for (let column = row + 1; column < size; column++) sum -= at(column, row) * (solution[column] as number);
    solution[row] = sum / at(row, row);
  }
  return solution;
}

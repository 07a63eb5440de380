/**
 * WGSL that the programs of the packed attention share. An invocation computes one row of one head. Neighbours in a
 * workgroup are neighbouring rows of the same head, mostly of the same sentence, so that they read the same numbers at
 * the same time. A row of a head is held in variables of four numbers each, named with a number behind.
 */
import { entryParameters } from '../webgpu/program.ts';
import { dropoutStride } from './reference.ts';

/** Columns of `projected` hold queries, keys and values. */
export type Part = 'query' | 'key' | 'value';
const parts: readonly Part[] = ['query', 'key', 'value'];

const vectorsOf = (size: number) => Array.from({ length: Math.ceil(size / 4) }, (_, n) => n);

/** Declares `name` from the head's row at `place` of a buffer; numbers beyond the size are 0. */
export function loadCode(name: string, buffer: string, place: string, size: number): string {
  const lines = vectorsOf(size).map((n) => {
    const numbers = [0, 1, 2, 3].map((lane) =>
      4 * n + lane < size ? `${buffer}[${name}At + ${4 * n + lane}u]` : '0.0',
    );
    return `let ${name}${n} = vec4<f32>(${numbers.join(', ')});`;
  });
  return [`let ${name}At = ${place};`, ...lines].join('\n');
}

/** An expression for the product of two rows. */
export const dotCode = (a: string, b: string, size: number): string =>
  vectorsOf(size)
    .map((n) => `dot(${a}${n}, ${b}${n})`)
    .join(' + ');

/** A statement for each vector of `name`, from a template in which # is the vector's number. */
export const eachCode = (template: string, size: number): string =>
  vectorsOf(size)
    .map((n) => template.replaceAll('#', String(n)))
    .join('\n');

/** Writes `name` to the head's row at `place` of a buffer. */
export function storeCode(name: string, buffer: string, place: string, size: number): string {
  const lines = Array.from({ length: size }, (_, n) => `${buffer}[${name}To + ${n}u] = ${name}${n >> 2}[${n & 3}];`);
  return [`let ${name}To = ${place};`, ...lines].join('\n');
}

/** Where a head's part of a row of `projected` begins. */
export const placeOf = (part: Part, row: string): string =>
  `((u32(${row}) * 3u + ${parts.indexOf(part)}u) * parameters.heads + head) * parameters.size`;

/** Where a head's part of a row of [pieces, heads·size] begins. */
export const outputPlace = (row: string): string => `(u32(${row}) * parameters.heads + head) * parameters.size`;

/**
 * The start of the entry point: `row` and `head`, and the rows `near` to `far` (exclusive) that it sees or that see it.
 * `first` is the first row of the sentence. `factor(query, head, place)` is a probability's factor under dropout.
 */
export const startCode = (drops: boolean): string => `
fn scramble(x: u32) -> u32 {
  var h = (x ^ (x >> 16u)) * 0x85ebca6bu;
  h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
  return h ^ (h >> 16u);
}
fn factor(query: i32, head: u32, place: i32) -> f32 {
  ${
    drops
      ? `let index = (u32(query) * parameters.heads + head) * ${dropoutStride}u + u32(place);
  let hash = scramble(scramble(index + parameters.dropoutKey) ^ parameters.dropoutKey);
  return select(0.0, parameters.dropoutScale, hash >= parameters.dropoutThreshold);`
      : 'return 1.0;'
  }
}
// The first row of the sentence that a row belongs to and the row after its last; 0 and 0 for a row of none.
fn sentenceOf(row: i32) -> vec2<i32> {
  var low = 0u;
  var high = parameters.sentences;
  if (row < starts[low] || row >= starts[high]) { return vec2<i32>(0, 0); }
  while (high - low > 1u) {
    let middle = (low + high) / 2u;
    if (starts[middle] <= row) { low = middle; } else { high = middle; }
  }
  return vec2<i32>(starts[low], min(starts[high], i32(parameters.pieces)));
}
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let number = workgroupIndex(group, groups) * 64u + lane;
  if (number >= parameters.heads * parameters.pieces) { return; }
  let row = i32(number % parameters.pieces);
  let head = number / parameters.pieces;
  let sentence = sentenceOf(row);
  let first = sentence.x;
  let near = max(first, row - parameters.reach);
  let far = min(sentence.y, row + parameters.reach + 1);`;

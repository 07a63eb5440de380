/**
 * Our matrix product alone: the kernels' source (workers/kernels/wasm/assembly/product.ts) compiled with a small frame.
 * The shipped module exports the product only within its kernels. Its rate is the practical limit of every kernel built
 * on it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';
import type { KernelVariant } from '../workers/kernels/wasm/load.ts';

const folder = join(import.meta.dirname, '../workers/kernels/wasm/assembly');

/** Operands are contiguous from the first address on; the product runs `repeats` times. */
const frame = `
import { listRows, packRight, packedBytes, product, PRODUCT_SCRATCH } from './product';

export function bytes(rows: i32, depth: i32, columns: i32): i32 {
  return 4 * (rows * depth + depth * columns + rows * columns + 2 * (rows + depth)) + packedBytes(depth, columns) + PRODUCT_SCRATCH;
}

export function prepare(at: usize, rows: i32, depth: i32, columns: i32, transposed: bool): void {
  const right = at + 4 * rows * depth;
  const packed = right + 4 * depth * columns;
  const result = packed + packedBytes(depth, columns);
  const lists = result + 4 * rows * columns;
  packRight(packed, right, 4 * columns, depth, columns);
  listRows(lists, at, transposed ? 4 * rows : 4 * depth, transposed ? depth : rows);
  listRows(lists + 4 * (rows + depth), result, 4 * columns, rows);
}

export function multiply(at: usize, rows: i32, depth: i32, columns: i32, transposed: bool, repeats: i32): void {
  const packed = at + 4 * (rows * depth + depth * columns);
  const lists = packed + packedBytes(depth, columns) + 4 * rows * columns;
  const scratch = lists + 8 * (rows + depth);
  for (let n = 0; n < repeats; n++) {
    product(lists, transposed, packed, depth, lists + 4 * (rows + depth), rows, depth, columns, false, scratch);
  }
}
`;

/** @throws Error with the reason, if the kernels' product does not fit the frame. */
export async function compileProduct(variant: KernelVariant): Promise<Uint8Array<ArrayBuffer>> {
  let binary: Uint8Array<ArrayBuffer> | undefined;
  const features = variant === 'relaxed' ? ['simd', 'relaxed-simd'] : ['simd'];
  const { error, stderr } = await main(
    [
      'frame.ts',
      ...['--outFile', 'product.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--importMemory'],
      ...['--memoryBase', '1024', '--disableWarning', '201'],
      ...features.flatMap((feature) => ['--enable', feature]),
    ],
    {
      readFile: (name) => (name === 'frame.ts' ? frame : readOrNull(join(folder, name))),
      writeFile: (_, contents) => {
        binary = Uint8Array.from(contents as Uint8Array);
      },
      listFiles: () => [],
    },
  );
  if (error || !binary)
    throw new Error(`The product could not be compiled by itself: ${stderr}${error?.message ?? ''}`);
  return binary;
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

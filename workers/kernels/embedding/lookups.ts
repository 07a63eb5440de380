/**
 * Lookups whose gradient holds the rows that they used and no others. tfjs insists that a gradient has its input's shape:
 * for a large table that is to fill and to read all of it at every step for the sake of a few hundred words. A training
 * step therefore records the lookups in the tables that it teaches. To tfjs such a lookup is a function of a scalar, the
 * anchor, whose gradient is 0; what arrives for the table on the way back is kept aside, and asked for after it.
 */
import {
  concat,
  customGrad,
  keep,
  reshape,
  scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor,
  tensor1d,
  tidy,
  type Variable,
  variable,
} from '@tensorflow/tfjs-core';
import { embed, embeddingGradient } from './operation.ts';

/** A table's gradient. */
export interface RowGradient {
  /** int32 [places]: the table's row of each place, none twice, or 0, that of padding, where the gradient is zeros. */
  readonly rows: Tensor1D;
  readonly gradient: Tensor2D; // [places, dimension]
}

interface Piece {
  readonly ids: Int32Array;
  readonly gradient: Tensor; // [...ids, dimension]
}

/** Places are made a multiple of this, so that steps ask for buffers of a few sizes and find them in tfjs's pool. */
const placesStep = 64;

let recording: RecordedLookups | null = null;

/** The lookups of one training step. To be disposed of, whatever happened in it. */
export class RecordedLookups {
  /** Stands for all the tables: ask for its gradient in the place of theirs. */
  readonly anchor: Variable = tidy(() => variable(scalar(0)));
  private readonly pieces = new Map<Tensor, Piece[]>();

  /** @param learning what the step teaches: lookups in other tables are left as they are. */
  constructor(learning: Iterable<Variable>) {
    for (const table of learning) this.pieces.set(table, []);
  }

  /** Runs `step`, which takes the gradient of what it computes. */
  record<Result>(step: () => Result): Result {
    const outer = recording;
    recording = this;
    try {
      return step();
    } finally {
      recording = outer;
    }
  }

  learns(table: Tensor): boolean {
    return this.pieces.has(table);
  }

  /** Keeps what a lookup of `ids` has for the table; gives the anchor's gradient. */
  add(table: Tensor, ids: Int32Array, gradient: Tensor): Tensor {
    // A clone, since tfjs disposes of gradients as it goes.
    this.pieces.get(table)?.push({ ids, gradient: keep(gradient.clone()) });
    return scalar(0);
  }

  /** The gradient of a table by all lookups together; null if it was not looked up. */
  rowGradient(table: Variable): RowGradient | null {
    const pieces = this.pieces.get(table) ?? [];
    if (pieces.length === 0) return null;
    const [tableRows, dimension] = table.shape as [number, number];
    const places = new Int32Array(pieces.reduce((sum, { ids }) => sum + ids.length, 0));
    const rows = [0];
    const placeOfRow = new Map<number, number>();
    let position = 0;
    for (const { ids } of pieces) {
      for (const row of ids) {
        if (!isPadding(row, tableRows)) {
          let place = placeOfRow.get(row);
          if (place === undefined) {
            place = rows.length;
            placeOfRow.set(row, place);
            rows.push(row);
          }
          places[position] = place;
        }
        position++;
      }
    }
    while (rows.length % placesStep > 0) rows.push(0);
    const gradient = tidy(() => {
      const parts = pieces.map((piece) => reshape(piece.gradient, [-1, dimension]) as Tensor2D);
      const all = parts.length === 1 ? (parts[0] as Tensor2D) : concat(parts); // [positions, dimension]
      return gradientOf(places, all, rows.length);
    });
    return { rows: tensor1d(rows, 'int32'), gradient };
  }

  dispose(): void {
    this.anchor.dispose();
    for (const pieces of this.pieces.values()) for (const { gradient } of pieces) gradient.dispose();
    this.pieces.clear();
  }
}

/** Ids outside the table are padding, as 0 is. */
const isPadding = (id: number, rows: number) => id <= 0 || id >= rows;

/** The gradient of a table of `rows` by a lookup of `ids`. */
function gradientOf(ids: Int32Array, gradient: Tensor, rows: number): Tensor2D {
  const starts = new Int32Array(rows + 1);
  for (const id of ids) if (!isPadding(id, rows)) starts[id + 1]!++;
  for (let row = 1; row <= rows; row++) starts[row]! += starts[row - 1]!;
  const order = new Int32Array(ids.length);
  const next = starts.slice();
  ids.forEach((id, position) => {
    if (!isPadding(id, rows)) order[next[id]!++] = position;
  });
  const positions = { order: tensor1d(order, 'int32'), starts: tensor1d(starts, 'int32') };
  return embeddingGradient(gradient, positions);
}

/**
 * Rows of `table` [rows, dimension] for `ids`, which lie in `shape` and must not change until the gradient was taken →
 * [...shape, dimension]. Id 0 is padding: it yields zeros and receives no gradient. Within a recorded step the gradient
 * of a variable that learns goes to the record; else, and of any other tensor, it is tfjs's, of the table's shape.
 */
export function lookUp(table: Tensor, ids: Int32Array, shape: readonly number[]): Tensor {
  const rows = (of: Tensor) => embed(of as Tensor2D, tensor(ids, [...shape], 'int32'));
  const record = recording;
  if (record?.learns(table)) {
    const recorded = customGrad(() => ({
      value: rows(table),
      gradFunc: (gradient: Tensor) => record.add(table, ids, gradient),
    }));
    return recorded(record.anchor);
  }
  const differentiable = customGrad((whole) => ({
    value: rows(whole as Tensor),
    gradFunc: (gradient: Tensor) => tidy(() => gradientOf(ids, gradient, table.shape[0] as number)),
  }));
  return differentiable(table);
}

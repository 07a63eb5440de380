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

/** How a table is read, and how a training step teaches it. */
export interface TableKind {
  /** Whether row 0 stands for padding, which reads as zeros and gets no gradient by lookups; else it is an ordinary row. */
  readonly padding: boolean;
  /**
   * `rows`: only the rows that a step looks up learn in it, and decay, without momentum. `dense`: the whole table learns
   * at every step as any other parameter does, by its moments and its decay even where its gradient is 0, as PyTorch
   * fine-tunes BERT. A table that is also used as a matrix, by an output layer tied to it, must be dense.
   */
  readonly learns: 'rows' | 'dense';
}

/** Of words and characters. */
const usual: TableKind = { padding: true, learns: 'rows' };

/** A table's gradient. */
export interface RowGradient {
  /** int32 [places]: the table's row of each place, none twice, or −1 where there is none and the gradient is zeros. */
  readonly rows: Tensor1D;
  readonly gradient: Tensor2D; // [places, dimension]
}

interface Piece {
  readonly ids: Int32Array;
  readonly firstRow: number;
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
  add(table: Tensor, ids: Int32Array, firstRow: number, gradient: Tensor): Tensor {
    // A clone, since tfjs disposes of gradients as it goes.
    this.pieces.get(table)?.push({ ids, firstRow, gradient: keep(gradient.clone()) });
    return scalar(0);
  }

  /** The gradient of a table by all lookups together; null if it was not looked up. */
  rowGradient(table: Variable): RowGradient | null {
    const pieces = this.pieces.get(table) ?? [];
    if (pieces.length === 0) return null;
    const [tableRows, dimension] = table.shape as [number, number];
    const positions = pieces.reduce((sum, { ids }) => sum + ids.length, 0);
    const places = new Int32Array(positions).fill(-1); // of each position
    const placeOfRow = new Map<number, number>(); // in the order of the places
    let position = 0;
    for (const { ids, firstRow } of pieces) {
      for (const row of ids) {
        if (isRow(row, firstRow, tableRows)) {
          let place = placeOfRow.get(row);
          if (place === undefined) {
            place = placeOfRow.size;
            placeOfRow.set(row, place);
          }
          places[position] = place;
        }
        position++;
      }
    }
    const rows = new Int32Array(placesStep * Math.max(1, Math.ceil(placeOfRow.size / placesStep))).fill(-1);
    rows.set([...placeOfRow.keys()]);
    const gradient = tidy(() => {
      const parts = pieces.map((piece) => reshape(piece.gradient, [-1, dimension]) as Tensor2D);
      const all = parts.length === 1 ? (parts[0] as Tensor2D) : concat(parts); // [positions, dimension]
      return gradientOf(places, all, 0, rows.length);
    });
    return { rows: tensor1d(rows, 'int32'), gradient };
  }

  dispose(): void {
    this.anchor.dispose();
    for (const pieces of this.pieces.values()) for (const { gradient } of pieces) gradient.dispose();
    this.pieces.clear();
  }
}

/** Ids below the first row that counts and outside of the table are padding. */
const isRow = (id: number, firstRow: number, rows: number) => id >= firstRow && id < rows;

/** The gradient of a table of `rows` by a lookup of `ids`. */
function gradientOf(ids: Int32Array, gradient: Tensor, firstRow: number, rows: number): Tensor2D {
  const starts = new Int32Array(rows + 1);
  for (const id of ids) if (isRow(id, firstRow, rows)) starts[id + 1]!++;
  for (let row = 1; row <= rows; row++) starts[row]! += starts[row - 1]!;
  const order = new Int32Array(ids.length);
  const next = starts.slice();
  ids.forEach((id, position) => {
    if (isRow(id, firstRow, rows)) order[next[id]!++] = position;
  });
  const positions = { order: tensor1d(order, 'int32'), starts: tensor1d(starts, 'int32') };
  return embeddingGradient(gradient, positions);
}

/**
 * Rows of `table` [rows, dimension] for `ids`, which lie in `shape` and must not change until the gradient was taken →
 * [...shape, dimension]. Ids outside the table, and 0 where that is padding, yield zeros and receive no gradient. Within a
 * recorded step the gradient of a variable that learns by rows goes to the record; else, and of any other tensor, it is
 * tfjs's, of the table's shape.
 */
export function lookUp(
  table: Tensor,
  ids: Int32Array,
  shape: readonly number[],
  { padding, learns }: TableKind = usual,
): Tensor {
  const firstRow = padding ? 1 : 0;
  const rows = (of: Tensor) => embed(of as Tensor2D, tensor(ids, [...shape], 'int32'), firstRow);
  const record = recording;
  if (learns === 'rows' && record?.learns(table)) {
    const recorded = customGrad(() => ({
      value: rows(table),
      gradFunc: (gradient: Tensor) => record.add(table, ids, firstRow, gradient),
    }));
    return recorded(record.anchor);
  }
  const differentiable = customGrad((whole) => ({
    value: rows(whole as Tensor),
    gradFunc: (gradient: Tensor) => tidy(() => gradientOf(ids, gradient, firstRow, table.shape[0] as number)),
  }));
  return differentiable(table);
}

/**
 * Lookups with a sparse gradient: only the rows that were used. tfjs requires a gradient of its input's shape. For a
 * large table each step would fill and read all of it for a few hundred words.
 *
 * So a training step records its lookups in the tables that it trains. To tfjs such a lookup is a function of a scalar,
 * the anchor, whose gradient is 0. The backward pass stores the table's gradient in the record, which is read after it.
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
import { embed, embeddingGradient, type PositionsByRow } from './operation.ts';

/** How a table is read and trained. */
export interface TableKind {
  /**
   * Whether row 0 is padding, which reads as zeros and gets no gradient by lookups. Otherwise it is an ordinary row.
   */
  readonly padding: boolean;
  /**
   * `rows`: a step updates and decays only the rows that it looks up, without momentum. `dense`: a step updates the
   * whole table as any other parameter, by its moments and its decay even where the gradient is 0, as PyTorch
   * fine-tunes BERT. A table that is also a matrix, by an output layer tied to it, must be dense.
   */
  readonly learns: 'rows' | 'dense';
}

/** The kind of word and character tables. */
const usual: TableKind = { padding: true, learns: 'rows' };

/** What states are looked up by: rows of a batch, none of them padding, and no table that learns. */
export const ofStates: TableKind = { padding: false, learns: 'dense' };

/** A table's gradient. */
export interface RowGradient {
  /** int32 [places]: the table's row of each row of the gradient, none twice; −1 for a surplus row, which is zeros. */
  readonly rows: Tensor1D;
  readonly gradient: Tensor2D; // [places, dimension]
}

interface LookupGradient {
  readonly ids: Int32Array;
  readonly firstRow: number;
  readonly gradient: Tensor; // [...ids, dimension]
}

/** The number of places is a multiple of this, so that steps ask for buffers of a few sizes, which tfjs's pool has. */
const placesMultiple = 64;

let recording: RecordedLookups | null = null;

/** The lookups of one training step. The caller disposes of it, even after an error. */
export class RecordedLookups {
  /** Stands for all tables: differentiate in it instead of in them. */
  readonly anchor: Variable = tidy(() => variable(scalar(0)));
  private readonly lookups = new Map<Tensor, LookupGradient[]>();

  /** @param learning the tables that the step trains; lookups in other tables are not recorded. */
  constructor(learning: Iterable<Variable>) {
    for (const table of learning) this.lookups.set(table, []);
  }

  /** Runs `step`, which computes gradients. */
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
    return this.lookups.has(table);
  }

  /** Stores the gradient of a lookup of `ids`. Gives the anchor's gradient. */
  add(table: Tensor, ids: Int32Array, firstRow: number, gradient: Tensor): Tensor {
    // A clone, since tfjs disposes of gradients during the backward pass.
    this.lookups.get(table)?.push({ ids, firstRow, gradient: keep(gradient.clone()) });
    return scalar(0);
  }

  /** The gradient of a table, summed over all lookups; null if it was not looked up. */
  rowGradient(table: Variable): RowGradient | null {
    const lookups = this.lookups.get(table) ?? [];
    if (lookups.length === 0) return null;
    const [tableRows, dimension] = table.shape as [number, number];
    const positions = lookups.reduce((sum, { ids }) => sum + ids.length, 0);
    const places = new Int32Array(positions).fill(-1); // of each position
    const placeOfRow = new Map<number, number>(); // in the order of the places
    let position = 0;
    for (const { ids, firstRow } of lookups) {
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
    const rows = new Int32Array(placesMultiple * Math.max(1, Math.ceil(placeOfRow.size / placesMultiple))).fill(-1);
    rows.set([...placeOfRow.keys()]);
    const gradient = tidy(() => {
      const parts = lookups.map((lookup) => reshape(lookup.gradient, [-1, dimension]) as Tensor2D);
      const all = parts.length === 1 ? (parts[0] as Tensor2D) : concat(parts); // [positions, dimension]
      return gradientOf(places, all, 0, rows.length);
    });
    return { rows: tensor1d(rows, 'int32'), gradient };
  }

  dispose(): void {
    this.anchor.dispose();
    for (const lookups of this.lookups.values()) for (const { gradient } of lookups) gradient.dispose();
    this.lookups.clear();
  }
}

/** Whether the step under way trains the table by rows, so that a row that is read past it would not learn. */
export const isLearning = (table: Tensor): boolean => recording?.learns(table) ?? false;

/** Ids below the first row and ids outside the table are padding. */
const isRow = (id: number, firstRow: number, rows: number) => id >= firstRow && id < rows;

/** The gradient of a table of `rows` rows by a lookup of `ids`. */
function gradientOf(ids: Int32Array, gradient: Tensor, firstRow: number, rows: number): Tensor2D {
  return embeddingGradient(gradient, positionsByRow(ids, firstRow, rows));
}

/** Where each of a table's `rows` rows was looked up by `ids`; ids below `firstRow` and outside the table are left out. */
export function positionsByRow(ids: Int32Array, firstRow: number, rows: number): PositionsByRow {
  const starts = new Int32Array(rows + 1);
  for (const id of ids) if (isRow(id, firstRow, rows)) starts[id + 1]!++;
  for (let row = 1; row <= rows; row++) starts[row]! += starts[row - 1]!;
  const order = new Int32Array(ids.length);
  const next = starts.slice();
  ids.forEach((id, position) => {
    if (isRow(id, firstRow, rows)) order[next[id]!++] = position;
  });
  return { order: tensor1d(order, 'int32'), starts: tensor1d(starts, 'int32') };
}

/**
 * Rows of `table` [rows, dimension] for `ids`, whose shape is `shape` → [...shape, dimension]. `ids` must not change
 * until the gradient was computed. Ids outside the table, and 0 where that is padding, give zeros and get no gradient.
 *
 * Within a recorded step, the gradient of a variable that learns by rows goes to the record. Otherwise it is tfjs's, of
 * the table's shape.
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

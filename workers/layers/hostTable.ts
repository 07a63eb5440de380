/**
 * A table of vectors of which a corpus uses a small part, such as that of a tokenizer's pieces: XLM-R has 250,002, of which some
 * thousands stand in a corpus. The host holds all rows. What is read goes to the device with each batch, and what is to learn
 * is a parameter of its own there, with its gradient and its moments: the rows that the sentences to learn from use.
 *
 * So no other row can change, as none would that a step does not look up (`TableKind`). PyTorch's AdamW does change them: to it the
 * table is one dense parameter, whose every row decays at every step. A row of which nothing is learned is left as it was here.
 */
import { add, concat, type Tensor2D, tensor2d, tidy, type Variable, variable } from '@tensorflow/tfjs-core';
import { roomLeft } from '../kernels/backend.ts';
import { isLearning, lookUp, type TableKind } from '../kernels/embedding/lookups.ts';
import { GraftError } from '../protocol/errors.ts';
import { bytesInWords } from '../text/byteSizes.ts';
import { bertNormal, type ParameterSource, type Parameters, type Weight } from './parameters.ts';
import type { Part, PartOwner } from './part.ts';

interface LearningRows {
  readonly table: Variable; // [rows that learn, dimension]
  /** Which row of the whole table each of them is. */
  readonly rows: readonly number[];
  /** Where each row of the whole table stands among them; −1 where it does not learn. */
  readonly places: Int32Array;
  /** Dense where all rows are there to be a matrix too. */
  readonly learns: TableKind['learns'];
}

export class HostTable implements Part {
  readonly texts = {};
  private readonly values: Float32Array; // [rows, dimension]
  private learning: LearningRows | null = null;

  constructor(
    readonly path: string,
    private readonly rows: number,
    private readonly dimension: number,
    source: ParameterSource,
  ) {
    this.values = source.numbers(this.name, [rows, dimension], (random) => bertNormal(random, rows * dimension));
  }

  /** Of the whole table as a weight, and of the rows that learn as a parameter. */
  get name(): string {
    return `${this.path}.rows`;
  }

  /** The rows that learn, if any do. */
  get parameters(): Parameters {
    return this.learning ? { [this.name]: this.learning.table } : {};
  }

  /**
   * From here on these rows learn beside those that did. To be called before the parameters are asked for: they are others then.
   * @throws GraftError where the device has no room for them.
   */
  learn(ids: Iterable<number>): void {
    // Without momentum the optimizer has a number for each of theirs.
    this.takeIn(ids, 1);
  }

  private takeIn(ids: Iterable<number>, moments: number): void {
    const { learning } = this;
    const places = learning?.places ?? new Int32Array(this.rows).fill(-1);
    const added = [...new Set(ids)].filter((id) => places[id] === -1).sort((one, other) => one - other);
    if (added.length === 0) return;
    const rows = [...(learning?.rows ?? []), ...added];
    expectRoom(this.path, rows.length, 4 * rows.length * this.dimension, moments);
    rows.forEach((row, place) => {
      places[row] = place;
    });
    const table = tidy(() => {
      const fresh = this.onDevice(Int32Array.from(added));
      return variable(learning ? concat([learning.table as unknown as Tensor2D, fresh]) : fresh);
    });
    learning?.table.dispose();
    this.learning = { table, rows, places, learns: 'rows' };
  }

  /**
   * From here on all rows learn, each at every step, so that the table may be a matrix too.
   * @returns [rows, dimension]
   * @throws GraftError where the device has no room for them.
   */
  learnWhole(): Variable {
    this.takeIn(Array(this.rows).keys(), 2);
    this.learning = { ...(this.learning as LearningRows), learns: 'dense' };
    return this.learning.table;
  }

  /** Ids outside the table give zeros and no gradient. @returns [ids, dimension] */
  apply(ids: Int32Array): Tensor2D {
    const { learning } = this;
    if (!learning) return this.onDevice(ids);
    const { table, places, learns } = learning;
    const learned = ids.map((id) => places[id] ?? -1);
    const read = () => lookUp(table, learned, [ids.length], { padding: false, learns }) as Tensor2D;
    const others = ids.map((id, at) => (learned[at] === -1 ? id : -1));
    if (!others.some((id) => this.has(id))) return read();
    if (isLearning(table)) throw new Error(`A step reads rows of ${this.name} that were not among those to learn.`);
    return tidy(() => add(read(), this.onDevice(others)));
  }

  /** The whole table, with what was learned. Not to be written to: where nothing was, it is shared with whoever gave it. */
  async weight(): Promise<Weight> {
    const shape = [this.rows, this.dimension];
    if (!this.learning) return { shape, values: this.values };
    const values = this.values.slice();
    const learned = (await this.learning.table.data()) as Float32Array;
    for (const [place, row] of this.learning.rows.entries()) copyRow(learned, place, values, row, this.dimension);
    return { shape, values };
  }

  private has(id: number): boolean {
    return id >= 0 && id < this.rows;
  }

  /** Zeros for ids outside the table. @returns [ids, dimension] */
  private onDevice(ids: Int32Array): Tensor2D {
    const { dimension } = this;
    const read = new Float32Array(ids.length * dimension);
    for (const [at, id] of ids.entries()) if (this.has(id)) copyRow(this.values, id, read, at, dimension);
    return tensor2d(read, [ids.length, dimension]);
  }

  /** Of numbers that belong to the whole table, so many to a row, those of the rows that learn, in their order. */
  narrowed({ shape: [, columns = 1], values }: Weight): Weight {
    const { rows = [] } = this.learning ?? {};
    const chosen = new Float32Array(rows.length * columns);
    for (const [place, row] of rows.entries()) copyRow(values, row, chosen, place, columns);
    return { shape: [rows.length, columns], values: chosen };
  }

  /** The other way round; 0 where a row does not learn. */
  widened({ shape: [, columns = 1], values }: Weight): Weight {
    const { rows = [] } = this.learning ?? {};
    const all = new Float32Array(this.rows * columns);
    for (const [place, row] of rows.entries()) copyRow(values, place, all, row, columns);
    return { shape: [this.rows, columns], values: all };
  }
}

/** Those among the parts. */
export const hostTablesOf = ({ parts }: PartOwner): HostTable[] =>
  parts.filter((part): part is HostTable => part instanceof HostTable);

/** @param bytes of the rows. @param moments numbers that the optimizer has of each of theirs, in one tensor. */
function expectRoom(path: string, rows: number, bytes: number, moments: number): void {
  const room = roomLeft();
  const beside = moments * bytes;
  if (beside <= room.tensor && bytes + beside <= room.all) return;
  const bound =
    beside > room.tensor ? `takes ${bytesInWords(room.tensor)} in one piece` : `has ${bytesInWords(room.all)} left`;
  throw new GraftError({
    code: 'table-too-large',
    message: `Of the table ${path} ${rows.toLocaleString('en')} rows are to learn: ${bytesInWords(bytes)}, and ${bytesInWords(beside)} beside them for the optimizer; the device ${bound}.`,
    remedy:
      'Choose another backend, or an encoder with fewer pieces. In a tagger whose lowest layers are frozen the table stays as it is.',
  });
}

function copyRow(from: Float32Array, row: number, to: Float32Array, place: number, columns: number): void {
  to.set(from.subarray(row * columns, (row + 1) * columns), place * columns);
}

/**
 * What frozen layers make of a sentence, computed once and kept: they have no dropout, and a sentence has the same bits in
 * whatever batch it stands. They cost no gradient either.
 */
import { concat, customGrad, keep, slice, type Tensor2D, zeros } from '@tensorflow/tfjs-core';
import { type PackedPieces, sentencesOf } from '../text/packedPieces.ts';
import { mostFrozenBytes } from '../text/trainingMemory.ts';

export class FrozenStates {
  private readonly kept = new Map<string, Tensor2D>();
  private bytes = 0;

  /** @param compute the states of all rows [rows, hidden], within a `tidy`. @param most bytes to keep; beyond them states are computed again each time. */
  constructor(
    private readonly compute: (packed: PackedPieces) => Tensor2D,
    private readonly most = mostFrozenBytes,
  ) {}

  /** The states of all rows [rows, hidden], without a gradient. Rows that belong to no sentence hold anything. */
  of(packed: PackedPieces): Tensor2D {
    // Within its function tfjs records nothing for a backward pass.
    const constant = customGrad(() => ({ value: this.assembled(packed), gradFunc: () => [] }));
    return constant() as Tensor2D;
  }

  private assembled(packed: PackedPieces): Tensor2D {
    const { ids, starts } = packed;
    const keys = Array.from({ length: starts.length - 1 }, (_, n) => ids.subarray(starts[n], starts[n + 1]).join(' '));
    const missing = [...new Map(keys.map((key, n) => [key, n])).entries()].filter(([key]) => !this.kept.has(key));
    if (missing.length === 0) return this.joined(keys, new Map(), ids.length);
    const computed = this.compute(
      missing.length === keys.length
        ? packed
        : sentencesOf(
            packed,
            missing.map(([, n]) => n),
          ),
    );
    const found = new Map<string, Tensor2D>();
    let row = 0;
    for (const [key, n] of missing) {
      const rows = (starts[n + 1] as number) - (starts[n] as number);
      found.set(key, this.keepWithin(key, slice(computed, [row, 0], [rows, -1])));
      row += rows;
    }
    return missing.length === keys.length ? computed : this.joined(keys, found, ids.length);
  }

  private keepWithin(key: string, states: Tensor2D): Tensor2D {
    const bytes = 4 * states.size;
    if (this.bytes + bytes > this.most) return states;
    this.bytes += bytes;
    this.kept.set(key, keep(states));
    return states;
  }

  private joined(keys: readonly string[], found: ReadonlyMap<string, Tensor2D>, rows: number): Tensor2D {
    const sentences = keys.map((key) => (this.kept.get(key) ?? found.get(key)) as Tensor2D);
    const [, hidden = 0] = sentences[0]?.shape ?? [];
    const surplus = rows - sentences.reduce((sum, { shape }) => sum + shape[0], 0);
    return concat([...sentences, ...(surplus > 0 ? [zeros([surplus, hidden]) as Tensor2D] : [])]) as Tensor2D;
  }

  dispose(): void {
    for (const states of this.kept.values()) states.dispose();
    this.kept.clear();
    this.bytes = 0;
  }
}

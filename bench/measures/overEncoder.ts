/** Measures of taggers over the small checkpoint, which not every machine has. */
import type { Row } from '../table.ts';
import { type BenchEncoder, loadEncoder } from '../transformer.ts';
import type { Bench, Measure } from './bench.ts';

interface OverEncoder {
  readonly title: string;
  /** The row's name, also where there is no encoder. */
  readonly measure: string;
  rows(encoder: BenchEncoder, bench: Bench, measure: string): Promise<Row[]>;
}

/** PyTorch takes part by a process of its own, with transformers. */
export const overEncoder = ({ title, measure, rows }: OverEncoder): Measure => ({
  title,
  besidePyTorch: false,
  async measure(bench) {
    const encoder = loadEncoder();
    if (typeof encoder !== 'string') return rows(encoder, bench, measure);
    const nothing = { ours: null, peer: null, result: null, target: null } as const;
    return [{ measure, backend: '', ...nothing, reads: 'times faster', note: encoder }];
  },
});

/** The cost of twice the batch or twice the length, which should not be more than twice. */
import { ourTagger } from '../ours.ts';
import type { Row } from '../table.ts';
import { type Contestant, median, takeTurns } from '../timing.ts';
import { sentencesOfLength } from '../workload.ts';
import type { Measure } from './bench.ts';

const sweeps = [
  { what: 'batch', sizes: [16, 32, 64], shape: (size: number): [number, number] => [size, 30], fixed: 'T=30' },
  { what: 'length', sizes: [16, 32, 64, 128], shape: (size: number): [number, number] => [32, size], fixed: 'B=32' },
] as const;

export const doubling: Measure = {
  title: 'doublings of batch and length',
  besidePyTorch: false,
  async measure({ quick, workload }): Promise<Row[]> {
    const ours = ourTagger(workload);
    const rows: Row[] = [];
    try {
      for (const { what, sizes, shape, fixed } of sweeps) {
        const contestants: Record<string, Contestant> = {};
        for (const size of sizes) {
          const sentences = sentencesOfLength(workload, ...shape(size));
          contestants[`${size}`] = () => ours.train([sentences]);
        }
        for (const contestant of Object.values(contestants)) await contestant(0);
        const times = await takeTurns(contestants, quick ? 5 : 15);
        sizes.slice(1).forEach((size, index) => {
          const smaller = sizes[index] as number;
          const [long, short] = [size, smaller].map((each) => median(times[`${each}`] as number[])) as [number, number];
          rows.push({
            measure: `Twice the ${what}, ${smaller} to ${size} (${fixed})`,
            backend: 'wasm',
            ours: { value: long, unit: 'ms' },
            peer: { name: `at ${smaller}`, value: short, unit: 'ms' },
            result: long / short,
            reads: 'times the time',
            target: { atLeast: 2.3, aim: 2 },
            note: 'BiLSTM-CRF training step with characters; all sentences of one length.',
          });
        });
      }
    } finally {
      ours.dispose();
    }
    return rows;
  },
};

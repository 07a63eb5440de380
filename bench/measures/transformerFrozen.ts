/** What frozen layers save of a transformer's training step, once what they make of its sentences is kept. */
import { type Row, timesFaster } from '../table.ts';
import { type Contestant, median, takeTurns } from '../timing.ts';
import { fullRows, ourTransformer } from '../transformer.ts';
import { overEncoder } from './overEncoder.ts';

const [batchSize, pieces, frozen] = [16, 64, 3];

export const transformerFrozen = overEncoder({
  title: 'transformer step with frozen layers',
  measure: `Transformer training step, ${frozen} of 6 layers frozen (B=${batchSize}, ${pieces} pieces)`,
  async rows(encoder, { quick, workload }, measure): Promise<Row[]> {
    const batches = [fullRows(workload, encoder.tokenizer, batchSize, pieces)];
    const [some, none] = [ourTransformer(encoder, { frozen }), ourTransformer(encoder)];
    const turns: Record<'some' | 'none', Contestant> = {
      some: () => some.train(batches),
      none: () => none.train(batches),
    };
    try {
      // The first step computes what is kept.
      for (const turn of Object.values(turns)) await turn(0);
      const times = await takeTurns(turns, quick ? 2 : 10);
      const ours = { value: median(times.some), unit: 'ms' };
      const peer = { name: 'ours with none frozen,', value: median(times.none), unit: 'ms' };
      const note = 'MiniLM’s sizes; from the second epoch on, when what the frozen layers make of a sentence is kept.';
      const target = { atLeast: 1.8, aim: 1.8 };
      const result = timesFaster(ours, peer);
      return [{ measure, backend: 'wasm', ours, peer, result, reads: 'times faster', target, note }];
    } finally {
      some.dispose();
      none.dispose();
    }
  },
});

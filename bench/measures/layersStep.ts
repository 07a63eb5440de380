/** The BiLSTM's training step beside the same in tf.layers, on the same backend. */
import { layersShape, ourLayersModel, stockLayersModel } from '../layersModel.ts';
import { type Row, timesFaster } from '../table.ts';
import { median, takeTurns, timed } from '../timing.ts';
import type { Measure } from './bench.ts';

/** Ours is so much shorter that one step of it would say little. */
const ourStepsATurn = 5;

/** Median milliseconds of a step: ours, and tf.layers' own. */
export async function timeLayersStep(rounds: number): Promise<{ ours: number; stock: number }> {
  const [ours, stock] = [ourLayersModel(), stockLayersModel()];
  try {
    await ours.step();
    await ours.step();
    await stock.step();
    const ourTimes: number[] = [];
    const { stock: stockTimes } = await takeTurns(
      {
        async ours() {
          for (let step = 0; step < ourStepsATurn; step++) ourTimes.push(await timed(ours.step));
          return ourTimes.at(-1) as number;
        },
        stock: () => timed(stock.step),
      },
      rounds,
    );
    return { ours: median(ourTimes), stock: median(stockTimes) };
  } finally {
    ours.dispose();
    stock.dispose();
  }
}

export function layersRow(backend: string, { ours, stock }: { ours: number; stock: number }): Row {
  const { batch, time, features, hidden } = layersShape;
  const [mine, theirs] = [
    { value: ours, unit: 'ms' },
    { value: stock, unit: 'ms' },
  ];
  return {
    measure: `BiLSTM training step (B=${batch}, T=${time}, D=${features}, H=${hidden})`,
    backend,
    ours: mine,
    peer: { name: 'tf.layers', ...theirs },
    result: timesFaster(mine, theirs),
    reads: 'times faster',
    target: backend === 'wasm' ? { atLeast: 15, aim: 30 } : null,
    note: 'BiLSTM, dense layer, cross-entropy, Adam; ours clips as well. tf.layers with glorotUniform for its orthogonal initialiser.',
  };
}

export const layersStep: Measure = {
  title: 'BiLSTM step beside tf.layers',
  besidePyTorch: false,
  measure: async ({ quick }) => [layersRow('wasm', await timeLayersStep(quick ? 3 : 9))],
};

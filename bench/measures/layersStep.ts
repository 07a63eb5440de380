/** The BiLSTM's training step beside the same in tf.layers, on the same backend. */
import { join } from 'node:path';
import { type LayersShape, layersShape } from '../layersShape.ts';
import { LineProcess } from '../lineProcess.ts';
import { ourLayersModel } from '../ourLayers.ts';
import { type Row, timesFaster } from '../table.ts';
import { median, takeTurns, timed } from '../timing.ts';
import type { Measure } from './bench.ts';

/** Our step is so short that a turn times several. */
const ourStepsATurn = 5;

const stockScript = join(import.meta.dirname, '../stock.ts');

/** Median milliseconds of a step on the open backend: ours, and tf.layers' own. */
export async function timeLayersStep(
  backend: 'wasm' | 'webgpu',
  rounds: number,
  shape: LayersShape = layersShape,
): Promise<{ ours: number; stock: number }> {
  const stock = await LineProcess.start(process.execPath, [
    '--import',
    'tsx',
    stockScript,
    backend,
    JSON.stringify(shape),
  ]);
  const ours = ourLayersModel(shape);
  const stockStep = async () => (await stock.ask('step')) as number;
  try {
    await ours.step();
    await ours.step();
    await stockStep();
    const ourTimes: number[] = [];
    const { stock: stockTimes } = await takeTurns(
      {
        async ours() {
          for (let step = 0; step < ourStepsATurn; step++) ourTimes.push(await timed(ours.step));
          return ourTimes.at(-1) as number;
        },
        stock: stockStep,
      },
      rounds,
    );
    return { ours: median(ourTimes), stock: median(stockTimes) };
  } finally {
    ours.dispose();
    stock.end();
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
    note: 'BiLSTM, dense layer, cross-entropy, Adam; ours clips as well. tf.layers on stock tfjs in a process of its own, with glorotUniform for its orthogonal initialiser.',
  };
}

export const layersStep: Measure = {
  title: 'BiLSTM step beside tf.layers',
  besidePyTorch: false,
  measure: async ({ quick }) => [layersRow('wasm', await timeLayersStep('wasm', quick ? 3 : 9))],
};

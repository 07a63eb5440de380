/** The BiLSTM-CRF step on WebGPU. Dispatches are counted on any adapter, also a software one. Times need a real GPU. */
import type { GpuFigures } from '../gpu.ts';
import { type Row, timesFaster } from '../table.ts';
import type { Measure } from './bench.ts';
import { layersRow } from './layersStep.ts';
import { onWebgpu } from './webgpuProcess.ts';

export const dispatches: Measure = {
  title: 'dispatches on WebGPU',
  besidePyTorch: false,
  async measure({ quick }): Promise<Row[]> {
    const figures = onWebgpu<GpuFigures>('gpu.ts', quick ? ['--quick'] : []);
    const row = {
      measure: 'BiLSTM-CRF training step with characters, dispatches',
      backend: 'webgpu',
      peer: null,
      reads: 'dispatches',
      target: { atLeast: 80, aim: 40 },
    } as const;
    if (typeof figures === 'string') return [{ ...row, ours: null, result: null, note: figures }];
    const { device, submits, dispatches: count, timed } = figures;
    const note = `${device}; ${submits} ${submits === 1 ? 'submit' : 'submits'}. tf.layers needs about 3,300 for its BiLSTM alone.`;
    const counted = { ...row, ours: { value: count, unit: 'dispatches' }, result: count, note };
    return timed ? [counted, ...timedRows(timed, device)] : [counted];
  },
};

function timedRows({ layers, crf, cuda }: NonNullable<GpuFigures['timed']>, device: string): Row[] {
  const ours = { value: crf.ours, unit: 'ms' };
  const peer = cuda && { name: `${cuda.name},`, value: cuda.milliseconds, unit: 'ms' };
  return [
    layersRow('webgpu', layers),
    {
      measure: 'BiLSTM-CRF training step with characters (B=32, T=30)',
      backend: 'webgpu',
      ours,
      peer,
      result: peer && timesFaster(ours, peer),
      reads: 'times faster',
      target: null,
      note: `${device}. ${cuda ? '' : 'There is no PyTorch that uses it.'}`.trim(),
    },
  ];
}

/** The BiLSTM-CRF step on WebGPU. Dispatches are counted on any adapter, also a software one. Times need a real GPU. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { hasGpuLoader } from '../../cli/vulkan.ts';
import { webgpuEnvironment } from '../../scripts/webgpu-environment.ts';
import type { GpuFigures } from '../gpu.ts';
import { type Row, timesFaster } from '../table.ts';
import type { Measure } from './bench.ts';
import { layersRow } from './layersStep.ts';

const script = join(import.meta.dirname, '../gpu.ts');

/** The figures, or the reason why there are none. */
function ask(quick: boolean, environment: Readonly<Record<string, string>>): GpuFigures | string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', script, ...(quick ? ['--quick'] : [])],
    { encoding: 'utf8', env: { ...process.env, ...environment } },
  );
  if (status === 0) return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as GpuFigures;
  return /"?message"?: ?'?(.*)/.exec(stderr)?.[1] ?? stderr.trim().split('\n').at(-1) ?? 'It ended without a word.';
}

/** A real GPU first, else Chromium's software driver, if installed. */
function figuresOf(quick: boolean): GpuFigures | string {
  const real = hasGpuLoader() ? ask(quick, {}) : 'There is no graphics driver';
  if (typeof real !== 'string') return real;
  const software = webgpuEnvironment();
  return software ? ask(quick, software) : `No adapter: ${real}`;
}

export const dispatches: Measure = {
  title: 'dispatches on WebGPU',
  besidePyTorch: false,
  async measure({ quick }): Promise<Row[]> {
    const figures = figuresOf(quick);
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

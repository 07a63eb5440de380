/** A script of the bench that works on WebGPU, in a process of its own, on whatever adapter there is. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { hasGpuLoader } from '../../cli/vulkan.ts';
import { webgpuEnvironment } from '../../scripts/webgpu-environment.ts';

/** What it prints last as JSON, or the reason why there is nothing. */
function ask<Figures>(script: string, words: readonly string[], environment: Readonly<Record<string, string>>) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, '..', script), ...words],
    { encoding: 'utf8', env: { ...process.env, ...environment } },
  );
  if (status === 0) return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Figures;
  return /"?message"?: ?'?(.*)/.exec(stderr)?.[1] ?? stderr.trim().split('\n').at(-1) ?? 'It ended without a word.';
}

/** A real GPU first, else Chromium's software driver, if installed. @param script in bench/. */
export function onWebgpu<Figures>(script: string, words: readonly string[] = []): Figures | string {
  const real = hasGpuLoader() ? ask<Figures>(script, words, {}) : 'There is no graphics driver';
  if (typeof real !== 'string') return real;
  const software = webgpuEnvironment();
  return software ? ask<Figures>(script, words, software) : `No adapter: ${real}`;
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from './testing.ts';
import { hasGpuLoader } from './vulkan.ts';

it('finds a Vulkan loader in the library path, and asks for none where the system has Metal or D3D12', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'libvulkan.so.1'), '');
  expect(hasGpuLoader('linux', `/nowhere:${folder}`)).toBe(true);
  expect(hasGpuLoader('darwin', '')).toBe(true);
});

/**
 * Whether a Vulkan loader is there to be asked for a GPU. Without one, Dawn complains on stderr before it gives up, which
 * tells nobody anything who did not ask for WebGPU.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const usualFolders = [
  '/usr/lib',
  '/usr/lib64',
  '/usr/local/lib',
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
];

/** Other systems than Linux bring Metal or D3D12. */
export function hasGpuLoader(platform = process.platform, libraryPath = process.env.LD_LIBRARY_PATH ?? ''): boolean {
  if (platform !== 'linux') return true;
  const folders = [...libraryPath.split(':').filter(Boolean), ...usualFolders];
  return folders.some((folder) => existsSync(join(folder, 'libvulkan.so.1')));
}

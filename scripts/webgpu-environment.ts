/**
 * Finds a software Vulkan driver for WebGPU tests in Node: Chromium brings SwiftShader and a Vulkan loader with it.
 * The loader reads its settings when the process starts, so whoever wants WebGPU must start a child process with these
 * variables; `npm test` does.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const driverFile = 'vk_swiftshader_icd.json';

/** Where distributions put Chromium; `GRAFT_CHROMIUM` (the program or its folder) goes first. */
const usualFolders = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/opt/google/chrome',
  '/usr/lib64/chromium-browser',
  '/snap/chromium/current/usr/lib/chromium-browser',
];

/**
 * The environment variables under which Node's WebGPU finds SwiftShader, or null where no Chromium with a Vulkan driver
 * is found.
 *
 * @param folders Further folders to look into first, such as that of Playwright's Chromium.
 */
export function webgpuEnvironment(folders: readonly string[] = []): Record<string, string> | null {
  if (process.platform !== 'linux') return null;
  const named = process.env.GRAFT_CHROMIUM;
  const candidates = [...(named ? [named, dirname(named)] : []), ...folders, ...usualFolders];
  const folder = candidates.find((candidate) => existsSync(join(candidate, driverFile)));
  if (!folder) return null;
  const libraries = [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { LD_LIBRARY_PATH: libraries, VK_DRIVER_FILES: join(folder, driverFile) };
}

/** Whether this process was started with a Vulkan driver named, so that WebGPU can be expected to open. */
export function hasWebgpuEnvironment(): boolean {
  const file = process.env.VK_DRIVER_FILES;
  return file !== undefined && existsSync(file);
}

/**
 * Whether the WebGPU tests were run where they could be. Without a driver they are skipped, and a run that skipped them
 * unnoticed would look like a good one.
 */
import type { Outcome } from './testReports.ts';

/** The tag of all tests that need a WebGPU driver; vite.config.ts declares it. */
export const webgpuTag = 'webgpu';

export interface WebgpuCircumstances {
  readonly platform: NodeJS.Platform;
  /** The Chromium that was found or installed. */
  readonly chromium: string | null;
  /** Whether the tests were started with a Vulkan driver. */
  readonly driver: boolean;
}

/**
 * What is wrong with how the WebGPU tests went, or null. Tests may skip a backend for a reason of their own where a
 * driver is there; none may be skipped for want of a driver that could be had.
 *
 * @param tests The outcome of the tests that have `webgpuTag`.
 */
export function webgpuFault(tests: Outcome, { platform, chromium, driver }: WebgpuCircumstances): string | null {
  if (driver) {
    return tests.passed + tests.failed > 0 ? null : 'A WebGPU driver was found, but no WebGPU test ran.';
  }
  // On other systems nothing but a driver of the machine's own would do, and which one nobody can say.
  if (tests.skipped === 0 || platform !== 'linux' || chromium === null) return null;
  return `${tests.skipped} WebGPU tests were skipped: ${chromium} brings no Vulkan driver (vk_swiftshader_icd.json). \`npx playwright install chromium\` brings one; GRAFT_CHROMIUM=/path/to/chromium names another Chromium.`;
}

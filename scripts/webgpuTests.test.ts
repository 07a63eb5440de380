import { describe, expect, it } from 'vitest';
import { webgpuFault } from './webgpuTests.ts';

const ran = { passed: 90, failed: 0, skipped: 1 };
const skipped = { passed: 0, failed: 0, skipped: 91 };
const withDriver = { platform: 'linux', chromium: '/usr/bin/chromium', driver: true } as const;

describe('WebGPU tests', () => {
  it('may skip some for reasons of their own where a driver is there', () => {
    expect(webgpuFault(ran, withDriver)).toBeNull();
    expect(webgpuFault({ ...ran, passed: 0, failed: 90 }, withDriver)).toBeNull();
  });

  it('may not all stay away where a driver is there', () => {
    expect(webgpuFault(skipped, withDriver)).toContain('no WebGPU test ran');
    expect(webgpuFault({ passed: 0, failed: 0, skipped: 0 }, withDriver)).toContain('no WebGPU test ran');
    expect(webgpuFault(skipped, { ...withDriver, platform: 'darwin' })).toContain('no WebGPU test ran');
  });

  it('may not be skipped beside a Chromium in whose place another would bring a driver', () => {
    const fault = webgpuFault(skipped, { ...withDriver, driver: false });
    expect(fault).toContain('91 WebGPU tests were skipped: /usr/bin/chromium brings no Vulkan driver');
    expect(fault).toContain('npx playwright install chromium');
  });

  it('may be skipped where no driver can be had', () => {
    expect(webgpuFault(skipped, { ...withDriver, chromium: null, driver: false })).toBeNull();
    expect(webgpuFault(skipped, { ...withDriver, platform: 'darwin', driver: false })).toBeNull();
    expect(webgpuFault(skipped, { ...withDriver, platform: 'win32', driver: false })).toBeNull();
  });
});

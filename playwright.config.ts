/**
 * The browser tests run against the built studio, served as `npm start` serves it. A project of its own has WebGPU by
 * SwiftShader: it is slow, so only what is named for it runs there.
 */
import { createServer } from 'node:net';
import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.ts';

const webgpuTests = /webgpu.*\.spec\.ts/;
const firefoxTests = /firefox\.spec\.ts/;

/** The configuration is read again in every test process; the environment hands the same port on to them. */
process.env.GRAFT_TEST_PORT ??= String(await freePort());
const address = `http://localhost:${process.env.GRAFT_TEST_PORT}/`;

const executablePath = process.env.GRAFT_CHROMIUM ?? findChromium();

/** In containers there is neither a sandbox nor anything to synchronise with. */
const quietFlags = [
  '--no-sandbox',
  '--disable-gpu-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
const webgpuFlags = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-unsafe-swiftshader'];

const launch = (flags: readonly string[]) => ({
  launchOptions: {
    args: [...flags],
    ...(executablePath && { executablePath }),
  },
});

export default defineConfig({
  testDir: 'test/browser',
  outputDir: 'test-results',
  // Training keeps a core busy; two browsers at once would make every time limit a matter of luck.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // What a service worker keeps is asked for by offline.spec.ts alone: each page would keep the studio anew.
  use: {
    baseURL: address,
    serviceWorkers: process.env.GRAFT_TEST_OFFLINE ? 'allow' : 'block',
    // A trace photographs the page at every step, which takes a third of the time: it is asked for.
    trace: process.env.GRAFT_TEST_TRACE ? 'retain-on-failure' : 'off',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
  },
  webServer: {
    command: `npx --no-install vite preview --host localhost --port ${process.env.GRAFT_TEST_PORT} --strictPort`,
    url: address,
    timeout: 60_000,
  },
  projects: [
    // What is tried without a network anyway has a server of its own.
    {
      name: 'chromium',
      testIgnore: [webgpuTests, firefoxTests, ...(process.env.GRAFT_TEST_OFFLINE ? [/offline\.spec\.ts/] : [])],
      use: launch(quietFlags),
    },
    { name: 'firefox', testMatch: firefoxTests, timeout: 240_000 },
    { name: 'webgpu', testMatch: webgpuTests, timeout: 300_000, use: launch([...quietFlags, ...webgpuFlags]) },
  ],
});

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on('error', fail);
    probe.listen(0, 'localhost', () => {
      const taken = probe.address();
      probe.close(() => done(typeof taken === 'object' && taken ? taken.port : 4174));
    });
  });
}

/**
 * How the page is built and served, and how its tests run. The headers give the page cross-origin isolation (threads and
 * exact clocks) and hold it to its promise that nothing leaves the machine; the built page carries the policy itself
 * too, for servers that send no headers.
 */
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { webgpuTag } from './scripts/webgpuTests.ts';

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const policy = [
  "default-src 'self'",
  "connect-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  // Mantine writes its theme's variables into a style element; charts place their parts by style attributes.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The development server's hot reload needs an inline script, which the built page does without. */
const developmentPolicy = policy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");

function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
    ],
  };
}

export default defineConfig({
  base: './',
  plugins: [react(), contentSecurityPolicy()],
  build: { target: 'es2023', sourcemap: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 2500 },
  worker: { format: 'es' },
  server: { port: 5173, headers: { ...isolation, 'Content-Security-Policy': developmentPolicy } },
  preview: { port: 4173, headers: { ...isolation, 'Content-Security-Policy': policy } },
  test: {
    projects: [
      {
        test: {
          name: 'workers',
          environment: 'node',
          include: ['{workers,cli,experiments,scripts,bench}/**/*.test.ts'],
          setupFiles: ['test/propertySeed.ts'],
          tags: [
            {
              name: webgpuTag,
              description: 'Needs a WebGPU driver: `npm test` fails where one was there and none of these ran.',
            },
          ],
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'page',
          environment: 'jsdom',
          include: ['src/**/*.test.{ts,tsx}'],
          setupFiles: ['test/propertySeed.ts', 'src/testSetup.ts'],
        },
      },
    ],
  },
});

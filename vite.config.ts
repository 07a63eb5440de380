/**
 * How the page is built and served, and how its tests run. The built page has its content security policy in its head and a service
 * worker beside it (`sw.js`), so that any server of plain files will do, under any path.
 */
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { webgpuTag } from './scripts/webgpuTests.ts';
import { isolation, policy } from './workers/hosting/headers.ts';

/** What the studio and its demo need, and no more: encoders beside it are fetched by who wants them. */
const keptFiles = ['**/*.{html,js,mjs,py,css,wasm,woff2,svg,webmanifest,graft,json,jsonl,zip}'];

/** The development server's hot reload needs an inline script, and makes markup of text; the built page does without. */
function forDevelopment(built: string): string {
  const rules = built.split('; ').filter((rule) => !rule.includes('trusted-types'));
  return rules.join('; ').replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");
}

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
  plugins: [
    react(),
    contentSecurityPolicy(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'workers/hosting',
      filename: 'sw.ts',
      injectManifest: {
        globPatterns: keptFiles,
        globIgnores: ['encoders/**'],
        maximumFileSizeToCacheInBytes: 16_000_000,
      },
      // The page registers it itself (src/shell/keptStudio.ts), and the manifest lies in public/.
      injectRegister: false,
      manifest: false,
    }),
  ],
  build: {
    target: 'es2023',
    sourcemap: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2500,
    // A file of its own: what other files hold begins after it.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'underPolicy', test: /hosting.(underPolicy|trustedScripts)/ }] } },
    },
  },
  worker: { format: 'es' },
  server: { port: 5173, headers: { ...isolation, 'Content-Security-Policy': forDevelopment(policy) } },
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

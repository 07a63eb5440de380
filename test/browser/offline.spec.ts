/**
 * The studio without a network, and on any server: what `npm run build` writes works under any path without a header, is isolated from
 * other origins by its service worker, and goes on when the server is gone.
 */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type PlainServer, servePlainly } from './plainServer.ts';
import { expectSound } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

test.use({ serviceWorkers: 'allow' });

let server: PlainServer;

test.beforeEach(async () => {
  server = await servePlainly(join(import.meta.dirname, '../../dist'), '/some/where/graft/');
});

test.afterEach(() => server.end());

/** The first visit: kept whole, and isolated by a second beginning. */
async function firstVisit(page: Page): Promise<Studio> {
  await page.goto(server.address);
  await page.waitForFunction(() => window.crossOriginIsolated && navigator.serviceWorker.controller !== null);
  await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible();
  return new Studio(page);
}

test('under a path of a plain server: isolated, and the demo learns without the network after the first load', async ({
  page,
}) => {
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  const studio = await firstVisit(page);
  await server.end();
  await page.reload();
  await studio.button('Try the demo').first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Train' })).toBeVisible();
  await studio.runEnds(110_000);
  expect((await studio.scores()).get('Address')?.after).toBeGreaterThanOrEqual(70);
  await expect(page.getByRole('contentinfo')).toContainText(/WASM.*SIMD, [2-8] threads/);
  expect(problems).toEqual([]);
});

test('a newer studio is told, and starts once no tab has the old one', async ({ page, context }) => {
  await firstVisit(page);
  server.update();
  await page.reload();
  const told = page.getByRole('alert', { name: 'A newer Graft is ready' });
  await expect(told).toBeVisible();
  await expectSound(page);
  await page.reload();
  await expect(told).toBeVisible();
  await page.close();
  const next = await context.newPage();
  await next.goto(server.address);
  await expect(next.getByRole('contentinfo')).toContainText('WASM');
  await expect(next.getByRole('alert', { name: 'A newer Graft is ready' })).toBeHidden();
});

test('what is kept has the policy, so that workers are held to it as well', async ({ page }) => {
  await firstVisit(page);
  const policies = await page.evaluate(async () => {
    const scripts = performance.getEntriesByType('resource').filter(({ name }) => /worker-.*\.js$/.test(name));
    return Promise.all(scripts.map(async ({ name }) => (await fetch(name)).headers.get('Content-Security-Policy')));
  });
  expect(policies.length).toBeGreaterThan(0);
  for (const policy of policies) expect(policy).toContain("connect-src 'self'");
});

test('a private session keeps nothing, not even the studio', async ({ page }) => {
  await page.goto(`${server.address}?private`);
  await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('WASM');
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  expect(await page.evaluate(() => caches.keys())).toEqual([]);
});

test.describe('held to its policy', () => {
  test.use({ triesPolicy: true });

  test('text becomes neither script nor markup', async ({ page }) => {
    await firstVisit(page);
    const refused = await page.evaluate(() => {
      const attempts: (() => unknown)[] = [
        () => (document.createElement('div').innerHTML = '<img src=x onerror="window.broken=1">'),
        () => document.createElement('script').setAttribute('src', 'https://elsewhere.example/a.js'),
        () => (document.createElement('script').text = 'window.broken=1'),
        () => new Worker('https://elsewhere.example/a.js'),
        () => new DOMParser().parseFromString('<p>text</p>', 'text/html'),
      ];
      return attempts.map((attempt) => {
        try {
          attempt();
          return 'done';
        } catch {
          return 'refused';
        }
      });
    });
    expect(refused).toEqual(Array.from({ length: refused.length }, () => 'refused'));
  });
});

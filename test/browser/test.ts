/**
 * What holds in every browser test: no request leaves the studio's own origin, and nothing of the page runs into its policy. With
 * GRAFT_TEST_OFFLINE set, each test begins after a first load, without a network.
 */
import { test as base, expect } from '@playwright/test';

interface Promises {
  /** Whether the test tries what the policy refuses. */
  readonly triesPolicy: boolean;
  readonly nothingLeaves: undefined;
}

export { expect };

/** For a browser that is not Playwright’s: it sees to the same by itself. */
export const inOtherBrowsers = base;

export const test = base.extend<Promises>({
  triesPolicy: [false, { option: true }],
  nothingLeaves: [
    async ({ context, triesPolicy }, use) => {
      const origins = new Set<string>();
      const elsewhere: string[] = [];
      const refused: string[] = [];
      context.on('request', (request) => {
        const { protocol, hostname, origin } = new URL(request.url());
        if (protocol === 'data:' || protocol === 'blob:') return;
        // A test goes where it wants to on this machine.
        if (/(^|\.)localhost$/.test(hostname) && request.isNavigationRequest()) origins.add(origin);
        if (!origins.has(origin)) elsewhere.push(request.url());
      });
      context.on('console', (message) => {
        if (/Content Security Policy|Trusted(HTML|Script|ScriptURL)\b/.test(message.text()))
          refused.push(message.text());
      });
      if (process.env.GRAFT_TEST_OFFLINE) {
        const first = await context.newPage();
        await first.goto('./');
        await first.waitForFunction(() => navigator.serviceWorker.controller !== null);
        await first.close();
        await context.setOffline(true);
      }
      await use(undefined);
      expect(elsewhere, 'requests to another origin').toEqual([]);
      if (!triesPolicy) expect(refused, 'what the policy refused').toEqual([]);
    },
    { auto: true },
  ],
});

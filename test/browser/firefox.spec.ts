/**
 * Another browser: the demo from the first load to an exported model, an import and an annotation in Firefox, which has no part of
 * Playwright's own. It is driven by WebDriver BiDi. The server sends no headers, so that the service worker has to isolate the page.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { findFirefox } from '../../scripts/firefox.ts';
import { type PlainServer, servePlainly } from './plainServer.ts';
import { expect, inOtherBrowsers as test } from './test.ts';

const executablePath = findFirefox();
const dist = fileURLToPath(new URL('../../dist', import.meta.url));

test.skip(executablePath === null, 'No Firefox was found (GRAFT_FIREFOX names one).');

let folder: string;
let server: PlainServer;
let browser: Browser;
let page: Page;
const elsewhere: string[] = [];
const errors: string[] = [];

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'graft-firefox-'));
  server = await servePlainly(dist, '/studio/');
  browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: executablePath as string,
    extraPrefsFirefox: {
      'browser.download.folderList': 2,
      'browser.download.dir': folder,
      'browser.download.useDownloadDir': true,
      'browser.download.always_ask_before_handling_new_types': false,
    },
  });
  page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  const { origin } = new URL(server.address);
  page.on('request', (request) => {
    const { protocol, origin: of } = new URL(request.url());
    if (!['data:', 'blob:', 'about:'].includes(protocol) && of !== origin) elsewhere.push(request.url());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
});

test.afterAll(async () => {
  await browser?.close();
  await server?.end();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const named = (role: string, name: string) => `::-p-aria([name="${name}"][role="${role}"])`;
const press = (name: string) => page.locator(named('button', name)).click();
const says = (text: string | RegExp, timeout = 15_000) =>
  expect.poll(() => page.evaluate(() => document.body.innerText), { timeout }).toMatch(text);

/** Panels are buttons of the navigation; other buttons may have the same name. */
async function show(panel: string): Promise<void> {
  await page.locator(`nav button ::-p-text(${panel})`).click();
  await expect.poll(() => page.evaluate(() => document.querySelector('h1')?.textContent)).toBe(panel);
}

test('the demo adapts in Firefox and its model is exported; a text is imported and annotated, and is there after a reload', async () => {
  await page.goto(server.address);
  // The page begins once more, to be isolated.
  await expect
    .poll(() => page.evaluate(() => crossOriginIsolated && document.querySelector('h1') !== null).catch(() => false), {
      timeout: 30_000,
    })
    .toBe(true);
  await press('Try the demo');
  await says('See its errors', 110_000);
  await says(/WASM\s+relaxed SIMD, \d threads?/);

  await show('Export');
  await press('Export model');
  const saved = () => readdirSync(folder).filter((name) => name.endsWith('.graft'));
  await expect.poll(saved, { timeout: 20_000 }).toHaveLength(1);
  const parts = unzipSync(readFileSync(join(folder, saved()[0] as string)));
  expect(JSON.parse(new TextDecoder().decode(parts['model.json'])).categories).toContain('Address');

  const text = join(folder, 'calls.txt');
  writeFileSync(text, 'Ines Amaral called from 12 Hill Road, Velby.\n'.repeat(20));
  await show('Corpus');
  const input = await page.waitForSelector('main input[type=file]');
  await input?.uploadFile(text);
  await says('20 documents · 20 sentences');
  await show('Annotate');
  await page.locator(named('textbox', 'New category')).fill('Caller');
  await page.keyboard.press('Enter');
  await page.locator(named('textbox', 'Text of the document')).click();
  await page.keyboard.press('Home');
  await page.keyboard.down('Shift');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.up('Shift');
  await page.keyboard.press('1');
  await says(/1 found/);
  await says(/\bSaved\b/);
  await page.reload();
  await show('Annotate');
  await says(/1 found/);
  expect(elsewhere, 'requests to another origin').toEqual([]);
  expect(errors).toEqual([]);
});

/** A run that was cut off goes on where it stood, and ends with the weights of one that was not, bit for bit. */
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { expectSound } from './sound.ts';
import { demo, Studio } from './studio.ts';
import { expect, test } from './test.ts';

const cutOff = /^A run was cut off .*epoch/;

/** The numbers of the model that the run made, as they are exported; what else is in the file tells dates and seconds. */
async function exportedWeights(studio: Studio): Promise<string> {
  await studio.show('Export');
  const downloading = studio.page.waitForEvent('download');
  await studio.button('Export model').click();
  const files = unzipSync(new Uint8Array(await readFile(await (await downloading).path())));
  const numbers = Object.keys(files).filter((name) => name.endsWith('.safetensors'));
  expect(numbers).toContain('weights.safetensors');
  return numbers.map((name) => Buffer.from(files[name] ?? []).toString('base64')).join('\n');
}

async function beginDemo(studio: Studio): Promise<void> {
  await studio.open();
  await studio.button('Try the demo').first().click();
}

interface Made {
  readonly scores: Awaited<ReturnType<Studio['scores']>>;
  readonly weights: string;
}

let straight: Promise<Made> | null = null;

/** The same without anything that cuts it off: once, since it is the same each time. */
function straightRun(context: BrowserContext): Promise<Made> {
  straight ??= runStraight(context);
  return straight;
}

async function runStraight(context: BrowserContext): Promise<Made> {
  const other = await context.browser()?.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  if (!other) throw new Error('There is no browser.');
  const studio = new Studio(await other.newPage());
  await beginDemo(studio);
  await studio.runEnds(110_000);
  const made = { scores: await studio.scores(), weights: await exportedWeights(studio) };
  await other.close();
  return made;
}

/** The demo while it learns, after two epochs at least. */
async function inTheMiddle(page: Page): Promise<Studio> {
  test.setTimeout(300_000);
  const studio = new Studio(page);
  await beginDemo(studio);
  await expect(page.getByText(/epoch [345] of/i).first()).toBeVisible({ timeout: 60_000 });
  return studio;
}

test('the demo’s run goes on after a reload in its middle, and ends with the weights of one that was never stopped', async ({
  page,
  context,
}) => {
  const studio = await inTheMiddle(page);
  await page.reload();
  const offer = page.getByRole('alert', { name: cutOff });
  await expect(offer).toBeVisible({ timeout: 60_000 });
  await expectSound(page);
  await studio.button('Go on').click();
  await expect(offer).toHaveCount(0);
  await studio.runEnds(110_000);
  const goneOn = { scores: await studio.scores(), weights: await exportedWeights(studio) };
  await expect(page.getByRole('button', { name: 'Projects. Saved' })).toBeVisible();
  await page.reload();
  await studio.show('Train');
  await expect(page.getByRole('button', { name: 'See its errors' })).toBeVisible();
  await expect(offer).toHaveCount(0);

  expect(goneOn).toEqual(await straightRun(context));
});

/** Ends one of the page's workers from within, as a browser does that lacks memory. */
async function kill(page: Page, name: 'trainer' | 'corpus'): Promise<void> {
  const worker = page.workers().find((each) => each.url().includes(`/${name}.worker`));
  if (!worker) throw new Error(`There is no ${name} worker.`);
  // It ends before it could answer.
  void worker.evaluate(() => globalThis.close()).catch(() => {});
}

test('the demo’s run goes on where its trainer was killed, and ends with the weights of one that was never stopped', async ({
  page,
  context,
}) => {
  const studio = await inTheMiddle(page);
  await kill(page, 'trainer');
  await expect(page.getByText('The trainer had stopped, and was started again.')).toBeVisible({ timeout: 60_000 });
  await studio.runEnds(110_000);
  await expect(page.getByText('The run goes on from its last checkpoint.')).toBeVisible();
  const goneOn = { scores: await studio.scores(), weights: await exportedWeights(studio) };
  expect(goneOn).toEqual(await straightRun(context));
});

test('a corpus worker that was killed has its corpora again, and the run is not held up', async ({ page }) => {
  const studio = new Studio(page);
  await beginDemo(studio);
  await studio.runEnds(110_000);
  await expect(page.getByRole('button', { name: 'Projects. Saved' })).toBeVisible();
  await kill(page, 'corpus');
  await expect(page.getByText('The corpus worker had stopped, and was started again.')).toBeVisible();
  await studio.show('Corpus');
  await page
    .getByRole('searchbox')
    .or(page.getByRole('textbox', { name: /Search|Find/ }))
    .first()
    .fill('Road');
  await expect(page.getByText('Road').first()).toBeVisible();
  await studio.show('Train');
  await studio.button('Start training').click();
  await expect(studio.button('Stop')).toBeVisible();
  await studio.runEnds(110_000);
});

test('a private session says by name what a trainer that was killed has lost', async ({ page }) => {
  const studio = new Studio(page);
  await page.goto('./?private');
  await studio.loadModel(demo('source-model.graft'));
  await kill(page, 'trainer');
  await expect(page.getByText(/Lost with it, since it was not stored: the model “/)).toBeVisible();
  await studio.loadModel(demo('source-model.graft'));
});

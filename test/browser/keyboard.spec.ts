/**
 * From nothing to a model without a mouse: raw sentences, a pattern, documents submitted, a model trained from them, and its file. Everything
 * is reached as a person reaches it who has keys alone.
 */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

/** So many stops lie between any two places of a panel at most. */
const mostStops = 150;

/** Goes there by Tab alone, and fails where nobody can. */
async function reach(page: Page, place: Locator): Promise<void> {
  await expect(place).toBeVisible({ timeout: 60_000 });
  for (let stop = 0; stop < mostStops; stop++) {
    if (await place.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${place}.`);
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name }).first();
  await expect(button).toBeEnabled({ timeout: 60_000 });
  await reach(page, button);
  await page.keyboard.press('Enter');
}

async function write(page: Page, place: Locator, words: string): Promise<void> {
  await reach(page, place);
  await page.keyboard.type(words);
}

async function rawSentences(count: number): Promise<string> {
  const lines = (await readFile('public/demo/target-train.jsonl', 'utf8')).trim().split('\n');
  const texts = lines.flatMap((line) => (JSON.parse(line) as { text: string }).text.split('\n'));
  return texts.slice(0, count).join('\n\n');
}

test('200 raw sentences become a model with Address by keys alone', async ({ page }) => {
  test.setTimeout(400_000);
  const studio = new Studio(page);
  await studio.open();
  const panel = (name: string) => press(page, new RegExp(`^${name}`));

  await panel('Corpus');
  const choosing = page.waitForEvent('filechooser');
  await press(page, 'Import corpus');
  const buffer = Buffer.from(await rawSentences(200));
  await (await choosing).setFiles({ name: 'desk.txt', mimeType: 'text/plain', buffer });
  await press(page, /^Import/);
  await expect(page.getByText('Nothing is annotated yet.')).toBeVisible({ timeout: 60_000 });

  await panel('Annotate');
  await press(page, 'Words and patterns');
  await write(page, page.getByRole('combobox', { name: 'Category', exact: true }), 'Address');
  await page.keyboard.press('Escape');
  const pattern = '/\\d+\\w? [A-Z]\\w+ (Road|Street|Lane|Close|Way|Hill|Drive|Avenue|Gardens|Court)/';
  await write(page, page.getByRole('textbox', { name: 'Words, or a pattern' }), pattern);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/\d+ found in \d+ documents/)).toBeVisible({ timeout: 60_000 });
  await press(page, 'Accept in all documents');
  await expect(page.getByText(/\d+ suggestions accepted/)).toBeVisible({ timeout: 60_000 });

  await reach(page, page.getByRole('textbox', { name: 'Text of the document' }));
  for (let document = 1; document <= 60; document++) {
    await expect(page.getByText(`Document ${document} of`)).toBeVisible();
    await page.keyboard.press('Control+Enter');
  }
  await expect(page.getByText('Document 61 of')).toBeVisible();
  await press(page, 'Adapt while annotating');
  await press(page, 'Adapt now');
  await expect(page.getByRole('combobox', { name: 'Model that suggests' })).toHaveValue(/\w/, { timeout: 300_000 });

  await panel('Export');
  const downloading = page.waitForEvent('download');
  await press(page, 'Export model');
  const files = unzipSync(readFileSync(await (await downloading).path()));
  expect(JSON.parse(strFromU8(files['model.json'] as Uint8Array)).categories).toContain('Address');
});

/** Suggestions while annotating, by keys alone: gone through, accepted, rejected and undone; ordered; adapted to what was submitted. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expectSound } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

const modelFile = 'public/demo/source-model.graft';

/** Sentences of the demo's second customer, without their annotation. */
async function rawSentences(count: number): Promise<string> {
  const lines = (await readFile('public/demo/target-train.jsonl', 'utf8')).trim().split('\n');
  const texts = lines.flatMap((line) => (JSON.parse(line) as { text: string }).text.split('\n'));
  return `${texts.slice(0, count).join('\n')}\n`;
}

async function openRaw(page: Page, sentences: number): Promise<{ studio: Studio; text: Locator }> {
  const studio = new Studio(page);
  await studio.open();
  await studio.show('Source');
  await page.getByLabel(/^Source model/).setInputFiles(modelFile);
  await expect(page.getByText('Support desk source').or(page.getByText('source-model')).first()).toBeVisible();
  await studio.importFiles({
    ...{ name: 'desk.txt', mimeType: 'text/plain' },
    buffer: Buffer.from(await rawSentences(sentences)),
  });
  await studio.show('Annotate');
  const text = page.getByRole('textbox', { name: 'Text of the document' });
  await expect(text).toBeVisible();
  return { studio, text };
}

const open = (page: Page) => page.getByText(/(No suggestion|suggestions?) open here$|^Suggested: /);

test('suggestions are accepted, rejected, undone and taken all at once by keys', async ({ page }) => {
  const { text } = await openRaw(page, 60);
  await expect(page.getByText(/\d+ found in \d+ documents/)).toBeVisible({ timeout: 60_000 });
  await text.focus();
  // The first document with two suggestions or more.
  for (let document = 0; document < 20; document++) {
    await expect(open(page)).toBeVisible();
    if (/^([2-9]|\d\d) suggestions/.test(await open(page).innerText())) break;
    await page.keyboard.press('PageDown');
    await expect(page.getByText(`Document ${document + 2} of`)).toBeVisible();
  }
  const before = Number.parseInt(await open(page).innerText(), 10);
  expect(before).toBeGreaterThan(1);
  await expectSound(page);

  await page.keyboard.press('.');
  await expect(page.getByText(/^Suggested: .* % sure$/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Undo: accept/ })).toBeEnabled();
  await page.keyboard.press('Backspace');
  await expect(page.getByRole('button', { name: /^Undo: reject/ })).toBeEnabled();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(open(page)).toHaveText(new RegExp(`^${before} suggestions open here$`));
  await page.getByRole('textbox', { name: 'Accepted at once from, percent sure' }).fill('0');
  await text.focus();
  await page.keyboard.press('Shift+Enter');
  await expect(open(page)).toHaveText('No suggestion open here');
  await page.keyboard.press('Control+z');
  await expect(open(page)).toHaveText(new RegExp(`^${before} suggestions open here$`));
});

test('words and patterns suggest without a model', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.importFiles({
    ...{ name: 'calls.txt', mimeType: 'text/plain' },
    buffer: Buffer.from('Ines Amaral called from 12 Hill Road, Velby.\n'.repeat(20)),
  });
  await studio.show('Annotate');
  await page.getByRole('button', { name: 'Words and patterns' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Category', exact: true }).fill('Town');
  await page.getByRole('textbox', { name: 'Words, or a pattern' }).fill('Velby');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Category', exact: true }).fill('Address');
  await page.getByRole('textbox', { name: 'Words, or a pattern' }).fill('/\\d+ [A-Z]\\w+ Road/');
  await page.keyboard.press('Enter');
  const text = page.getByRole('textbox', { name: 'Text of the document' });
  await expect(text).toContainText('12 Hill RoadAddress?');
  await expect(text).toContainText('VelbyTown?');
  await expectSound(page);
  await text.focus();
  await page.keyboard.press('Shift+Enter');
  await expect(text).toContainText('VelbyTown');
  await page.getByRole('button', { name: 'Accept in all documents' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('30 suggestions accepted')).toBeVisible();
});

test('a model is adapted in the background, and suggests what it has learned', async ({ page }) => {
  test.setTimeout(300_000);
  const { studio, text } = await openRaw(page, 120);
  await page.getByRole('button', { name: 'Words and patterns' }).click();
  await page.getByRole('combobox', { name: 'Category', exact: true }).fill('Address');
  await page
    .getByRole('textbox', { name: 'Words, or a pattern' })
    .fill('/\\d+\\w? [A-Z]\\w+ (Road|Street|Lane|Close|Way|Hill|Drive|Avenue|Gardens|Court)/');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/\d+ found in \d+ documents/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Accept in all documents' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/\d+ suggestions accepted/)).toBeVisible({ timeout: 60_000 });
  await text.focus();
  for (let document = 0; document < 24; document++) {
    await expect(page.getByText(`Document ${document + 1} of`)).toBeVisible();
    await page.keyboard.press('Control+Enter');
  }
  await expect(page.getByText('Document 25 of')).toBeVisible();
  await studio.show('Train');
  await studio.set('Epochs', '2');
  await studio.show('Annotate');
  await page.getByRole('button', { name: 'Adapt while annotating' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Adapt now' }).focus();
  await page.keyboard.press('Enter');
  await text.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('combobox', { name: 'Model that suggests' })).toHaveValue(/Address/, {
    timeout: 240_000,
  });
  await expect(page.getByText('Document 25 of')).toBeVisible();
  await expect(text.locator('[data-caret]')).toHaveCount(1);
  await expect(page.getByRole('img', { name: /F1 by submitted documents/ })).toBeVisible();
  await expectSound(page);
});

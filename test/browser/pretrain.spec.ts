/** An encoder reads on in a text of the user's, in the page; what comes of it goes into a file. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { expectSound } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

/** As transformers saved it, with a head for masked pieces: test/parity/make_masked.py. */
const folder = fileURLToPath(new URL('../parity/fixtures/masked/bert', import.meta.url));
const checkpoint = ['config.json', 'model.safetensors', 'vocab.txt'].map((name) => `${folder}/${name}`);
const text = {
  name: 'reports.txt',
  mimeType: 'text/plain',
  buffer: Buffer.from(Array.from({ length: 80 }, (_, n) => (n % 2 ? 'ab cd ef gh ab .' : 'gh ab ab cd .')).join('\n')),
};

test('an encoder is pretrained on a text, stands beside the first, and goes into a zip', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.show('Source');
  await page.getByText('Train a source model', { exact: true }).click();
  await page.getByLabel('Files of a checkpoint').setInputFiles(checkpoint);
  await studio.button('Go on pretraining on my text').click();
  await page.getByRole('combobox', { name: 'Masking' }).click();
  await page.getByRole('option', { name: 'spans of words' }).click();
  await page.getByRole('textbox', { name: 'Learning rate', exact: true }).fill('0.01');
  await expectSound(page);
  await page.getByLabel('Text to pretrain on').setInputFiles(text);

  const table = page.getByRole('table', { name: /^Perplexity of .* on reports$/ });
  await expect(table.getByRole('row')).toHaveCount(5, { timeout: 120_000 });
  const choice = page.getByRole('radiogroup', { name: 'A new model begins with' });
  await expect(choice.getByRole('radio', { name: /on reports$/ })).toBeChecked();
  const held = await table
    .getByRole('row')
    .evaluateAll((rows) => rows.slice(1).map((row) => Number(row.children[1]?.textContent)));
  expect(Math.min(...held.slice(1))).toBeLessThan(held[0] ?? 0);
  await expect(page.getByRole('img', { name: /^Perplexity on text that is not learned from/ })).toBeVisible();
  await expectSound(page);

  const downloading = page.waitForEvent('download');
  await studio.button('Download the encoder').click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/on-reports\.zip$/);
  const files = unzipSync(readFileSync(await download.path()));
  expect(Object.keys(files).map((path) => path.split('/')[1])).toEqual([
    'config.json',
    'model.safetensors',
    'tokenizer.json',
    'tokenizer_config.json',
  ]);
});

test('a pretraining is stopped, and what was learned is kept', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await page.getByText('Train a source model', { exact: true }).click();
  await page.getByLabel('Files of a checkpoint').setInputFiles(checkpoint);
  await studio.button('Go on pretraining on my text').click();
  await page.getByRole('textbox', { name: 'Epochs', exact: true }).fill('10000');
  await page.getByLabel('Text to pretrain on').setInputFiles(text);
  const table = page.getByRole('table', { name: /^Perplexity of/ });
  await expect(table.getByRole('row').nth(2)).toBeVisible({ timeout: 60_000 });
  // What the encoder of a run is cannot be changed meanwhile.
  await expect(studio.button('Remove the encoder')).toBeDisabled();
  await studio.button('Stop pretraining').click();
  await expect(page.getByRole('radiogroup', { name: 'A new model begins with' })).toBeVisible({ timeout: 30_000 });
  await expect(studio.button('Choose a text and start')).toBeVisible();
});

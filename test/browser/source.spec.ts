/** What can be done to a model that was loaded: another name, other categories, and all of it taken back. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectSoundAsItIs } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

const card = (page: Page) => page.getByRole('article', { name: /^Model card/ });
const knows = (page: Page) => card(page).getByRole('group', { name: 'Knows' });

const colourOf = (page: Page, category: string) =>
  knows(page)
    .getByTitle(category, { exact: true })
    .evaluate((chip) => getComputedStyle(chip).color);

async function loadDemoModel(page: Page): Promise<void> {
  const buffer = await readFile('public/demo/source-model.graft');
  await page
    .getByLabel('Source model (.graft)')
    .setInputFiles({ name: 'desk.graft', mimeType: 'application/zip', buffer });
  await expect(card(page)).toBeVisible();
}

test('a model is renamed, gets other categories, and goes back to those that it had', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await loadDemoModel(page);
  const colour = await colourOf(page, 'Person');
  await studio.button('Rename the model').click();
  await page.getByRole('textbox', { name: 'New name of the model' }).fill('Front desk');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article', { name: 'Model card of Front desk' })).toBeVisible();

  await studio.button('Rename, merge or remove categories').click();
  await page.getByRole('textbox', { name: 'New name of Person', exact: true }).fill('Human');
  await page.getByRole('textbox', { name: 'New name of Location', exact: true }).fill('Organization');
  await page.getByRole('switch', { name: 'Keep Phone' }).press('Space');
  await expectSoundAsItIs(page, 'edited categories');
  await studio.button('Make a model with these categories').click();
  await expect(knows(page)).toContainText('Human');
  await expect(knows(page)).not.toContainText(/Person(?!al)|Location|Phone/);
  await expect(card(page)).toContainText(/Renamed Person to Human/);
  await expect(page.getByRole('article', { name: 'Model card of Front desk (2)' })).toBeVisible();
  expect(await colourOf(page, 'Human')).toBe(colour);

  await studio.show('Export');
  const downloading = page.waitForEvent('download');
  await studio.button('Export model').click();
  const edited = await readFile(await (await downloading).path());
  await studio.show('Source');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(knows(page)).toContainText('Phone');
  await expect(knows(page)).not.toContainText('Human');

  await page
    .getByLabel('Source model (.graft)')
    .setInputFiles({ name: 'edited.graft', mimeType: 'application/zip', buffer: edited });
  await expect(knows(page)).toContainText('Human');
  expect(await colourOf(page, 'Human')).toBe(colour);
});

test('a removed model comes back by keyboard when its notice is gone', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await loadDemoModel(page);
  await loadDemoModel(page);
  const models = page.getByRole('combobox', { name: 'Source model' });
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(card(page)).toBeHidden();
  await studio.button('Dismiss').click();
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeHidden();
  await expect(studio.button(/^Undo: The model “.+” was removed\.$/)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(card(page)).toBeVisible();
  await expect(models).toHaveValue(/\(2\)$/);
  await expect(studio.button(/^Undo/)).toBeHidden();
});

test('how many words have a vector is said as soon as there is a corpus, and what is wrong with the file', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();
  await loadDemoModel(page);
  const file = (name: string, values: number) => ({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(`Ada ${'0.1 '.repeat(values).trim()}\nnobody ${'0.2 '.repeat(values).trim()}\n`),
  });
  const vectors = page.getByRole('region', { name: 'Word vectors' });
  await page.getByLabel(/^Word vectors \(/).setInputFiles(file('small.vec', 50));
  await expect(vectors).toContainText('as soon as there is a corpus');
  await studio.show('Corpus');
  const lines = Array.from({ length: 12 }, (_, index) => `Ada\tB-Person\nmoved${index}\tO`).join('\n\n');
  await page
    .getByLabel(/^Corpus files/)
    .setInputFiles({ name: 'small.conll', mimeType: 'text/plain', buffer: Buffer.from(lines) });
  await expect(page.getByRole('table', { name: 'Counts by category and part' })).toBeVisible();
  await studio.show('Source');
  await expect(vectors.getByRole('status')).toContainText(
    /Vectors: 1 of the \d+ different words to learn from have one/,
  );
  await page.getByLabel(/^Word vectors \(/).setInputFiles(file('short.vec', 3));
  await expect(vectors.getByRole('alert')).toContainText('50 dimensions');
});

test('gazetteers are read, shown with what they hold, and stay with the model that was trained with them', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();
  const text = (name: string, content: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
  const lines = Array.from({ length: 12 }, (_, index) => `Ada\tB-Person\nmoved${index}\tO`).join('\n\n');
  await studio.importFiles(text('small.conll', lines));
  await studio.show('Source');
  await page.getByText('Train a source model').click();
  const gazetteers = page.getByRole('region', { name: 'Gazetteers' });
  await page
    .getByLabel(/^Gazetteers \(/)
    .setInputFiles([text('people.txt', 'Ada\nTomas Vell\n'), text('none.txt', '\tPlace\n')]);
  await expect(gazetteers.getByRole('listitem')).toContainText('people.txt, 2 names in the list people');
  await expect(gazetteers.getByRole('alert')).toContainText(/none\.txt:.*holds no name\./);
  await expectSoundAsItIs(page, 'gazetteers');
  await studio.show('Train');
  await studio.set('Epochs', '1');
  await studio.button('Start training').click();
  await studio.runEnds(60_000);
  await studio.show('Source');
  await page.getByText('Start from a model').click();
  await page.getByRole('combobox', { name: 'Source model' }).click();
  await page.getByRole('option').first().click();
  await expect(card(page)).toContainText('Names in gazetteers');
});

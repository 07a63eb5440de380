/** What can be done to a model that was loaded: another name, other categories, and all of it taken back. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { Studio } from './studio.ts';

const card = (page: Page) => page.getByRole('article', { name: /^Model card/ });
const knows = (page: Page) => card(page).getByRole('group', { name: 'Knows' });

test('a model is renamed, gets other categories, and goes back to those that it had', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const buffer = await readFile('public/demo/source-model.graft');
  await page
    .getByLabel('Source model (.graft)')
    .setInputFiles({ name: 'desk.graft', mimeType: 'application/zip', buffer });
  await studio.button('Rename the model').click();
  await page.getByRole('textbox', { name: 'New name of the model' }).fill('Front desk');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article', { name: 'Model card of Front desk' })).toBeVisible();

  await studio.button('Rename, merge or remove categories').click();
  await page.getByRole('textbox', { name: 'New name of Person', exact: true }).fill('Human');
  await page.getByRole('textbox', { name: 'New name of Location', exact: true }).fill('Organization');
  await page.getByRole('switch', { name: 'Keep Phone' }).press('Space');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await studio.button('Make a model with these categories').click();
  await expect(knows(page)).toContainText('Human');
  await expect(knows(page)).not.toContainText(/Person(?!al)|Location|Phone/);
  await expect(card(page)).toContainText(/Renamed Person to Human/);

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
});

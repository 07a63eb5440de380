/** Going to and fro: Back, where a panel was left, and the question before work is lost. */

import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

test('Back goes to the panel before, and each panel begins where it was left', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.bringDemo();
  const scrolled = () => page.getByRole('main').evaluate((main) => main.scrollTop);
  await page.getByRole('main').evaluate((main) => main.scrollTo(0, 400));
  await expect.poll(scrolled).toBe(400);
  await studio.show('Labels');
  expect(await scrolled()).toBe(0);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Corpus' })).toBeVisible();
  await expect.poll(scrolled).toBe(400);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Source' })).toBeVisible();
  await page.goForward();
  await expect(page.getByRole('heading', { level: 1, name: 'Corpus' })).toBeVisible();
});

test('a link opens its panel, and Back from the next panel returns to it without opening it anew', async ({ page }) => {
  const studio = new Studio(page);
  await page.goto('./#panel=labels&seed=7&adapt=yes');
  await expect(page.getByRole('heading', { level: 1, name: 'Labels' })).toBeVisible();
  await studio.show('Source');
  await page.getByText('Train a source model').click();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Labels' })).toBeVisible();
  expect(new URL(page.url()).hash).toContain('seed=7');
  // The link asks for an adaptation; what was chosen since stays.
  await studio.show('Source');
  await expect(page.getByRole('radio', { name: 'Train a source model' })).toBeChecked();
});

test('a link to the panel that is shown already is not opened anew by Back', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await page.evaluate(() => {
    window.location.hash = 'panel=source&seed=7&adapt=yes';
  });
  await expect.poll(() => page.evaluate(() => window.history.state)).toEqual({ panel: 'source' });
  await page.getByText('Train a source model').click();
  await studio.show('Train');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Source' })).toBeVisible();
  await page.goBack();
  await page.goForward();
  await expect(page.getByRole('radio', { name: 'Train a source model' })).toBeChecked();
});

test('in a private session a model that nobody exported is asked about before the page goes, and no longer once it is exported', async ({
  page,
}) => {
  const studio = new Studio(page);
  await page.goto('./?private');
  await studio.bringDemo();
  let asked = 0;
  page.on('dialog', async (dialog) => {
    asked += 1;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
  });
  const reloads = async () => {
    await page.evaluate(() => setTimeout(() => location.reload(), 0));
    return page
      .waitForEvent('load', { timeout: 3000 })
      .then(() => true)
      .catch(() => false);
  };
  await studio.show('Labels');
  await studio.show('Train');
  await studio.button('Training settings').click();
  await page.getByRole('textbox', { name: 'Epochs' }).fill('1');
  await page.getByRole('textbox', { name: 'Epochs' }).press('Tab');
  await studio.button('Start training').click();
  await studio.runEnds(110_000);
  expect(await reloads()).toBe(false);
  expect(asked).toBe(1);
  await studio.show('Export');
  const downloading = page.waitForEvent('download');
  await studio.button('Export model').click();
  await downloading;
  expect(await reloads()).toBe(true);
  expect(asked).toBe(1);
});

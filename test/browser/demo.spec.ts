/**
 * The demo as a visitor sees it: one click, a model that learns Address while the old categories hold, and a file that
 * works when it is opened again.
 */
import { readFile } from 'node:fs/promises';
import { expectSound } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

// A trace photographs the page at every step, and would itself hold it up.
test.use({ trace: 'off' });

const oldCategoriesMayLose = 3;

test('Try the demo adapts, exports, and the export tags a sentence', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.button('Try the demo').first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Train' })).toBeVisible();
  await studio.runEnds(110_000);
  // The page is isolated from other origins, so that every core computes but the page's own.
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  await expect(page.getByRole('contentinfo')).toContainText(
    new RegExp(`WASM.*SIMD, ${Math.min(cores > 2 ? cores - 1 : cores, 8)} threads?`),
  );

  const scores = await studio.scores();
  expect(scores.get('Address')?.after).toBeGreaterThanOrEqual(70);
  const old = [...scores].filter(([name]) => name !== 'Address' && !name.startsWith('Overall'));
  expect(old).toHaveLength(7);
  for (const [name, { change }] of old) {
    expect(change, `${name} after the adaptation`).toBeGreaterThanOrEqual(-oldCategoriesMayLose);
  }

  // The source model carries sentences of its own, by which is measured whether it keeps what it knew.
  const kept = page.getByRole('region', { name: 'What it knew before' });
  await expect(kept.getByRole('row', { name: /^All of them/ })).toBeVisible();
  await expect(page.getByRole('img', { name: /Old categories on the yardstick, overall: \d/ })).toBeVisible();
  await studio.show('Labels');
  await expect(page.getByRole('group', { name: 'Against forgetting' })).toBeVisible();
  await expectSound(page);

  await studio.show('Export');
  const downloading = page.waitForEvent('download');
  await studio.button('Export model').click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/\.graft$/);
  const bytes = await readFile(await download.path());

  // A page with nothing in it.
  await page.goto('./?private');
  await studio.loadModel({ name: download.suggestedFilename(), mimeType: 'application/zip', buffer: bytes });
  await expect(page.getByRole('article', { name: /^Model card/ })).toContainText('Address');
  await studio.show('Evaluate');
  await page.getByRole('textbox', { name: 'Text to tag' }).fill('I moved to 14 Weaver Lane, Leeds last week.');
  await expect(page.getByRole('list', { name: 'Found, with confidence' })).toContainText('Address');
});

test('a run is paused, goes on and is stopped, and its best epoch is kept', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.button('Try the demo').first().click();
  await studio.button('Pause').click();
  await expect(studio.button('Resume')).toBeVisible();
  await studio.button('Resume').click();
  await expect(page.getByRole('img', { name: /^F1 by category.*Best epoch: 1/ })).toBeVisible({ timeout: 60_000 });
  await studio.button('Stop').click();
  await studio.runEnds(60_000);
  await expect(page.getByText(/is kept as/)).toBeVisible();
});

test('the second customer makes the model forget its first, which is warned of, unless something is done', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();
  // For what the demo sets up: its own first run is of no interest here.
  await studio.button('Try the demo').first().click();
  await expect(page.getByRole('img', { name: /^F1 by category.*Best epoch: 1/ })).toBeVisible({ timeout: 60_000 });
  await studio.button('Stop').click();
  await studio.runEnds(60_000);
  const ways = ['Rehearse', 'Learn from the source model', 'Take the best mixture'];
  const choose = async (on: readonly string[]) => {
    await studio.show('Labels');
    await page.getByRole('switch', { name: /^Choose for me/ }).setChecked(false);
    for (const way of ways) {
      const remedy = page.getByRole('switch', { name: new RegExp(`^${way}`) });
      await remedy.setChecked(on.includes(way));
    }
  };
  const adapt = async () => {
    await studio.show('Train');
    await studio.button('Start training').click();
    await expect(studio.button('Stop')).toBeVisible();
    await studio.runEnds(110_000);
  };
  const measuredOn = (which: string) =>
    page.getByRole('radiogroup', { name: 'Measured on' }).getByText(which, { exact: true }).click();
  const warning = page.getByText(/The model is forgetting: on the yardstick F1 has fallen for/).first();

  // With what is chosen for the user.
  await adapt();
  await measuredOn('Both');
  await expect(page.getByRole('img', { name: /Person on the yardstick: \d/ })).toBeVisible();
  await expect(warning).not.toBeAttached();
  await expectSound(page);

  await choose([]);
  await adapt();
  await measuredOn('Old, elsewhere');
  const elsewhere = page.getByRole('img', { name: /^F1 by category on the yardstick, after 6 epochs/ });
  await expect(elsewhere).toHaveAccessibleName(/Person: \d+\.\d, source model \d+\.\d/);
  await expect(warning).toBeAttached();
});

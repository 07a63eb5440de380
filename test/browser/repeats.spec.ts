/** One run with several seeds, and a random search, in the real page: set up, run, and shown in tables and a plot. */

import { expectSound } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

test('the demo is run with two seeds, and their mean stands below', async ({ page }) => {
  const studio = new Studio(page);
  await page.goto('./#data=demo&new=Address&epochs=3&patience=3');
  await expect(studio.button('Start training')).toBeEnabled({ timeout: 60_000 });
  await studio.button('Training settings').click();
  await page.getByRole('radio', { name: /With several seeds/ }).check();
  await studio.set('Number of seeds', '2');
  await studio.button('Start training').click();
  await expect(page.getByText(/^Seed 2 \(2 of 2\): epoch \d of 3/).first()).toBeVisible({ timeout: 110_000 });
  await studio.runEnds(110_000);
  const seeds = page.getByRole('table', { name: 'Scores by seed' });
  await expect(seeds.getByRole('row', { name: /^[12] / })).toHaveCount(2);
  await expect(seeds.getByRole('row', { name: /^Mean/ })).toContainText(/\d\.\d ± \d/);
  const means = page.getByRole('table', { name: 'Mean F1 on the test sentences, by category' });
  await expect(means.getByRole('row', { name: /^Address/ })).toContainText(/± \d/);
  await expect(page.getByRole('img', { name: /Thin lines behind: 1 other seed of this run/ })).toBeVisible();
  await expect(page.getByText(/thin: the other seeds, of known categories where you point at them/)).toBeVisible();
  await expectSound(page);
});

const people = ['Ada', 'Tomas', 'Ilse', 'Bram', 'Odile', 'Piet'];
const places = ['Velby', 'Orrick', 'Saltmere', 'Kestrel'];

/** Sixty sentences in two columns. */
function smallCorpus() {
  const sentences = Array.from({ length: 60 }, (_, index) => {
    const [who, where] = [people[index % people.length], places[(index * 3 + (index >> 2)) % places.length]];
    return `${who} B-Person\nmoved O\nto O\n${where} B-Place\n${index} O\n`;
  });
  return { name: 'letters.conll', mimeType: 'text/plain', buffer: Buffer.from(sentences.join('\n')) };
}

test('a search of two trials of own values ends in a plot and a table, which show the same trial', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await page.getByText('Train a source model').click();
  await studio.importFiles(smallCorpus());
  await studio.show('Train');
  await studio.button('Training settings').click();
  await page.getByRole('radio', { name: /Random search/ }).check();
  await page.getByRole('checkbox', { name: 'Word hidden size' }).uncheck();
  await expect(page.getByRole('textbox', { name: 'Dropout', exact: true })).toBeDisabled();
  const dropout = page.getByRole('textbox', { name: 'Values of Dropout' });
  await dropout.fill('0.5, 2');
  await expect(page.getByText('It takes a number from 0 to 0.95, not 2.', { exact: true })).toBeVisible();
  await expect(studio.button('Start training')).toBeDisabled();
  await expectSound(page);
  await dropout.fill('0.2, 0.3');
  await page.getByRole('combobox', { name: 'Search another setting' }).click();
  await page.getByRole('option', { name: 'Momentum' }).click();
  await page.getByRole('textbox', { name: 'Values of Momentum' }).fill('0.5 to 0.9 by 0.2');
  await studio.set('Number of trials', '2');
  await studio.set('Epochs', '3');
  await studio.button('Start training').click();
  await studio.runEnds(110_000);

  const plot = page.getByRole('img', { name: /^Parallel coordinates of 2 trials over .*Momentum.* and Dev F1/ });
  await expect(plot).toBeVisible();
  const trials = page.getByRole('table', { name: 'Trials of the search' });
  await expect(trials.getByRole('columnheader', { name: 'Word hidden size' })).toHaveCount(0);
  await expect(trials.getByRole('row', { name: /^Trial \d best, kept/ })).toHaveCount(1);
  await trials.getByRole('button', { name: 'Trial 2' }).focus();
  await expect(page.getByText(/^Trial 2: .*momentum 0\.[579].*; dev F1 \d/)).toBeVisible();
  await expectSound(page);
});

/**
 * A share of the sentences is learned from; and what goes wrong in Train and must not cost anybody a result: a set-up that
 * does not go with the corpus, clicks that follow each other fast, a run that is stopped too soon, a note for each of many
 * categories.
 */

import { expectSound } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

/** Sentences of these categories, each in all three parts. */
function corpusOf(categories: readonly string[], turns: number) {
  const lines = Array.from({ length: turns }, (_, turn) => {
    const spans: [number, number, string][] = [];
    let text = `Number ${turn}:`;
    for (const category of categories) {
      const word = `${category.toLowerCase().replace(/[^a-z]/g, '')}${turn % 7}`;
      text += ` of ${word}`;
      spans.push([text.length - word.length, text.length, category]);
    }
    return JSON.stringify({ text: `${text}.`, label: spans });
  });
  return ['train', 'dev', 'test'].map((part) => ({
    name: `letters-${part}.jsonl`,
    mimeType: 'application/jsonl',
    buffer: Buffer.from(lines.join('\n')),
  }));
}

const models = 'Model to export';

test('another corpus without the new category leaves the result, and says what to mend', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.button('Try the demo').first().click();
  await studio.runEnds(110_000);
  await studio.importFiles(corpusOf(['Person', 'Invoice'], 30));

  await studio.show('Train');
  const start = studio.button('Start training');
  await expect(start).toBeDisabled();
  await expect(start).toHaveAccessibleDescription(/Address/);
  await expect(page.getByText('Training cannot start')).toBeVisible();
  // The result of before is there, under its own corpus's name.
  await expect(page.getByRole('table', { name: /^F1 on the test sentences/ })).toBeVisible();
  await expect(page.getByText('Support desk, 1,967 sentences')).toBeVisible();

  await studio.show('Labels');
  await expect(page.getByRole('table', { name: 'Categories of the model' })).toBeVisible();

  await studio.show('Train');
  await studio.button('Take back Address').click();
  await expect(start).toBeEnabled();
  await expect(page.getByText(/would now be another run/)).toContainText('letters');
});

test('a category that is added twice in a row is new once', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.button('Try the demo').first().click();
  await studio.runEnds(110_000);
  await studio.importFiles(corpusOf(['Person', 'Invoice', 'Parcel'], 30));
  await studio.show('Labels');
  const add = studio.button(/^Add\W+Invoice/);
  // Both clicks before the page can be drawn anew.
  await add.evaluate((button) => {
    (button as HTMLElement).click();
    (button as HTMLElement).click();
  });
  await expect(studio.button('Take back Invoice')).toHaveCount(1);
  await studio.show('Train');
  await studio.button('Take back Address').click();
  await studio.set('Epochs', '1');
  await studio.button('Start training').click();
  await studio.runEnds(110_000);
  await expect(page.getByText('Support desk source + Invoice').first()).toBeVisible();
});

test('a run that is stopped before its first epoch had ended makes no model, and what was shown before stays', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.button('Try the demo').first().click();
  await studio.runEnds(110_000);
  const address = page.getByRole('row', { name: /^Address/ });
  const before = await address.innerText();
  await studio.button('Start training').click();
  await studio.button('Stop').click();
  await expect(page.getByText('Stopped by you')).toBeVisible({ timeout: 60_000 });
  expect(await address.innerText()).toBe(before);
  await expect(studio.button('Start training')).toBeEnabled();
  await studio.show('Export');
  await page
    .getByRole('combobox', { name: models })
    .or(page.getByRole('textbox', { name: models }))
    .first()
    .click();
  await expect(page.getByRole('option')).toHaveCount(2);
});

test('the notes of many categories are one line below the chart, which opens', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.button('Try the demo').first().click();
  await studio.runEnds(110_000);
  const many = ['Astronomical Object', 'Chemical Compound', 'Academic Journal', 'Enzyme', 'Protein', 'Theory'];
  await studio.importFiles(corpusOf(many, 40));
  await studio.show('Labels');
  for (const category of many) await studio.button(new RegExp(`^Add\\W+${category}`)).click();
  await studio.show('Train');
  await studio.button('Take back Address').click();
  await studio.set('Epochs', '2');
  await studio.button('Start training').click();
  await studio.runEnds(110_000);

  const chart = page.getByRole('img', { name: /^F1 by category/ });
  expect((await chart.boundingBox())?.y).toBeLessThan(400);
  const notes = studio.button(/^\d+ notes$/);
  expect((await notes.boundingBox())?.y).toBeGreaterThan((await chart.boundingBox())?.y ?? Number.POSITIVE_INFINITY);
  await notes.click();
  await expect(page.getByRole('region', { name: 'Notes on the run' }).getByRole('listitem').first()).toBeVisible();
  await page.getByRole('checkbox', { name: 'Lay run 1 side by side' }).check();
  await page.getByRole('checkbox', { name: 'Lay run 2 side by side' }).check();
  await expect(page.getByRole('table', { name: 'What was different' })).toContainText('letters');

  await expectSound(page);
});

test('a source model learns from as large a share of the sentences as is set', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await page.getByText('Train a source model').click();
  const sentences = Array.from({ length: 60 }, (_, index) => `Ada B-Person\nmet O\nOrrick B-Person\n${index} O\n`);
  const buffer = Buffer.from(sentences.join('\n'));
  await studio.importFiles({ name: 'letters.conll', mimeType: 'text/plain', buffer });
  await studio.show('Train');
  await studio.set('Labelling rate', '0.5');
  await studio.set('Epochs', '2');
  await studio.button('Start training').click();
  await studio.runEnds(110_000);
  await expect(page.getByLabel('The run shown')).toContainText(/letters, 50 % of \d+ sentences/);
  await studio.set('Labelling rate', '1');
  await expect(page.getByText('Start training would now be another run: labelling rate 1.')).toBeVisible();
  await expectSound(page);
});

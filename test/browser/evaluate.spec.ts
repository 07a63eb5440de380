/**
 * The Evaluate panel on the demo's model and corpus: from the matrix to the errors, a book in the box to try, the papers'
 * figures, and two models side by side.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectSound, expectSoundAsItIs } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

async function evaluate(page: Page): Promise<Studio> {
  const studio = new Studio(page);
  await studio.open();
  await studio.bringDemo();
  await studio.show('Evaluate');
  await expect(page.getByRole('region', { name: 'Confusion matrix' })).toBeVisible({ timeout: 60_000 });
  return studio;
}

test('a cell of the confusion matrix leads to its errors, by pointer and by keyboard', async ({ page }) => {
  await evaluate(page);
  const matrix = page.getByRole('region', { name: 'Confusion matrix' });
  const missed = matrix.getByRole('button', { name: /^Address missed: / });
  const number = /: ([\d,]+)$/.exec((await missed.getAttribute('aria-label')) ?? '')?.[1] ?? '';
  await missed.click();
  const which = page.getByRole('group', { name: 'Which errors are shown' });
  await expect(which).toBeFocused();
  await expect(which).toBeInViewport();
  await expect(page.getByRole('radio', { name: `All ${number}` })).toBeChecked();
  await expect(
    page
      .getByRole('list', { name: /with errors$/ })
      .getByRole('listitem')
      .first(),
  ).toContainText('Missed Address');

  const first = matrix.getByRole('button').first();
  await first.focus();
  await page.keyboard.press('ArrowDown');
  const next = page.locator(':focus');
  await expect(next).toHaveAttribute('aria-label', /: [\d,]+$/);
  const words = (await next.getAttribute('aria-label'))?.replace(/: [\d,]+$/, '') ?? '';
  await page.keyboard.press('Enter');
  await expect(which).toBeFocused();
  await expect(page.getByText(words, { exact: true })).toBeVisible();
  await expectSoundAsItIs(page, 'errors of a cell');
});

test('the box to try begins with a sentence of the corpus', async ({ page }) => {
  const studio = await evaluate(page);
  const begun = await page.getByRole('textbox', { name: 'Text to tag' }).inputValue();
  expect(begun.length).toBeGreaterThan(10);
  await studio.show('Corpus');
  await page.getByRole('radiogroup', { name: 'Part' }).getByText('test').click();
  await page.getByRole('textbox', { name: 'Search sentences' }).fill(begun.slice(0, 40));
  await expect(page.getByText(/^[1-9]\d* sentences?$/)).toBeVisible();
});

test('of a megabyte pasted into the box only what is in view is drawn and tagged', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await evaluate(page);
  const book = 'I moved to 14 Weaver Lane, Leeds, said Marta Voss to Northline Telecom.\n'.repeat(14_600);
  expect(book.length).toBeGreaterThan(1_000_000);
  const box = page.getByRole('textbox', { name: 'Text to tag' });
  await box.fill('');
  await page.evaluate((text) => navigator.clipboard.writeText(text), book);
  await box.press('ControlOrMeta+V');
  const text = page.getByRole('region', { name: 'The text, tagged' });
  await expect(text.locator('mark').first()).toBeVisible({ timeout: 30_000 });
  expect((await text.innerText()).length).toBeLessThan(40_000);
  await text.evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight / 2));
  await expect(text.locator('mark').first()).toBeVisible({ timeout: 30_000 });
});

test('an adaptation is drawn as the papers draw it, and held against its source model', async ({ page }) => {
  const studio = new Studio(page);
  await page.goto('./#data=demo&panel=train&architecture=bilstm-crf&new=Address&random=yes&epochs=2&patience=2');
  await expect(studio.button('Start training')).toBeEnabled({ timeout: 60_000 });
  await studio.button('Start training').click();
  // From random weights the demo takes hundreds of epochs; what it has learned by now is enough to draw.
  await expect(page.getByText(/comparison.*: epoch [3-9] of/).first()).toBeVisible({ timeout: 90_000 });
  await studio.button('Stop').click();
  await studio.runEnds(60_000);
  const trained = await studio.scores();

  await studio.show('Evaluate');
  const bars = page.getByRole('figure', { name: 'Before, after and from scratch' });
  await expect(
    bars.getByRole('img', { name: /Address \(new\): after \d+\.\d, from scratch \d+\.\d\. / }),
  ).toBeVisible();
  const loss = page.getByRole('figure', { name: 'Loss on the old categories' });
  await loss.getByText('Table', { exact: true }).click();
  const person = loss.getByRole('row', { name: /^Person/ }).getByRole('cell');
  const [before, after, lost] = (await person.allInnerTexts()).map((text) => Number(text.replace('−', '-')));
  expect([before, after]).toEqual([trained.get('Person')?.before, trained.get('Person')?.after]);
  expect(lost).toBeCloseTo((before ?? 0) - (after ?? 0), 0);
  await loss.getByText('Chart', { exact: true }).click();

  const compared = page.getByRole('region', { name: 'Two models compared', exact: true });
  await compared.getByRole('button', { name: 'Compare' }).click();
  const table = compared.getByRole('table', { name: /^F1 of A and B on Support desk, test, as in its run: / });
  await expect(table).toBeVisible({ timeout: 60_000 });
  await expect(table.getByRole('row', { name: /^Address/ })).toContainText('A does not know it');
  // Both models in turn tagged the sentences on which the run was tested.
  const again = table.getByRole('row', { name: /^Person/ }).getByRole('cell');
  expect((await again.allInnerTexts()).slice(0, 2).map(Number)).toEqual([before, after]);

  await expectSound(page);

  await studio.show('Export');
  const downloading = page.waitForEvent('download');
  await studio.button('Loss on old categories as SVG').click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/-loss-on-old\.svg$/);
  const svg = await readFile(await download.path(), 'utf8');
  expect(svg).toContain('F1 before less F1 after');
  expect(svg).toContain('Person');
});

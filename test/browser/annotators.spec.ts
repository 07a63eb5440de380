/** Two annotators' files in Evaluate: measured, decided by keys alone, and made a corpus of. */

import { expectSound } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

const texts = ['Ada met Eve in Velby.', 'Nobody of the Bank of Velby came.', 'Ada left.'];

/** JSON Lines, all for training, so that nothing is divided by chance. */
const annotated = (name: string, spans: readonly (readonly [number, number, string][])[]) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(
    texts.map((text, place) => JSON.stringify({ id: `${place}`, text, label: spans[place] })).join('\n'),
  ),
});

const ada = annotated('ada.jsonl', [
  [
    [0, 3, 'Person'],
    [15, 20, 'Place'],
  ],
  [[14, 27, 'Company']],
  [[0, 3, 'Person']],
]);
const eve = annotated('eve.jsonl', [
  [
    [0, 3, 'Person'],
    [8, 11, 'Person'],
    [15, 20, 'Person'],
  ],
  [[22, 27, 'Company']],
  [[0, 3, 'Person']],
]);

test('two annotators’ files are measured, decided between by keys, and made a corpus of', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.importFiles(ada);
  await studio.importFiles(eve);
  await studio.show('Evaluate');
  const section = page.getByRole('region', { name: 'Two annotators' });
  await section.getByRole('button', { name: 'Measure agreement' }).click();
  await expect(section.getByRole('row', { name: 'Overall 4 5 2 44.4' })).toBeVisible();
  const region = section.getByRole('region', { name: 'Differences, one by one' });
  await expect(region).toContainText('difference 1 of 3, document 0, line 1');
  await expectSound(page);

  await region.focus();
  await page.keyboard.press('2');
  await expect(region).toContainText('Another category, difference 2 of 3');
  await page.keyboard.press('1');
  await page.keyboard.press('u');
  await expect(region).toContainText('1 decided');
  await page.keyboard.press('1');
  await page.keyboard.press('3');
  await expect(region).toContainText('3 decided');
  await section.getByRole('button', { name: 'Make a corpus' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Corpus' })).toBeVisible();
  const counts = page.getByRole('table', { name: 'Counts by category and part' });
  await expect(counts.getByRole('row', { name: /^Person/ })).toContainText('3');
  await expect(page.getByRole('combobox', { name: 'Corpus' })).toHaveValue('ada and eve, decided');
});

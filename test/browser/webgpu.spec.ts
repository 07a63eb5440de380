/** The smallest training there is, on WebGPU by a software adapter: that the whole way works there, slowly. */

import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

const sentences = [
  ['Ada', 'moved', 'to', 'Velby'],
  ['is', 'Orrick', 'far', '?'],
  ['Tomas', 'lives', 'in', 'Saltmere', '.'],
  ['thank', 'you'],
];
const people = new Set(['Ada', 'Tomas']);
const places = new Set(['Velby', 'Orrick', 'Saltmere']);
const conll = sentences
  .map((words) =>
    words.map((word) => `${word} ${people.has(word) ? 'B-Person' : places.has(word) ? 'B-Place' : 'O'}`).join('\n'),
  )
  .join('\n\n');

test('a tiny model trains on WebGPU when asked to', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.button(/^Backend/).click();
  await page.getByRole('radio', { name: 'WebGPU' }).click();
  await expect(studio.button(/^Backend: WebGPU/)).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Escape');

  await studio.show('Corpus');
  const files = (['train', 'dev', 'test'] as const).map((part) => ({
    name: `${part}.conll`,
    mimeType: 'text/plain',
    buffer: Buffer.from(conll),
  }));
  await page.locator('input[type=file]').first().setInputFiles(files);
  await expect(page.getByRole('table', { name: 'Counts by category and part' })).toBeVisible();

  await studio.show('Source');
  await page.getByText('Train a source model').click();
  await page.getByRole('textbox', { name: 'Word hidden size' }).fill('8');
  await studio.show('Train');
  await studio.button('Training settings').click();
  await page.getByRole('textbox', { name: 'Epochs' }).fill('3');
  await page.getByRole('textbox', { name: 'Epochs' }).press('Tab');
  await studio.button('Start training').click();
  await studio.runEnds(280_000);
  await expect(page.getByText(/3 epochs in .* on webgpu/i)).toBeVisible();
});

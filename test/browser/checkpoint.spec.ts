/** Checkpoints of other tools in the page: one that tags at once, and one that a new model begins with. */
import { fileURLToPath } from 'node:url';
import { expectSound } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

/** As transformers saved them: test/parity/make_checkpoints.py. */
const folderOf = (family: string) =>
  fileURLToPath(new URL(`../parity/fixtures/checkpoints/${family}`, import.meta.url));

const sentences = Array.from({ length: 24 }, (_, turn) => {
  const name = ['Ada', 'Tomas', 'Ilse'][turn % 3] as string;
  return `${name} B-Person\nmoved O\nto O\nVelby B-Place\n`;
});
const corpus = ['train', 'dev', 'test'].map((part) => ({
  name: `moves-${part}.conll`,
  mimeType: 'text/plain',
  buffer: Buffer.from(sentences.join('\n')),
}));

test('a new model begins with an encoder from a folder, is trained, and goes into a file', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.importFiles(corpus);
  await studio.show('Source');
  await page.getByText('Train a source model', { exact: true }).click();
  await page.getByLabel('Folder of a checkpoint').setInputFiles(folderOf('electra'));
  await expect(page.getByText(/^ELECTRA, .* million numbers/)).toBeVisible();
  await expect(page.getByRole('radio', { name: /^BERT tagger/ })).toBeChecked();
  await expectSound(page);
  await page.getByRole('radio', { name: /BERT-CRF/ }).click();
  await studio.show('Train');
  await studio.set('Epochs', '2');
  await studio.button('Start training').click();
  await studio.runEnds(60_000);
  await studio.show('Export');
  const downloading = page.waitForEvent('download');
  await studio.button('Export model').click();
  expect((await downloading).suggestedFilename()).toMatch(/\.graft$/);
});

test('a checkpoint with a head for tags is a source model, and a folder without one is refused by what it lacks', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();
  await page
    .getByLabel(/^Source model/)
    .setInputFiles(['config.json', 'model.safetensors', 'vocab.txt'].map((file) => `${folderOf('bert')}/${file}`));
  const knows = page.getByRole('article', { name: /^Model card/ }).getByRole('group', { name: 'Knows' });
  await expect(knows).toContainText('PER');
  await page.getByText('Train a source model', { exact: true }).click();
  await page.getByLabel('Files of a checkpoint').setInputFiles(`${folderOf('bert')}/vocab.txt`);
  await expect(page.getByRole('alert', { name: 'The model was not loaded' })).toContainText('There is no config.json');
  // What was there before stays.
  await page.getByText('Start from a model', { exact: true }).click();
  await expect(knows).toContainText('PER');
});

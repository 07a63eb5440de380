/** What a user brings stands in the page and in its storage, and nowhere else: in no address, title or log. */
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

const secret = /zyxwick|qorvath/i;
const corpus = ['Ada Qorvath left Zyxwick .', 'Bo Qorvath stayed .']
  .map((sentence) => sentence.split(' ').map((word) => `${word} ${word === 'Qorvath' ? 'B-Person' : 'O'}\n`))
  .map((lines) => lines.join(''))
  .join('\n');

test('files, texts and names of projects reach no address, no title and no log', async ({ context, page }) => {
  const told: string[] = [];
  const note = (text: string) => {
    if (secret.test(text)) told.push(text);
  };
  context.on('console', (message) => note(message.text()));
  context.on('weberror', (error) => note(String(error.error())));
  context.on('request', (request) => note(request.url()));
  page.on('framenavigated', (frame) => note(frame.url()));
  const look = async () => {
    note(await page.title());
    note(page.url());
  };

  const studio = new Studio(page);
  await studio.open();
  await studio.importFiles({ name: 'zyxwick-ward.conll', mimeType: 'text/plain', buffer: Buffer.from(corpus) });
  await look();
  for (const panel of ['Labels', 'Annotate', 'Train', 'Evaluate', 'Export'] as const) {
    await studio.show(panel);
    await look();
  }
  const downloading = page.waitForEvent('download');
  await studio.button('Export corpus').click();
  expect((await downloading).suggestedFilename()).toContain('zyxwick');
  // What cannot be read is told in the page.
  await studio.show('Source');
  const broken = { name: 'qorvath.graft', mimeType: 'application/zip', buffer: Buffer.from('no model of Zyxwick') };
  await page
    .getByLabel(/source model/i)
    .and(page.locator('input[type=file]'))
    .setInputFiles(broken);
  await expect(page.getByText(/qorvath\.graft/).first()).toBeVisible();
  await look();
  await studio.button('Link to this set-up').first().click();
  const link = page.getByRole('dialog', { name: 'Link to this set-up' });
  await expect(link.getByRole('listitem')).toContainText(['zyxwick-ward']);
  await look();
  await page.keyboard.press('Escape');
  await page.reload();
  await studio.show('Corpus');
  await expect(page.getByText('zyxwick-ward').first()).toBeVisible();
  await look();
  expect(told).toEqual([]);
});

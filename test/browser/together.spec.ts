/** Two corpora learned together in the real page: set up by keyboard and mouse, learned, and shown as what they are. */
import AxeBuilder from '@axe-core/playwright';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

const people = ['Ada', 'Tomas', 'Ilse', 'Bram', 'Odile', 'Piet'];
const places = ['Velby', 'Orrick', 'Saltmere', 'Kestrel'];

/** Sixty sentences in two columns. */
function corpus(name: string, person: string, place: string) {
  const sentences = Array.from({ length: 60 }, (_, index) => {
    const [who, where] = [people[index % people.length], places[(index * 3 + (index >> 2)) % places.length]];
    return `${who} B-${person}\nmoved O\nto O\n${where} B-${place}\n${index} O\n`;
  });
  return { name: `${name}.conll`, mimeType: 'text/plain', buffer: Buffer.from(sentences.join('\n')) };
}

test('a corpus is learned together with another one', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await page.getByText('Learn corpora together').click();
  await studio.importFiles(corpus('letters', 'PER', 'Town'));
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(corpus('tweets', 'person', 'Place'));
  await expect(page.getByRole('combobox', { name: 'Corpus' })).toHaveValue('tweets');

  await studio.show('Train');
  await expect(page.getByText('There is no corpus to learn together with tweets.').first()).toBeVisible();
  await expect(studio.button('Start training')).toBeDisabled();
  await page.getByRole('checkbox', { name: 'letters' }).check();
  await page.getByRole('radio', { name: /T-A/ }).check();
  await studio.button('Accept that PER is person').press('Enter');
  await page.getByRole('combobox', { name: 'What Town may be of the target’s labels' }).focus();
  // The first opens the list, at its first label.
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name: 'Place' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row', { name: /^Town/ }).getByText('Place')).toBeVisible();
  await expect(page.getByText(/not mapped/)).toHaveCount(0);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `at ${width} pixels`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });

  await studio.set('Epochs', '3');
  await studio.button('Start training').click();
  await studio.runEnds(60_000);
  await expect(page.getByRole('img', { name: /Learned together, letters overall: \d/ })).toBeVisible();
  await expect(page.getByText(/^Learned together with letters \(dev F1 \d+\.\d\), sharing everything/)).toBeVisible();
  await expect(page.getByRole('cell', { name: 'tweets + letters' })).toBeVisible();
});

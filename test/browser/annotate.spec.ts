/** The Annotate panel: by keys alone, by mouse, and on texts of other scripts. */
import type { Locator, Page } from '@playwright/test';
import { expectSound } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

const line = 'Ines Amaral called from 12 Hill Road, Velby.';
/** However they are dealt out, each part's first document is the same. */
const calls = `${line}\n`.repeat(20);
const twice = 'The courier left it at 7 Mill Lane. Mill Lane is closed.';
const records = (...all: object[]) => all.map((record) => `${JSON.stringify(record)}\n`).join('');
const textFile = (content: string, name = 'calls.txt') => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(content),
});

async function openTexts(page: Page, content = calls): Promise<{ studio: Studio; text: Locator }> {
  const studio = new Studio(page);
  await studio.open();
  await studio.importFiles(textFile(content));
  await studio.show('Annotate');
  const text = page.getByRole('textbox', { name: 'Text of the document' });
  await expect(text).toBeVisible();
  return { studio, text };
}

async function addCategory(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'New category' }).fill(name);
  await page.getByRole('textbox', { name: 'New category' }).press('Enter');
}

const pick = (page: Page, category: string) => page.getByRole('button', { name: new RegExp(`^\\d ?${category}$`) });
const found = (page: Page, category: string) => page.getByRole('listitem').filter({ hasText: category });

test('a document is annotated by keys alone, undone, submitted, and the corpus has it', async ({ page }) => {
  const { studio, text } = await openTexts(page);
  await expect(page.getByText('Document 1 of 16')).toBeVisible();
  await addCategory(page, 'Person');
  await addCategory(page, 'Address');
  await text.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('1');
  await expect(found(page, 'Person')).toContainText('1 found');
  await expect(text).toContainText('Ines AmaralPerson');
  await page.keyboard.press(']');
  await expect(text).toContainText('Ines Amaral calledPerson');
  await page.keyboard.press('[');
  await expect(text).toContainText('Ines AmaralPerson');
  await page.keyboard.press('Delete');
  await expect(found(page, 'Person')).toContainText('none yet');
  await page.keyboard.press('Control+z');
  await expect(found(page, 'Person')).toContainText('1 found');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Document 2 of 16')).toBeVisible();
  await page.keyboard.press('PageUp');
  await expect(page.getByText('Document 1 of 16')).toBeVisible();
  await expect(found(page, 'Address')).toContainText('none here');
  await expect(page.getByText('In the corpus')).toBeVisible();
  await expectSound(page);

  await studio.show('Corpus');
  await expect(page.getByRole('table', { name: 'Counts by category and part' })).toContainText('Person');
});

test('every occurrence is marked at once, and undone at once', async ({ page }) => {
  const { text } = await openTexts(page, `${twice} ${twice}\n`.repeat(10));
  await addCategory(page, 'Street');
  await text.focus();
  await page.keyboard.press('Home');
  for (let word = 0; word < 6; word++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+Digit1');
  await expect(page.getByText(/^4 occurrences of “Mill Lane” as Street/)).toBeVisible();
  await expect(found(page, 'Street')).toContainText('none yet');
  await page.keyboard.press('Escape');
  await expect(page.getByText(/occurrences of/)).toBeHidden();
  await page.keyboard.press('Shift+Digit1');
  await page.keyboard.press('Enter');
  await expect(found(page, 'Street')).toContainText('4 found');
  await page.getByRole('button', { name: /^Undo: “Mill Lane” as Street, 4 occurrences/ }).click();
  await expect(found(page, 'Street')).toContainText('none yet');
  await page.getByRole('button', { name: /^Redo/ }).click();
  await expect(found(page, 'Street')).toContainText('4 found');
});

test('the mouse selects whole words, a category sticks, nested spans stand on lines of their own', async ({ page }) => {
  const { text } = await openTexts(page);
  await addCategory(page, 'Address');
  await addCategory(page, 'Town');
  await pick(page, 'Address').click();
  await expect(pick(page, 'Address')).toHaveAttribute('aria-pressed', 'true');
  const word = (name: string) => text.locator('[data-token]').getByText(name, { exact: true });
  const from = await word('12').boundingBox();
  const to = await word('Velby').boundingBox();
  if (!from || !to) throw new Error('The words are not in sight.');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width - 3, to.y + to.height / 2, { steps: 6 });
  await page.mouse.up();
  await expect(found(page, 'Address')).toContainText('1 found');
  await pick(page, 'Address').click();
  await word('Velby').dblclick();
  await page.keyboard.press('2');
  await expect(found(page, 'Town')).toContainText('1 found');
  await expect(found(page, 'Address')).toContainText('1 found');
});

test('documents are found, submitted and discarded by keys alone', async ({ page }) => {
  const numbered = Array.from({ length: 60 }, (_, index) => `Call ${index}: the lamp of ${line}`).join('\n');
  const { text } = await openTexts(page, `${numbered}\n`);
  await addCategory(page, 'Person');
  const documents = page.getByRole('listbox', { name: 'Documents' });
  const standings = page.getByRole('radiogroup', { name: 'Where documents stand' });
  await expect(page.getByText('48 documents')).toBeVisible();
  await page.getByRole('textbox', { name: 'Search documents' }).fill('CALL 1');
  await expect(documents.locator('mark').first()).toHaveText('Call 1');
  await expect(page.getByText(/^\d+ documents?$/)).not.toHaveText('48 documents');
  await documents.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(text).toBeFocused();
  await expect(text).toContainText('Call 1');
  await expect(documents.getByRole('option', { selected: true })).toHaveAttribute('aria-posinset', '2');
  await page.keyboard.press('Control+Delete');
  await expect(standings).toContainText('Discarded 1');
  await page.keyboard.press('Control+Delete');
  await expect(standings).toContainText('Draft 1');
  await page.keyboard.press('Control+Enter');
  await expect(standings).toContainText('Submitted 1');
  await expect(documents.getByRole('option', { selected: true })).toHaveAttribute('aria-posinset', '3');
  await page.getByRole('textbox', { name: 'Search documents' }).fill('');
  await expect(page.getByText('48 documents')).toBeVisible();
  await page.getByRole('textbox', { name: 'Note on this document' }).fill('Ask the desk.');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Undo: note' })).toBeEnabled();
  await expectSound(page);
});

/** Training documents as they are given, beside others for dev. */
async function openRecords(page: Page, ...all: object[]): Promise<Locator> {
  const studio = new Studio(page);
  await studio.open();
  const dev = { id: 'd', text: 'Nobody called.', label: [], annotated: [] };
  await studio.importFiles([textFile(records(...all), 'train.jsonl'), textFile(records(dev), 'dev.jsonl')]);
  await studio.show('Annotate');
  return page.getByRole('textbox', { name: 'Text of the document' });
}

test('a document of two megabytes is read, marked and searched from end to end', async ({ page }) => {
  const long = `The beginning of it. ${'Ines called from Velby about the red lamp. '.repeat(47_000)}At last Ola came.`;
  const text = await openRecords(page, { id: 'l', text: long, label: [], annotated: [] });
  await addCategory(page, 'Person');
  await expect(text).toContainText('The beginning of it.');
  expect(await text.locator('[data-token]').count()).toBeLessThan(20_000);
  await text.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(text.locator('[data-caret]')).toHaveText('Ola');
  await expect(text.locator('[data-caret]')).toBeInViewport();
  await page.keyboard.press('1');
  await expect(found(page, 'Person')).toContainText('1 found');
  await expect(text).toContainText('OlaPerson');
  await page.keyboard.press('Home');
  await expect(text.locator('[data-caret]')).toHaveText('The');
  await expect(text.locator('[data-caret]')).toBeInViewport();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('1');
  await expect(text).toContainText('The beginning of it.Person');
});

test('a text from right to left is gone through the way it runs', async ({ page }) => {
  const words = 'שלום, שמי דנה לוי.';
  const text = await openRecords(page, { id: 'h', text: words, label: [], annotated: [] });
  await addCategory(page, 'Person');
  await expect(text).toHaveAttribute('dir', 'rtl');
  await text.focus();
  await page.keyboard.press('Home');
  for (let word = 0; word < 3; word++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('1');
  await expect(text).toContainText('דנה לויPerson');
  await page.keyboard.press('ArrowRight');
  await expect(text.locator('[data-caret]')).toHaveText('דנה');
});

test('Shift with the mouse selects to the character, and no accent is left alone', async ({ page }) => {
  const text = await openRecords(page, { id: 'c', text: 'The re\u0301sume\u0301s came.', label: [], annotated: [] });
  await addCategory(page, 'Word');
  const word = text.locator('[data-token="1"]');
  const box = await word.boundingBox();
  if (!box) throw new Error('The word is not in sight.');
  const middle = box.y + box.height / 2;
  await page.mouse.move(box.x + 1, middle);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, middle, { steps: 5 });
  await page.keyboard.down('Shift');
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await page.keyboard.press('1');
  await expect(found(page, 'Word')).toContainText('1 found');
  await expect(text).toContainText(/re\u0301sum(e\u0301)?Word/);
});

test('a category gets another key, and keeps it', async ({ page }) => {
  const { text, studio } = await openTexts(page);
  await addCategory(page, 'Person');
  await addCategory(page, 'Address');
  await page.getByRole('button', { name: 'Change keys' }).click();
  await page.getByRole('button', { name: /^Key of Address: 2/ }).focus();
  await page.keyboard.press('1');
  await expect(page.getByRole('alert')).toHaveText('1 is the key of Person.');
  await page.keyboard.press('a');
  await expect(page.getByRole('button', { name: /^Key of Address: a/ })).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  await text.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('a');
  await expect(found(page, 'Address')).toContainText('1 found');
  await page.reload();
  await studio.importFiles(textFile(calls));
  await studio.show('Annotate');
  await addCategory(page, 'Address');
  await expect(page.getByRole('button', { name: /^a ?Address$/ })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('a finger taps a word, drags the end of the selection, and taps a category', async ({ page }) => {
    const { text } = await openTexts(page);
    await addCategory(page, 'Address');
    const word = (name: string) => text.locator('[data-token]').getByText(name, { exact: true });
    await word('12').scrollIntoViewIfNeeded();
    await word('12').tap();
    await expect(word('12')).toHaveAttribute('data-caret', 'true');
    const handle = text.locator('[data-end="end"]');
    const [from, between] = [await handle.boundingBox(), await word('Hill').boundingBox()];
    const to = await word('Velby').boundingBox();
    if (!from || !between || !to) throw new Error('They are not in sight.');
    const client = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) =>
      client.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    await touch('touchStart', from.x + 2, from.y + 26);
    for (const { x, y, width, height } of [between, to]) {
      await touch('touchMove', x + width / 2, y + height / 2 + 26);
    }
    await touch('touchEnd', 0, 0);
    await expect(word('Velby')).toHaveAttribute('data-caret', 'true');
    await pick(page, 'Address').tap();
    await expect(text).toContainText('12 Hill Road, VelbyAddress');
    await page.getByRole('button', { name: /a word shorter$/ }).tap();
    await expect(text).not.toContainText('VelbyAddress');
    await page.getByRole('button', { name: /^Take .* away$/ }).tap();
    await expect(text).not.toContainText('Address');
    await expectSound(page);
  });
});

test('an error of a model is put right by keys alone, and opened at its place', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.bringDemo();
  await studio.show('Evaluate');
  const right = page.getByRole('button', { name: /^The model is right: / });
  await expect(right.first()).toBeVisible({ timeout: 60_000 });
  const name = (await right.first().getAttribute('aria-label')) ?? '';
  await right.first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/is now the model’s: /)).toBeVisible();
  await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0, { timeout: 30_000 });
  await page
    .getByRole('button', { name: /^Open in Annotate: / })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  const text = page.getByRole('textbox', { name: 'Text of the document' });
  await expect(text).toBeFocused();
  await expect(text.locator('[data-caret]')).toBeInViewport();
  await expect(page.getByRole('button', { name: /^Undo: the model is right/ })).toBeEnabled();
});

/** Projects: kept over a reload, carried to another browser, deleted without a trace, private, and one tab at a time. */
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { expectSound } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

const calls = 'Ines Amaral called from 12 Hill Road, Velby.\n'.repeat(20);
const textFile = { name: 'calls.txt', mimeType: 'text/plain', buffer: Buffer.from(calls) };

const checkpoint = fileURLToPath(new URL('../parity/fixtures/checkpoints/electra', import.meta.url));

const saved = (page: Page) => page.getByRole('button', { name: 'Projects. Saved' });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Projects' });
const row = (page: Page, project: string) => dialog(page).getByRole('row').filter({ hasText: project });

async function showProjects(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Projects: / }).click();
  await expect(dialog(page)).toBeVisible();
  await expect(dialog(page).getByLabel('Listing the projects')).toHaveCount(0);
}

/** Everything that the browser has stored for the page. */
function stored(page: Page) {
  return page.evaluate(async () => {
    const rows: Record<string, number> = {};
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const table of database.objectStoreNames) {
        rows[table] = await new Promise<number>((resolve) => {
          const counting = database.transaction(table).objectStore(table).count();
          counting.onsuccess = () => resolve(counting.result);
        });
      }
      database.close();
    }
    const files: string[] = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
    return { rows, files, keys: Object.keys(localStorage) };
  });
}

const rowsIn = ({ rows }: { readonly rows: Record<string, number> }) =>
  Object.values(rows).reduce((sum, count) => sum + count, 0);

/** A document of a corpus with a span in it. */
async function annotate(page: Page, studio: Studio): Promise<void> {
  await studio.importFiles(textFile);
  await studio.show('Annotate');
  const text = page.getByRole('textbox', { name: 'Text of the document' });
  await page.getByRole('textbox', { name: 'New category' }).fill('Person');
  await page.getByRole('textbox', { name: 'New category' }).press('Enter');
  await text.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('1');
  await expect(text).toContainText('Ines AmaralPerson');
}

async function anotherBrowser(context: BrowserContext): Promise<Page> {
  const other = await context.browser()?.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  if (!other) throw new Error('There is no browser.');
  return other.newPage();
}

test('the demo’s model, its run and its charts are there again after a reload, and go to another browser as a file', async ({
  page,
  context,
}) => {
  test.setTimeout(240_000);
  const studio = new Studio(page);
  await studio.open();
  expect(rowsIn(await stored(page))).toBe(0);
  await studio.button('Try the demo').click();
  await studio.runEnds(110_000);
  const before = { scores: await studio.scores(), tagged: await taggedBy(studio) };
  await studio.show('Train');
  await expect(saved(page)).toBeVisible();

  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Train' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Projects: Demo' })).toBeVisible();
  expect(await studio.scores()).toEqual(before.scores);
  await expect(page.getByRole('img', { name: /F1/ }).first()).toBeVisible();
  await expect(saved(page)).toBeVisible({ timeout: 60_000 });
  expect(await taggedBy(studio)).toEqual(before.tagged);

  await showProjects(page);
  await expectSound(page);
  const downloading = page.waitForEvent('download');
  await row(page, 'Demo').getByRole('button', { name: 'Export Demo' }).click();
  const file = await (await downloading).path();

  const elsewhere = await anotherBrowser(context);
  const other = new Studio(elsewhere);
  await other.open();
  await showProjects(elsewhere);
  await elsewhere.getByLabel('Project file (.zip)').setInputFiles(file);
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Evaluate' })).toBeVisible({ timeout: 60_000 });
  await expect(saved(elsewhere)).toBeVisible({ timeout: 60_000 });
  expect(await taggedBy(other)).toEqual(before.tagged);
  await other.show('Train');
  expect(await other.scores()).toEqual(before.scores);
  await elsewhere.context().close();
});

/** What the model finds in a text, as the page shows it. */
async function taggedBy(studio: Studio): Promise<string> {
  await studio.show('Evaluate');
  const { page } = studio;
  await page.getByRole('textbox', { name: 'Text to tag' }).fill('Ines Amaral moved to 12 Hill Road, Velby, on Monday.');
  const result = page.getByRole('region', { name: /^After/ });
  await expect(result).toContainText('12 Hill Road');
  return result.innerText();
}

test('annotations are there again at the place where they were made, and the first visit is asked nothing', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('dialog', (shown) => void asked.push(shown.type()));
  const studio = new Studio(page);
  await studio.open();
  await annotate(page, studio);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Document 2 of 16')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Projects: Untitled project' })).toBeVisible();
  await expect(saved(page)).toBeVisible();
  await page.getByRole('button', { name: 'Rename the project' }).click();
  await page.getByRole('textbox', { name: 'New name of the project' }).fill('Front desk');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Projects: Front desk' })).toBeVisible();
  await expect(saved(page)).toBeVisible();

  await page.reload();
  await expect(page.getByRole('button', { name: 'Projects: Front desk' })).toBeVisible();
  await expect(page.getByText('Document 2 of 16')).toBeVisible();
  await page.getByRole('textbox', { name: 'Text of the document' }).focus();
  await page.keyboard.press('PageUp');
  await expect(page.getByRole('textbox', { name: 'Text of the document' })).toContainText('Ines AmaralPerson');
  expect(asked).toEqual([]);
});

test('a new project has nothing of the other, which is opened again, and deleting leaves nothing', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await annotate(page, studio);
  await expect(saved(page)).toBeVisible();
  await showProjects(page);
  await studio.button('New project').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Source' })).toBeVisible();
  await studio.show('Corpus');
  await expect(page.getByRole('table', { name: 'Counts by category and part' })).toHaveCount(0);

  await showProjects(page);
  await studio.button('Open Untitled project').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Annotate' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Text of the document' })).toContainText('Ines AmaralPerson');

  await showProjects(page);
  await studio.button('Delete Untitled project').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Source' })).toBeVisible();
  await expect.poll(async () => rowsIn(await stored(page))).toBe(0);
  expect(await stored(page)).toMatchObject({ files: [] });
  await page.reload();
  await studio.show('Corpus');
  await expect(page.getByRole('table', { name: 'Counts by category and part' })).toHaveCount(0);
});

test('what a new model is set up to begin with is there again: an encoder, gazetteers, settings', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.importFiles(textFile);
  await studio.show('Source');
  await page.getByText('Train a source model', { exact: true }).click();
  await page
    .getByLabel(/^Gazetteers \(/)
    .setInputFiles({ name: 'people.txt', mimeType: 'text/plain', buffer: Buffer.from('Ada\nTomas Vell\n') });
  await expect(page.getByRole('region', { name: 'Gazetteers' })).toContainText('people.txt');
  await page.getByLabel('Folder of a checkpoint').setInputFiles(checkpoint);
  await expect(page.getByText(/^ELECTRA, .* million numbers/)).toBeVisible();
  await page.getByRole('radio', { name: /BERT-CRF/ }).click();
  await expect(saved(page)).toBeVisible();

  await page.reload();
  await expect(page.getByText(/^ELECTRA, .* million numbers/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('radio', { name: /BERT-CRF/ })).toBeChecked();
  await page.getByRole('radio', { name: /^BiLSTM-CRF/ }).click();
  await expect(page.getByRole('region', { name: 'Gazetteers' })).toContainText(
    'people.txt, 2 names in the list people',
  );
});

test('a full disk is told, loses nothing, and everything is saved when there is room again', async ({ page }) => {
  await page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...row: Parameters<typeof put>) {
      if (document.documentElement.hasAttribute('data-no-room'))
        throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, row);
    };
  });
  const setRoom = (room: boolean) =>
    page.evaluate((none) => document.documentElement.toggleAttribute('data-no-room', none), !room);
  const studio = new Studio(page);
  await studio.open();
  await annotate(page, studio);
  await expect(saved(page)).toBeVisible();
  await setRoom(false);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Document 2 of 16')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Projects. Not saved' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('no room left for this project');
  await expectSound(page);
  await setRoom(true);
  await studio.button('Try again').click();
  await expect(saved(page)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('Document 2 of 16')).toBeVisible();
  await page.getByRole('textbox', { name: 'Text of the document' }).focus();
  await page.keyboard.press('PageUp');
  await expect(page.getByRole('textbox', { name: 'Text of the document' })).toContainText('Ines AmaralPerson');
});

test('a private session stores nothing', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await showProjects(page);
  await studio.button('Private session').click();
  await expect(page.getByRole('button', { name: 'Projects: Private session' })).toBeVisible();
  await annotate(page, studio);
  await expect(page.getByRole('button', { name: 'Projects. Private' })).toBeVisible();
  expect(rowsIn(await stored(page))).toBe(0);
  expect(await stored(page)).toMatchObject({ files: [], keys: [] });
  await page.reload();
  await expect(page.getByRole('button', { name: 'Projects: Private session' })).toBeVisible();
  await studio.show('Corpus');
  await expect(page.getByRole('table', { name: 'Counts by category and part' })).toHaveCount(0);
});

test('a second tab is told, looks at the project and changes nothing', async ({ page, context }) => {
  const studio = new Studio(page);
  await studio.open();
  await annotate(page, studio);
  await expect(saved(page)).toBeVisible();

  const tab = await context.newPage();
  const second = new Studio(tab);
  await tab.goto('./');
  const told = tab.getByRole('dialog', { name: '“Untitled project” is open in another tab' });
  await expect(told).toBeVisible();
  await expectSound(tab);
  await told.getByRole('button', { name: 'Look at it, read only' }).click();
  await expect(tab.getByRole('textbox', { name: 'Text of the document' })).toContainText('Ines AmaralPerson');
  await expect(tab.getByRole('button', { name: 'Projects. Read only' })).toBeVisible();
  await tab.getByRole('textbox', { name: 'Text of the document' }).focus();
  await tab.keyboard.press('Home');
  await tab.keyboard.press('Delete');
  await expect(tab.getByText('This project is open in another tab, and is only looked at here.')).toBeVisible();
  await expect(tab.getByRole('textbox', { name: 'Text of the document' })).toContainText('Ines AmaralPerson');

  await showProjects(tab);
  await second.button('Delete Untitled project').click();
  await tab.getByRole('alertdialog').getByRole('button', { name: 'Delete it' }).click();
  await expect(dialog(tab).getByRole('alert')).toContainText('This project is open in another tab');
  await second.button('New project').click();
  await expect(tab.getByRole('heading', { level: 1, name: 'Source' })).toBeVisible();
  await expect(tab.getByRole('dialog')).toHaveCount(0);
});

test('one key puts the demo back to its start', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.button('Try the demo').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Train' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Projects: Demo' })).toBeVisible();
  await page.keyboard.press('F9');
  await expect(page.getByRole('heading', { level: 1, name: 'Source' })).toBeVisible();
  await expect(studio.button('Try the demo')).toBeEnabled();
  await expect.poll(async () => rowsIn(await stored(page))).toBe(0);
});

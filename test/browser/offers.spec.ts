/** Encoders that lie beside the studio, and checkpoints that are dropped on Source. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expectSound } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

/** As transformers saved it: test/parity/make_checkpoints.py. */
const folder = fileURLToPath(new URL('../parity/fixtures/checkpoints/electra', import.meta.url));
const files = new Map(readdirSync(folder).map((file) => [file, readFileSync(`${folder}/${file}`)] as const));

const offered = {
  name: 'tiny-electra',
  family: 'ELECTRA',
  licence: 'apache-2.0',
  parameters: 1_200_000,
  tagger: false,
  files: [...files].map(([path, bytes]) => ({
    path,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })),
};

/** As `graft offer` would have put it there. @returns what was asked for. */
async function offer(page: Page, change: (path: string, bytes: Buffer) => Buffer | null = (_, bytes) => bytes) {
  const asked: string[] = [];
  await page.unrouteAll();
  await page.route('**/encoders/**', (route) => {
    const path = new URL(route.request().url()).pathname.split('/encoders/')[1] ?? '';
    asked.push(path);
    const listed = path === 'index.json' ? Buffer.from(JSON.stringify({ encoders: [offered] })) : null;
    const body = change(path, listed ?? (files.get(path.split('/')[1] ?? '') as Buffer));
    return body ? route.fulfill({ body }) : route.abort();
  });
  return asked;
}

const list = (page: Page) => page.getByRole('list', { name: 'Encoders that lie beside the studio' });
const loaded = (page: Page) => page.getByText(/^ELECTRA, .* million numbers/);

async function toEncoders(page: Page): Promise<Studio> {
  const studio = new Studio(page);
  await studio.open();
  await studio.show('Source');
  await page.getByText('Train a source model', { exact: true }).click();
  return studio;
}

test('an encoder beside the studio is fetched on a click, kept, loaded without the network, and removed', async ({
  page,
}) => {
  const asked = await offer(page);
  await toEncoders(page);
  await expect(list(page)).toContainText(
    /tiny-electra.*ELECTRA · 1\.2 million numbers · \d+ KB · licence apache-2\.0/s,
  );
  expect(new Set(asked)).toEqual(new Set(['index.json']));
  await page.getByRole('button', { name: 'Fetch tiny-electra' }).click();
  await expect(loaded(page)).toBeVisible();
  await expect(page.getByRole('radio', { name: /^BERT tagger/ })).toBeChecked();
  await expect(page.getByRole('button', { name: 'Remove tiny-electra from this browser' })).toBeVisible();

  // As without a network: nothing beside the studio can be reached.
  const offline = await offer(page, () => null);
  await toEncoders(page);
  await page.getByRole('button', { name: 'Load tiny-electra' }).click();
  await expect(loaded(page)).toBeVisible();
  expect(new Set(offline)).toEqual(new Set(['index.json']));
  await page.getByRole('button', { name: 'Remove tiny-electra from this browser' }).click();
  await expect(list(page)).toBeHidden();
});

test('the list is sound', async ({ page }) => {
  await offer(page);
  await toEncoders(page);
  await expect(list(page)).toBeVisible();
  await expectSound(page);
});

test('what is not the file that the list names is refused, and fetching can be stopped', async ({ page }) => {
  await offer(page, (path, bytes) => (path.endsWith('.safetensors') ? Buffer.from(bytes).fill(1, 40, 60) : bytes));
  await toEncoders(page);
  await page.getByRole('button', { name: 'Fetch tiny-electra' }).click();
  const refused = page.getByRole('alert', { name: 'The encoder was not fetched' });
  await expect(refused).toContainText('model.safetensors is not the one that the list names');
  await expect(loaded(page)).toBeHidden();

  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  await offer(page);
  await page.route('**/model.safetensors', async (route) => {
    await held;
    await route.abort();
  });
  await page.getByRole('button', { name: 'Fetch tiny-electra' }).click();
  await page.getByRole('button', { name: 'Stop fetching' }).click();
  await expect(page.getByRole('button', { name: 'Fetch tiny-electra' })).toBeEnabled();
  await expect(refused).toBeHidden();
  release();
});

test('where nothing is offered there is no list', async ({ page }) => {
  await toEncoders(page);
  await expect(page.getByRole('button', { name: 'Load a checkpoint' })).toBeVisible();
  await expect(list(page)).toBeHidden();
  await expect(page.getByRole('alert', { name: /not (?:fetched|loaded)/ })).toBeHidden();
});

test('the folder of a checkpoint is dropped anywhere on its card', async ({ page }) => {
  await toEncoders(page);
  const card = page.getByRole('region', { name: 'Pretrained encoder' });
  const box = await card.boundingBox();
  if (!box) throw new Error('The card has no place.');
  const browser = await page.context().newCDPSession(page);
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop', x: number, y: number) =>
    browser.send('Input.dispatchDragEvent', {
      type,
      x,
      y,
      data: { items: [], files: [folder], dragOperationsMask: 1 },
    });
  // Over another part of the page it is seen where it may go.
  await drag('dragEnter', 700, 60);
  await drag('dragOver', 700, 60);
  const target = page.getByText('Drop the folder of a checkpoint, or a zip of it');
  await expect(target).toBeVisible();
  const [x, y] = [box.x + box.width - 30, box.y + 20];
  await drag('dragOver', x, y);
  await drag('drop', x, y);
  await expect(loaded(page)).toBeVisible();
  await expect(target).toBeHidden();
});

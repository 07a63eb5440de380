/** Many texts tagged in one go, looked at where the model was unsure, and given away without names. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectSound } from './sound.ts';
import { demo, Studio } from './studio.ts';
import { expect, test } from './test.ts';

const text = (name: string, content: string | Buffer) => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(content),
});

const letters = [
  text('ä 1 (copy).txt', 'Hi, this is Mira Lindqvist. You can reach me on 0151 445 2291.\n'),
  text('two.txt', 'Mr Lindqvist asked for the invoice. Nothing else happened on Tuesday.\n'),
  text('old.txt', Buffer.from('Andr\u00e9 paid at the caf\u00e9 in Port Carrow.\n', 'latin1')),
  text('empty.txt', ''),
];

async function open(page: Page): Promise<Studio> {
  const studio = new Studio(page);
  await studio.open();
  await studio.loadModel(demo('source-model.graft'));
  return studio;
}

test('texts are tagged in one go, and what the model was unsure of is looked at', async ({ page }) => {
  const studio = await open(page);
  await studio.show('Evaluate');
  const section = page.getByRole('region', { name: 'Many texts' });
  await section.getByRole('textbox', { name: 'To be looked at below' }).fill('99');
  await section.getByLabel('Plain texts', { exact: true }).setInputFiles(letters);
  await expect(
    section.getByText(/^Support desk source found \d+ spans in 3 documents: the corpus “4 texts, tagged”\.$/),
  ).toBeVisible({
    timeout: 60_000,
  });
  await section.getByRole('button', { name: 'What was said of 2 files' }).click();
  await expect(section.getByText(/empty\.txt: The file is empty/)).toBeVisible();
  await expect(section.getByText(/old\.txt: decoded as/)).toBeVisible();
  const review = section.getByRole('list', { name: 'Documents to be looked at' });
  await expect(review.getByRole('listitem').first()).toBeVisible();
  await expectSound(page);
  const look = review.getByRole('button').first();
  const name = ((await look.getAttribute('aria-label')) ?? '').replace('Look at ', '');
  await look.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Annotate' })).toBeVisible();
  const start =
    letters
      .find((letter) => letter.name === name)
      ?.buffer.toString('latin1')
      .slice(0, 3) ?? '?';
  await expect(page.getByRole('textbox', { name: 'Text of the document' })).toContainText(start);
});

test('a corpus is looked through and leaves the house without names', async ({ page }) => {
  const studio = await open(page);
  await studio.importFiles([demo('target-test.jsonl')]);
  await studio.show('Export');
  const section = page.getByRole('region', { name: 'Without names' });
  await section.getByText('Surrogates', { exact: true }).click();
  await section.getByRole('button', { name: 'Look through it first' }).click();
  const places = section.getByRole('list', { name: 'Places to be looked at' });
  await expect(places.getByRole('listitem').first()).toBeVisible({ timeout: 60_000 });
  const download = page.waitForEvent('download');
  await section.getByRole('button', { name: 'Export without names' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('target-without-names.jsonl');
  await expect(section.getByRole('row', { name: /^Person 149 118 0$/ })).toBeVisible();
  await expectSound(page);
  const lines = (await readFile(await saved.path(), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const before = (await readFile(demo('target-test.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const names = new Set<string>(
    before.flatMap((record) => record.label.map(([start, end]: number[]) => record.text.slice(start, end))),
  );
  const after: string[] = lines.flatMap((record) =>
    record.label.map(([start, end]: number[]) => record.text.slice(start, end)),
  );
  expect(after).toHaveLength(before.flatMap((record) => record.label).length);
  for (const name of after) expect(names).not.toContain(name);
  const table = page.waitForEvent('download');
  await section.getByRole('button', { name: 'Save the table of surrogates' }).click();
  const warning = page.getByRole('dialog', { name: 'Save the table of surrogates?' });
  await expectSound(page);
  await warning.getByRole('button', { name: 'Save it' }).click();
  expect((await table).suggestedFilename()).toBe('target-surrogates.json');
});

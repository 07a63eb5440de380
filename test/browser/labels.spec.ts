/** The Labels panel on real work: clicks that come fast, names that differ, categories that nobody looked for, a phone. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectSound, expectSoundAsItIs } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

const longName = 'InterdepartmentalCommunicationChannelDesignation';

/** Sentences of invented words with spans, `[Category|words]`. */
const sentences = [
  '[PER|Ada Marsh] moved to [LOC|Velby] on the [Vessel|Grey Heron].',
  'Is [LOC|Orrick] far from [LOC|Velby]?',
  '[PER|Tomas Lund] wrote to [ORG|Harbour Energy] by [InterdepartmentalCommunicationChannelDesignation|pigeon].',
  'The [Vessel|Blue Tern] belongs to [ORG|Kestrel Lines].',
  'Thank you and goodbye.',
];

function record(marked: string): string {
  let text = '';
  const label: [number, number, string][] = [];
  for (const piece of marked.split(/(\[\w+\|[^\]]*\])/)) {
    const [, category, words] = /^\[(\w+)\|([^\]]*)\]$/.exec(piece) ?? [];
    if (category && words) label.push([text.length, text.length + words.length, category]);
    text += words ?? piece;
  }
  return JSON.stringify({ text, label });
}

const corpus = Array.from({ length: 8 }, (_, turn) =>
  sentences.map((sentence) => record(sentence.replace(/[.?]$/, ` (${turn})$&`))),
)
  .flat()
  .join('\n');

/** The demo's source model, and a corpus that calls three of its categories otherwise and has none of the other four. */
async function setUp(page: Page, letters = corpus): Promise<Studio> {
  const studio = new Studio(page);
  await studio.open();
  const model = {
    name: 'desk.graft',
    mimeType: 'application/zip',
    buffer: await readFile('public/demo/source-model.graft'),
  };
  await page.getByLabel('Source model (.graft)').setInputFiles(model);
  await expect(page.getByRole('article', { name: /^Model card/ })).toBeVisible();
  await studio.show('Corpus');
  const file = { name: 'letters.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(letters) };
  await page.locator('input[type=file]').first().setInputFiles(file);
  await expect(page.getByRole('table', { name: 'Counts by category and part' })).toBeVisible();
  await studio.show('Labels');
  return studio;
}

const unknown = (page: Page) =>
  page.getByRole('table', { name: 'Categories of the corpus that the model does not know' });
const rowOf = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });

test('a category is new once on a double click, and the model that learns it can be opened again', async ({ page }) => {
  const studio = await setUp(page);
  await studio.button('Add Vessel').dblclick();
  await expect(rowOf(page, 'Vessel')).toContainText('new');
  await studio.show('Train');
  await studio.button('Training settings').click();
  await page.getByRole('textbox', { name: 'Epochs' }).fill('1');
  await page.getByRole('textbox', { name: 'Epochs' }).press('Tab');
  await studio.button('Start training').click();
  await studio.runEnds(60_000);
  await studio.show('Export');
  const downloading = page.waitForEvent('download');
  await studio.button('Export model').click();
  const buffer = await readFile(await (await downloading).path());

  // A page with nothing in it.
  await page.goto('./?private');
  await page
    .getByLabel('Source model (.graft)')
    .setInputFiles({ name: 'again.graft', mimeType: 'application/zip', buffer });
  const card = page.getByRole('article', { name: /^Model card/ });
  await expect(card.getByText('Vessel', { exact: true })).toHaveCount(1);
});

test('names that differ are guessed, and nothing changes before a guess is accepted', async ({ page }) => {
  const studio = await setUp(page);
  await expect(rowOf(page, 'PER')).toContainText('left out, looks like');
  await expect(rowOf(page, 'PER')).toContainText('Person');
  await expect(rowOf(page, 'Vessel')).not.toContainText('looks like');
  await expect(rowOf(page, 'Person')).toContainText('no example here');
  await studio.button('Accept that PER is the model’s Person').click();
  await expect(rowOf(page, 'Person')).toContainText('here called');
  await expect(page.getByRole('switch', { name: 'Person is annotated' })).toBeChecked();
  await studio.button('Accept all 2 guesses').click();
  await expect(rowOf(page, 'LOC')).toContainText('the model’s');
  await expect(rowOf(page, 'ORG')).toContainText('the model’s');
  await page.getByRole('button', { name: 'Take back ORG', exact: true }).click();
  await expect(rowOf(page, 'ORG')).toContainText('left out, looks like');
});

test('what the model calls most examples of a category is proposed, and what will be lost is said', async ({
  page,
}) => {
  const shipped = await readFile('public/demo/target-train.jsonl', 'utf8');
  // Names that say nothing: two of what the model takes for a person, and a place alone.
  const renamed = shipped
    .split('\n')
    .map((line, index) =>
      line
        .replaceAll('"Person"', index % 2 === 0 ? `"${longName}"` : '"Caller"')
        .replaceAll('"Location"', '"Spot"')
        .replace(/"(Organization|Phone|Address|(?:Customer|Payment|Personal)[A-Z]\w+)"/g, '"Q$1"'),
    )
    .join('\n');
  const studio = await setUp(page, renamed);
  await expect(
    page.getByText(/^The model would forget Organization, Person, Location.*“Rehearse”, .* below are on/),
  ).toBeVisible();
  await expect(rowOf(page, 'Spot')).toContainText(/left out, looks like\s*Location\s*\d+ of \d+ examples/);
  await expect(rowOf(page, 'Caller')).not.toContainText('looks like');
  await studio.button('Accept that Spot is the model’s Location').click();
  await expect(page.getByText(/^The model would forget/)).toHaveCount(0);
  await studio.button('Add Caller').click();
  await studio.button(`Add ${longName}`).click();
  await expect(rowOf(page, 'Caller')).toContainText(/new, perhaps a kind of\s*Person/);
  await expectSound(page);
  await studio.button(`${longName} is no kind of Person: propose it no more`).click();
  await studio.button('Accept that Caller is a kind of Person').click();
  await expect(rowOf(page, 'Caller')).toContainText(/new, a kind of\s*Person/);
  await expect(rowOf(page, longName)).not.toContainText('kind of');
});

test('categories without an example count as not looked for, and one line says so', async ({ page }) => {
  const studio = await setUp(page);
  await studio.button('Accept all 3 guesses').click();
  const switches = ['CustomerIdentification', 'PaymentInformation', 'PersonalInformation', 'Phone'];
  for (const name of switches) {
    await expect(page.getByRole('switch', { name: `${name} is annotated` })).not.toBeChecked();
  }
  await studio.button('4 categories count as not looked for').click();
  const notes = page.getByRole('region', { name: 'Notes on the labels' });
  await expect(notes).toContainText('the source model labels them first');
  await expect(notes).not.toContainText('Let the source model label them');
  await page.getByRole('radio', { name: /^Take them as nothing/ }).click();
  await expect(notes).toContainText('Let the source model label them, or sum over them.');
  // Switches that are thrown quickly are all heard.
  await page.evaluate(() => {
    for (const each of document.querySelectorAll<HTMLInputElement>('input[role=switch][aria-label$="is annotated"]')) {
      if (!each.checked) each.click();
    }
  });
  for (const name of switches) await expect(page.getByRole('switch', { name: `${name} is annotated` })).toBeChecked();
  await expect(notes).toContainText('4 categories without an example count as annotated');
});

test('what nobody looked for is labelled as surely as is asked, or summed over with a share of entities, which the model’s history says', async ({
  page,
}) => {
  const studio = await setUp(page);
  await studio.button('Add Vessel').click();
  const sure = page.getByRole('textbox', { name: 'How sure it must be' });
  await sure.fill('0.9');
  await sure.press('Tab');
  await expectSound(page);
  await page.getByRole('radio', { name: /^Sum over them/ }).click();
  await expect(sure).toHaveCount(0);
  await page.getByRole('switch', { name: /^Expect a share of entities/ }).click();
  await expect(page.getByRole('textbox', { name: 'Share of all words' })).toHaveValue('0.15');
  await expectSound(page);
  await studio.show('Train');
  await studio.set('Epochs', '1');
  await studio.button('Start training').click();
  await studio.runEnds(60_000);
  await studio.show('Source');
  await page.getByRole('combobox', { name: 'Source model' }).click();
  await page.getByRole('option', { name: /Vessel/ }).click();
  await expect(page.getByText(/summed over, a share of 0\.15 of all words expected in entities/)).toBeVisible();
  await expect(page.getByText(/^Old categories on \d+ sentences of .*: F1 [\d.]+ before, [\d.]+ after/)).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`Labels with its notes shown has no fault that axe knows, and keeps each state in sight on a phone, ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const studio = await setUp(page);
    await studio.button('Add Vessel').click();
    await studio.button(/count as not looked for$/).click();
    await studio.button('Accept that PER is the model’s Person').click();
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await expectSoundAsItIs(page, `${width} pixels`);
      const state = rowOf(page, longName).getByText('left out');
      await state.scrollIntoViewIfNeeded();
      await expect(state).toBeInViewport({ ratio: 1 });
      await expect(rowOf(page, longName).getByRole('button', { name: `Add ${longName}` })).toBeInViewport({ ratio: 1 });
    }
    await expect(unknown(page).getByTitle(longName)).toBeVisible();
  });
}

/** The Corpus panel on files as people have them: a preview before reading again, right-to-left text, undo, notes. */
import type { Page } from '@playwright/test';
import { expectSoundAsItIs } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

/** Word, part of speech, tag; the words stand second. */
const columns = Array.from({ length: 30 }, (_, index) =>
  [
    ['PROPN', `Ada${index}`, 'B-Person'],
    ['VERB', 'moved', 'O'],
    ['ADP', 'to', 'O'],
    ['PROPN', 'Velby', 'B-Place'],
  ]
    .map((row) => row.join('\t'))
    .join('\n'),
).join('\n\n');

const hebrew = 'דנה לוי גרה בעיר הגדולה שעל הנהר, ועובדת בספרייה העירונית החדשה';
const spanOf = (words: string, category: string) => {
  const start = hebrew.indexOf(words);
  return [start, start + words.length, category];
};
const rightToLeft = Array.from({ length: 12 }, (_, index) =>
  JSON.stringify({
    text: `${hebrew} ${index}.`,
    label: [spanOf('דנה לוי', 'Person'), spanOf('בספרייה העירונית החדשה', 'Organization')],
  }),
).join('\n');

/** The second span ends outside its text: a note. */
const withNotes = Array.from({ length: 8 }, (_, index) =>
  JSON.stringify({
    text: `Ada Marsh moved to Velby (${index}).`,
    label: [
      [0, 9, 'Person'],
      [19, 400, 'Place'],
    ],
  }),
).join('\n');

async function bring(page: Page, ...files: readonly (readonly [name: string, content: string])[]): Promise<void> {
  await page
    .getByLabel(/^Corpus files/)
    .setInputFiles(files.map(([name, content]) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) })));
}

const counts = (page: Page) => page.getByRole('table', { name: 'Counts by category and part' });

test('the preview of an import changes with what is chosen, and reading again makes it so', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.show('Corpus');
  await bring(page, ['letters.conll', columns]);
  await expect(counts(page)).toBeVisible();
  await studio.button(/^1 file, CoNLL columns/).click();
  const preview = page.getByRole('region', { name: 'Preview' });
  const headings = preview.getByRole('table', { name: 'First rows of the file' }).getByRole('columnheader');
  const sentences = preview.getByRole('list', { name: 'First sentences' });
  await expect(headings).toHaveText(['1', '2: words', '3: tags']);
  await expect(sentences).toContainText('Ada0');
  await page.getByLabel('Word column').fill('1');
  await expect(headings).toHaveText(['1: words', '2', '3: tags']);
  await expect(sentences).toContainText('PROPN');
  await page.getByLabel('Tag column').fill('1');
  await page.getByLabel('Word column').fill('2');
  await expect(preview).toContainText(/3 tags|Like this it cannot be read/);
  await page.getByLabel('Tag column').fill('-1');
  await expect(headings).toHaveText(['1', '2: words', '3: tags']);
  await studio.button('Read again').click();
  await expect(page.getByRole('region', { name: 'Sentences of the corpus' })).toContainText('Ada');
  await expect(counts(page).getByRole('row', { name: /Person/ })).toContainText('30');
});

test('an import that fails leaves the way to import, the files and the settings', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.show('Corpus');
  await bring(page, ['hollow.conll', ' ']);
  await expect(page.getByRole('alert')).toContainText('hollow.conll');
  await expect(studio.button('Import corpus')).toBeVisible();
  await page.getByRole('combobox', { name: 'Encoding' }).click();
  await page.getByRole('option', { name: 'UTF-16' }).click();
  await studio.show('Labels');
  await studio.show('Corpus');
  await expect(page.getByRole('combobox', { name: 'Encoding' })).toHaveValue('UTF-16');
  await bring(page, ['letters.conll', columns]);
  await expect(counts(page)).toBeVisible();
  await expect(page.getByRole('alert')).toBeHidden();
});

test('a picture that is given for a corpus is refused once, not once more in the preview', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.show('Corpus');
  const png = Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001080200000090', 'hex');
  await page.getByLabel(/^Corpus files/).setInputFiles({ name: 'scan.png', mimeType: 'image/png', buffer: png });
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('scan.png');
  await expect(page.getByRole('region', { name: 'Preview' })).toBeVisible();
  const said = await alert.locator('p').last().innerText();
  await expect(page.getByText(said)).toHaveCount(1);
  await page.waitForTimeout(500);
  await expect(page.getByText(said)).toHaveCount(1);
  await expect(page.getByRole('region', { name: 'Preview' }).getByText('Like this it cannot be read')).toBeHidden();
});

test('on a wide screen the counts stand beside the text, and sort by a click', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1000 });
  const studio = new Studio(page);
  await studio.open();
  await studio.show('Corpus');
  await bring(page, ['letters.conll', columns]);
  const text = await page.getByRole('region', { name: 'Sentences of the corpus' }).boundingBox();
  const table = await counts(page).boundingBox();
  expect(table?.x).toBeGreaterThan((text?.x ?? 0) + (text?.width ?? 0));
  expect((table?.x ?? 0) + (table?.width ?? 0)).toBeGreaterThan(1700);
  const head = counts(page).getByRole('columnheader', { name: 'Category' });
  await head.getByRole('button', { name: 'Category' }).click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
});

test('a removed corpus comes back with Undo', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.show('Corpus');
  await bring(page, ['letters.jsonl', withNotes]);
  await expect(counts(page)).toBeVisible();
  await studio.button('Rename the corpus').click();
  await page.keyboard.type('Post');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Post' })).toBeVisible();
  await studio.button('Remove').click();
  await expect(page.getByRole('heading', { name: 'No corpus yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Post' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Sentences of the corpus' })).toContainText('Ada');
});

test('what stands in two parts is taken out of one of them with a click', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.show('Corpus');
  const sentences = (first: number, last: number) =>
    columns.split('\n\n').slice(first, last).join('\n\n').replaceAll('moved', 'went');
  await bring(
    page,
    ['post-train.conll', sentences(0, 20)],
    ['post-dev.conll', sentences(15, 25)],
    ['post-test.conll', sentences(25, 30)],
  );
  const all = counts(page).getByRole('row', { name: /^Sentences/ });
  await expect(all.getByRole('cell')).toHaveText(['20', '10', '5', '35']);
  await studio.button(/^\d+ notes?$/).click();
  await studio.button(/^out of dev$/).click();
  await expect(all.getByRole('cell')).toHaveText(['20', '5', '5', '30']);
  await expect(studio.button(/^out of dev$/)).toBeHidden();
  await expect(studio.button(/taken out of dev: 5 sentences/)).toBeVisible();
});

for (const width of [1440, 390]) {
  test(`right-to-left text runs as it should, labels beside their spans, ${width} pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const studio = new Studio(page);
    await studio.open();
    await studio.show('Corpus');
    await bring(page, ['post.jsonl', rightToLeft]);
    const sentence = page.getByRole('region', { name: 'Sentences of the corpus' }).getByRole('listitem').first();
    await expect(sentence.locator('mark')).toHaveCount(2);
    const text = sentence.locator('[dir=auto]');
    expect(await text.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
    const places = await sentence.locator('mark').evaluateAll((marks) =>
      marks.map((mark) => {
        const label = mark.querySelector('bdi') as Element;
        const [words] = mark.childNodes as unknown as [Text];
        const lastLetter = document.createRange();
        lastLetter.setStart(words, words.length - 1);
        lastLetter.setEnd(words, words.length);
        const [letter, name] = [lastLetter.getBoundingClientRect(), label.getBoundingClientRect()];
        return {
          label: name.right,
          lastLetter: letter.left,
          sameLine: Math.abs(letter.top + letter.height / 2 - (name.top + name.height / 2)) < letter.height / 2,
          isolated: getComputedStyle(label).unicodeBidi,
        };
      }),
    );
    for (const place of places) {
      // To the left of the span's last letter, on its line, and close to it.
      expect(place.sameLine).toBe(true);
      expect(place.lastLetter - place.label).toBeGreaterThanOrEqual(0);
      expect(place.lastLetter - place.label).toBeLessThan(12);
      expect(place.isolated).toBe('isolate');
    }
  });
}

test('a label never stands on a line without the last word of its span, however wide the page', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.show('Corpus');
  const name = 'The Left-Hand Society of Saltmere-upon-Orrick';
  const record = { text: `Yesterday ${name} met in ${name}.`, label: [] as unknown[] };
  for (let at = record.text.indexOf(name); at >= 0; at = record.text.indexOf(name, at + 1))
    record.label.push([at, at + name.length, 'OrganisationOfThePublic']);
  await bring(page, ['names.jsonl', Array(6).fill(JSON.stringify(record)).join('\n')]);
  const marks = page
    .getByRole('region', { name: 'Sentences of the corpus' })
    .getByRole('listitem')
    .first()
    .locator('mark');
  await expect(marks).toHaveCount(2);
  for (let width = 380; width <= 760; width += 14) {
    await page.setViewportSize({ width, height: 900 });
    const together = await marks.evaluateAll((all) =>
      all.map((mark) => {
        const label = (mark.querySelector('bdi') as Element).getClientRects();
        const [words] = mark.childNodes as unknown as [Text];
        const lastLetter = document.createRange();
        lastLetter.setStart(words, words.length - 1);
        lastLetter.setEnd(words, words.length);
        const letter = lastLetter.getBoundingClientRect();
        const [first] = label;
        return label.length === 1 && first !== undefined && first.top < letter.bottom && first.bottom > letter.top;
      }),
    );
    expect(together, `${width} pixels`).toEqual([true, true]);
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`notes and the import form are accessible and fit, ${colorScheme}, ${width} pixels wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      const studio = new Studio(page);
      await studio.open();
      await studio.show('Corpus');
      await bring(page, ['small.jsonl', withNotes]);
      await studio.button(/^\d+ notes?$/).click();
      await expect(page.getByRole('table', { name: 'Notes by file and line' })).toBeVisible();
      await studio.button(/^1 file, /).click();
      await expect(page.getByRole('list', { name: 'First sentences' })).toBeVisible();
      await expectSoundAsItIs(page, `${width} pixels`);
    });
  }
}

/** Every panel: no accessibility fault that axe knows, nothing wider than a phone, light and dark. */

import { expectSoundAsItIs } from './sound.ts';
import { panelNames, Studio } from './studio.ts';
import { expect, test } from './test.ts';

const corpus = [
  {
    text: 'Ada Marsh moved to Velby.',
    label: [
      [0, 9, 'Person'],
      [19, 24, 'Place'],
    ],
  },
  {
    text: 'Is Orrick far from Velby?',
    label: [
      [3, 9, 'Place'],
      [19, 24, 'Place'],
    ],
  },
  { text: 'Thank you and goodbye.', label: [] },
]
  .flatMap((each) =>
    Array.from({ length: 5 }, (_, turn) => ({ ...each, text: each.text.replace(/[.?]$/, ` (${turn})$&`) })),
  )
  .map((each) => JSON.stringify(each))
  .join('\n');

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`panels are accessible and fit, ${colorScheme}, ${width} pixels wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      const studio = new Studio(page);
      await studio.open();
      await studio.show('Corpus');
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles({
          name: 'small.jsonl',
          mimeType: 'application/jsonl',
          buffer: Buffer.from(corpus),
        });
      const importing = studio.button(/^Import (file|corpus|1 file)/).last();
      if (!(await page.getByRole('table', { name: 'Counts by category and part' }).isVisible()))
        await importing.click();
      await expect(page.getByRole('table', { name: 'Counts by category and part' })).toBeVisible();
      for (const panel of panelNames) {
        await studio.show(panel);
        await expectSoundAsItIs(page, `${panel} at ${width} pixels`);
      }
    });
  }
}

/** A run that was cut off goes on where it stood, and ends with the weights of one that was not, bit for bit. */
import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { expectSound } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

const cutOff = /^A run was cut off .*epoch/;

/** The numbers of the model that the run made, as they are exported; what else is in the file tells dates and seconds. */
async function exportedWeights(studio: Studio): Promise<string> {
  await studio.show('Export');
  const downloading = studio.page.waitForEvent('download');
  await studio.button('Export model').click();
  const files = unzipSync(new Uint8Array(await readFile(await (await downloading).path())));
  const numbers = Object.keys(files).filter((name) => name.endsWith('.safetensors'));
  expect(numbers).toContain('weights.safetensors');
  return numbers.map((name) => Buffer.from(files[name] ?? []).toString('base64')).join('\n');
}

async function beginDemo(studio: Studio): Promise<void> {
  await studio.open();
  await studio.button('Try the demo').first().click();
}

async function isInEpoch(studio: Studio, epoch: number): Promise<void> {
  const label = new RegExp(`epoch (${epoch}|${epoch + 1}|${epoch + 2}) of`, 'i');
  await expect(studio.page.getByText(label).first()).toBeVisible({ timeout: 60_000 });
}

test('the demo’s run goes on after a reload in its middle, and ends with the weights of one that was never stopped', async ({
  page,
  context,
}) => {
  test.setTimeout(300_000);
  const studio = new Studio(page);
  await beginDemo(studio);
  await isInEpoch(studio, 3);
  await page.reload();
  const offer = page.getByRole('alert', { name: cutOff });
  await expect(offer).toBeVisible({ timeout: 60_000 });
  await expectSound(page);
  await studio.button('Go on').click();
  await expect(offer).toHaveCount(0);
  await studio.runEnds(110_000);
  const goneOn = { scores: await studio.scores(), weights: await exportedWeights(studio) };
  await expect(page.getByRole('button', { name: 'Projects. Saved' })).toBeVisible();
  await page.reload();
  await studio.show('Train');
  await expect(page.getByRole('button', { name: 'See its errors' })).toBeVisible();
  await expect(offer).toHaveCount(0);

  const other = await context.browser()?.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  if (!other) throw new Error('There is no browser.');
  const straight = new Studio(await other.newPage());
  await beginDemo(straight);
  await straight.runEnds(110_000);
  expect(await straight.scores()).toEqual(goneOn.scores);
  expect(await exportedWeights(straight)).toBe(goneOn.weights);
  await other.close();
});

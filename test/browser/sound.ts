/** What holds of every page, whatever it shows: axe finds nothing, and it never scrolls sideways. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** In light and dark, on a desk and on a phone; the page is then wide again. */
export async function expectSound(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await transitionsEnd(page);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await expectSoundAsItIs(page, `${colorScheme} ${width}`);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

/**
 * In the scheme and at the width that it has. @param where it is, for the message.
 *
 * Axe goes over the page alone, which has no frames, and tells faults alone. What it usually does, gathering all that is right
 * as well and joining it with the frames' in a page of its own, takes three times as long.
 */
export async function expectSoundAsItIs(page: Page, where: string): Promise<void> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, where).toBeLessThanOrEqual(0);
}

/**
 * Colours that are on their way from one scheme to the other are neither. They set out with the next frame, and one may start
 * another. What never ends (a spinner) is not waited for.
 */
async function transitionsEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const underWay = () =>
      document
        .getAnimations()
        .filter(
          ({ effect, playState }) =>
            playState === 'running' && effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY,
        );
    for (;;) {
      await frame();
      await frame();
      const ending = underWay();
      if (ending.length === 0) return;
      await Promise.allSettled(ending.map(({ finished }) => finished));
    }
  });
}

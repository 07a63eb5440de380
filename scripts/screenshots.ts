/**
 * Pictures of every panel, light and dark, wide and narrow, to be judged by eye: `npx tsx scripts/screenshots.ts`. By
 * default the development page with its stand-in studio, which takes seconds; `--real` takes the built page (dist/)
 * and trains the demo. They land in build/screenshots.
 */
import { mkdirSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';
import { createServer, preview } from 'vite';

const folder = 'build/screenshots';
const sizes = [
  { name: '1440', width: 1440, height: 900 },
  { name: '390', width: 390, height: 844 },
] as const;
const panels = ['Source', 'Corpus', 'Labels', 'Annotate', 'Train', 'Evaluate', 'Export'] as const;
const real = process.argv.includes('--real');
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);

async function showPanel(page: Page, panel: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: panel }).click();
  await page.waitForTimeout(250);
}

async function take(page: Page, name: string): Promise<void> {
  if (only && !name.includes(only)) return;
  await page.screenshot({ path: `${folder}/${name}.png` });
  process.stderr.write(`${name}\n`);
}

/** The whole length of a panel, by a window as high as what it holds. */
async function takeWhole(page: Page, name: string, width: number): Promise<void> {
  if (only && !name.includes(only)) return;
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.querySelector('main')?.scrollHeight ?? 900);
  await page.setViewportSize({ width, height: Math.min(height + 110, 4000) });
  await page.waitForTimeout(350);
  await take(page, name);
  if (size) await page.setViewportSize(size);
}

async function series(browser: Browser, address: string, colorScheme: 'light' | 'dark', size: (typeof sizes)[number]) {
  const context = await browser.newContext({ colorScheme, viewport: { width: size.width, height: size.height } });
  const page = await context.newPage();
  page.on('pageerror', (error) => process.stderr.write(`page error: ${error.message}\n`));
  page.on('console', (message) => {
    if (message.type() === 'error') process.stderr.write(`console: ${message.text()}\n`);
  });
  const label = `${size.name}-${colorScheme}`;
  await page.goto(address);
  await page.getByRole('button', { name: 'Try the demo' }).waitFor();
  await page.waitForTimeout(800);
  for (const panel of panels) {
    await showPanel(page, panel);
    await take(page, `${panel.toLowerCase()}-empty-${label}`);
  }
  await showPanel(page, 'Source');
  await page.getByRole('button', { name: 'Try the demo' }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor({ timeout: 60_000 });
  await page.waitForTimeout(real ? 15_000 : 9_000);
  await take(page, `train-running-${label}`);
  await page.getByText('Run finished').first().waitFor({ timeout: 300_000 });
  // The README's picture, docs/train.png, is this one of the built page: `--real --only=train-ended-1440-light`.
  await page.waitForTimeout(1000);
  await take(page, `train-ended-${label}`);
  for (const panel of panels) {
    await showPanel(page, panel);
    await takeWhole(page, `${panel.toLowerCase()}-${label}`, size.width);
  }
  if (size.width > 1000) {
    await showPanel(page, 'Train');
    await page.getByRole('button', { name: 'Presenter mode' }).click();
    await page.waitForTimeout(500);
    await take(page, `presenter-${label}`);
    await page.getByRole('button', { name: 'Leave presenter mode' }).click();
    await page.getByRole('button', { name: /^Backend/ }).click();
    await page.waitForTimeout(400);
    await take(page, `backend-${label}`);
  }
  await context.close();
}

mkdirSync(folder, { recursive: true });
const server = real
  ? await preview({ preview: { port: 4199 } })
  : await (await createServer({ server: { port: 4199, hmr: false, watch: null } })).listen();
const local = server.resolvedUrls?.local[0] ?? 'http://localhost:4199/';
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
});
try {
  for (const size of sizes) {
    for (const scheme of ['light', 'dark'] as const) {
      await series(browser, real ? local : `${local}?fake`, scheme, size);
    }
  }
} finally {
  await browser.close();
  await server.close();
}

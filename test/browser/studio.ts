/** The studio as a person with a screen reader would find it: everything by role and name. */
import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page } from '@playwright/test';

export const panelNames = ['Source', 'Corpus', 'Labels', 'Annotate', 'Train', 'Evaluate', 'Export'] as const;
export type PanelName = (typeof panelNames)[number];

/** Where a file of the demo lies. */
export const demo = (name: string) => fileURLToPath(new URL(`../../public/demo/${name}`, import.meta.url));

export interface ScoreTableRow {
  /** F1 before, after, and the difference; NaN where there is none. */
  readonly before: number;
  readonly after: number;
  readonly change: number;
}

export class Studio {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('./');
    await expect(this.page.getByRole('navigation', { name: 'Panels' })).toBeVisible();
  }

  async show(panel: PanelName): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: panel }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: panel })).toBeVisible();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** Loads a source model, by its path or with what it holds. */
  async loadModel(file: Parameters<Locator['setInputFiles']>[0]): Promise<void> {
    await this.page
      .getByLabel(/source model/i)
      .and(this.page.locator('input[type=file]'))
      .setInputFiles(file);
    await expect(this.page.getByRole('article', { name: /^Model card/ })).toBeVisible();
  }

  /** The demo's model, and the corpus of its second customer. */
  async bringDemo(): Promise<void> {
    await this.loadModel(demo('source-model.graft'));
    await this.show('Corpus');
    await this.page
      .getByLabel(/^Corpus files/)
      .setInputFiles(['train', 'dev', 'test'].map((part) => demo(`target-${part}.jsonl`)));
    await expect(this.page.getByRole('table', { name: 'Counts by category and part' })).toBeVisible();
  }

  /** Brings files in as a corpus, by their paths or with what they hold; their columns and parts go without saying. */
  async importFiles(files: Parameters<Locator['setInputFiles']>[0]): Promise<void> {
    await this.show('Corpus');
    await this.page.locator('input[type=file]').first().setInputFiles(files);
    const counts = this.page
      .getByRole('table', { name: 'Counts by category and part' })
      .or(this.page.getByText('Nothing is annotated yet.'));
    const importing = this.button(/^Import (file|corpus|1 file|\d+ files)/).last();
    await expect(counts.or(importing).first()).toBeVisible();
    if (!(await counts.isVisible())) await importing.click();
    await expect(counts).toBeVisible({ timeout: 60_000 });
  }

  /** One of the training settings, in the Train panel. */
  async set(setting: string, value: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: setting, exact: true });
    if (!(await field.isVisible())) await this.button('Training settings').click();
    await field.fill(value);
    await field.press('Tab');
    await this.button('Training settings').click();
  }

  /** Waits for the run at hand to end, and fails at once where it failed. */
  async runEnds(milliseconds: number): Promise<void> {
    const ended = this.button('See its errors');
    const failed = this.page.getByRole('alert');
    await expect(ended.or(failed).first()).toBeVisible({ timeout: milliseconds });
    if (await failed.isVisible()) throw new Error(`The run failed: ${await failed.innerText()}`);
  }

  async scores(): Promise<Map<string, ScoreTableRow>> {
    const table = this.page.getByRole('table', { name: /on the (test|dev) sentences/ });
    const rows = new Map<string, ScoreTableRow>();
    for (const row of await table.getByRole('row').all()) {
      const name = await row
        .getByRole('rowheader')
        .first()
        .innerText({ timeout: 1000 })
        .catch(() => null);
      const cells = await row.getByRole('cell').allInnerTexts();
      if (name === null || cells.length < 3) continue;
      const [before, after, change] = cells.map(figure);
      rows.set(name.replace(/\u00ad|\s/g, ''), {
        before: before ?? Number.NaN,
        after: after ?? Number.NaN,
        change: change ?? Number.NaN,
      });
    }
    return rows;
  }
}

/** `+1.3`, `−2.0` and `–` (none) as numbers. */
function figure(text: string): number {
  return Number.parseFloat(text.replace('−', '-').replace('–', ''));
}

interface LongTaskWindow {
  longTasks: { start: number; milliseconds: number }[];
}

/** From now on notes every task that keeps the page's thread busy for more than 50 ms, on every page that is opened. */
export async function watchLongTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted: { start: number; milliseconds: number }[] = [];
    (globalThis as unknown as LongTaskWindow).longTasks = noted;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) noted.push({ start: startTime, milliseconds: duration });
    }).observe({ type: 'longtask' });
  });
}

/** Milliseconds of those that began while the last run was training. */
export function longTasksInTraining(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const last = (name: string) => performance.getEntriesByName(name).at(-1)?.startTime ?? Number.NaN;
    const [start, end] = [last('run started'), last('run finished')];
    return (globalThis as unknown as LongTaskWindow).longTasks
      .filter((task) => task.start > start && task.start < end)
      .map(({ milliseconds }) => milliseconds);
  });
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: since when, by the clock, and of the processor. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** Categories of a browser trace that `processorTimesInTraining` reads. */
export const taskTrace = { categories: ['toplevel', 'blink.user_timing'], screenshots: false };

/**
 * How long the page's thread really computed, in milliseconds, in each task that took more than 50 ms by the clock while
 * the last run was training. The rest of such a task it waited for a processor that was busy with something else.
 */
export function processorTimesInTraining(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const marks = (name: string) => traceEvents.filter((event) => event.name === name).map(({ ts }) => ts);
  const [start, end] = [marks('run started').at(-1), marks('run finished').at(-1)];
  const page = traceEvents.find(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  if (start === undefined || end === undefined || !page) throw new Error('The trace holds no run.');
  return traceEvents
    .filter(({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && pid === page.pid && tid === page.tid)
    .filter(({ ts, dur = 0 }) => ts > start && ts < end && dur > 50_000)
    .map(({ tdur = Number.NaN }) => tdur / 1000);
}

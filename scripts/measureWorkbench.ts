/**
 * How the annotator's workbench bears a large corpus: the demo's conversations, three turns a document, repeated to 100,000 documents, and
 * one document of two megabytes. Measures the corpus worker's code in Node and the built page (dist/) in Chromium, and prints a table:
 * `node --expose-gc --import tsx scripts/measureWorkbench.ts [documents]`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { preview } from 'vite';
import { createCorpusService } from '../workers/engine/corpusService.ts';
import type { DocumentQuery } from '../workers/protocol/documents.ts';
import { viewSentence } from '../workers/text/sentenceView.ts';
import { findChromium } from './chromium.ts';

const documents = Number(process.argv[2] ?? 100_000);
const longText = 2_000_000;
const turnsInDocument = 3;
const devLine = `${JSON.stringify({ id: 'dev', text: 'Ida sat.', label: [], annotated: [] })}\n`;
const rows: (readonly [what: string, figure: string])[] = [];
const tell = (what: string, figure: string) => {
  rows.push([what, figure]);
  process.stderr.write(`${what}: ${figure}\n`);
};
const milliseconds = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
const middle = (values: readonly number[]) =>
  [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;

interface Turns {
  readonly text: string;
  readonly label: readonly (readonly [number, number, string])[];
}

/** The demo's turns, some together. */
async function turns(): Promise<readonly Turns[]> {
  const service = createCorpusService();
  const bytes = new Uint8Array(readFileSync('public/demo/target-train.jsonl'));
  const { id } = await service.importCorpus('demo', [{ name: 'train.jsonl', bytes, part: 'train' }], {});
  const splits = await service.splits(id);
  const views = splits.train.documents.flatMap((document) =>
    document.sentences.map((_, index) => viewSentence(document, index)),
  );
  const joined: Turns[] = [];
  for (let first = 0; first + turnsInDocument <= views.length; first += turnsInDocument) {
    let text = '';
    const label: [number, number, string][] = [];
    for (const view of views.slice(first, first + turnsInDocument)) {
      for (const { start, end, category } of view.spans) label.push([text.length + start, text.length + end, category]);
      text += `${view.text}\n`;
    }
    joined.push({ text, label });
  }
  return joined;
}

async function corpusLines(): Promise<string> {
  const made = await turns();
  const lines: string[] = [];
  for (let index = 0; index < documents; index++) {
    const { text, label } = made[index % made.length] as Turns;
    const opening = `Call ${index}. `;
    const moved = label.map(([start, end, category]) => [start + opening.length, end + opening.length, category]);
    lines.push(
      JSON.stringify({
        id: `${index}`,
        text: `${opening}${text}`,
        label: moved,
        annotated: index % 3 ? ['Address'] : [],
      }),
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Milliseconds that this process computed: on a machine that is busy with more than this, others' turns are not counted. */
async function timed(work: () => unknown, rounds = 7): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return middle(times);
}

async function measureWorker(lines: string): Promise<void> {
  const service = createCorpusService();
  gc?.();
  const before = process.memoryUsage();
  const bytes = new TextEncoder().encode(lines);
  tell('The file', megabytes(bytes.length));
  const begun = performance.now();
  const dev = { name: 'dev.jsonl', bytes: new TextEncoder().encode(devLine), part: 'dev' as const };
  const { id } = await service.importCorpus('large', [{ name: 'train.jsonl', bytes, part: 'train' }, dev], {});
  tell('Import, Node', `${((performance.now() - begun) / 1000).toFixed(1)} s`);
  gc?.();
  tell('Memory after it, Node', megabytes(process.memoryUsage().heapUsed - before.heapUsed));
  const page = (query: Partial<DocumentQuery>) =>
    service.documents(id, { part: 'train', offset: 0, limit: 60, ...query });
  let round = 0;
  /** Each round asks for something new, which no list that is kept answers. */
  const fresh = (query: Partial<DocumentQuery>) => () =>
    page({ ...query, among: undefined, text: `${query.text ?? ''}${++round % 10}` });
  tell('A page of the list', milliseconds(await timed(() => page({ offset: (documents * ++round) / 10 }))));
  tell('Search for a text, worker', milliseconds(await timed(fresh({ text: 'call 9' }))));
  tell('Search for what is nowhere, worker', milliseconds(await timed(fresh({ text: 'zeppelins ' }))));
  const standings = ['waiting', 'draft', 'submitted', 'discarded', 'waiting'] as const;
  tell('Filter by standing, worker', milliseconds(await timed(() => page({ standing: standings[++round % 5] }))));
  const categories = ['Address', 'Person', 'Nothing'];
  tell('Filter by category, worker', milliseconds(await timed(() => page({ category: categories[++round % 3] }))));
  const orderFrom = (start: number) =>
    Array.from({ length: documents }, (_, index) => `${(start + index * 7919) % documents}`);
  const orders = Array.from({ length: 5 }, (_, start) => orderFrom(start));
  tell('A page in an order of all ids, worker', milliseconds(await timed(() => page({ order: orders[++round % 5] }))));
  tell('The next page in it, worker', milliseconds(await timed(() => page({ order: orders[0], offset: ++round }))));
  const edit = async () => {
    const document = await service.document(id, 'train', `${(++round * 997) % documents}`);
    const status = 'draft' as const;
    await service.replaceDocuments(id, [{ part: 'train', document: { ...document, status } }]);
  };
  tell('An edit, worker', milliseconds(await timed(edit, 15)));
}

/** Milliseconds in the page from a step to what it shows, in the element of that selector. */
async function seen(page: Page, step: () => Promise<void>, shows: string, within = 'main'): Promise<number> {
  const found = page.evaluate(
    ({ words, selector }) =>
      new Promise<number>((resolve) => {
        let begun = 0;
        // What never shows is told as such, rather than waited for.
        setTimeout(() => resolve(Number.NaN), 30_000);
        const begin = () => {
          begun ||= performance.now();
        };
        for (const kind of ['input', 'mousedown', 'keydown'])
          addEventListener(kind, begin, { capture: true, once: true });
        const look = () => {
          if (begun > 0 && new RegExp(words).test(document.querySelector(selector)?.textContent ?? ''))
            resolve(performance.now() - begun);
          else requestAnimationFrame(look);
        };
        look();
      }),
    { words: shows, selector: within },
  );
  await page.waitForTimeout(50);
  await step();
  return found;
}

async function importInto(page: Page, folder: string, train: string): Promise<number> {
  await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: 'Corpus' }).click();
  const counts = page.getByRole('table', { name: 'Counts by category and part' });
  const importing = page.getByRole('button', { name: /^Import (file|corpus|1 file|\d+ files)/ }).last();
  const begun = performance.now();
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([train, 'dev.jsonl'].map((name) => join(folder, name)));
  await counts.or(importing).first().waitFor();
  if (!(await counts.isVisible())) await importing.click();
  await counts.waitFor();
  return performance.now() - begun;
}

async function measurePage(page: Page, folder: string): Promise<void> {
  tell('Import, page', `${((await importInto(page, folder, 'train.jsonl')) / 1000).toFixed(1)} s`);
  const memory = await page.evaluate(async () => {
    const measuring = performance as Performance & {
      measureUserAgentSpecificMemory?: () => Promise<{ bytes: number }>;
    };
    return (await measuring.measureUserAgentSpecificMemory?.())?.bytes ?? Number.NaN;
  });
  tell('Memory after it, page and workers', megabytes(memory));
  const panels = page.getByRole('navigation', { name: 'Panels' });
  const opened = await seen(page, () => panels.getByRole('button', { name: 'Annotate' }).click(), 'Document 1 of');
  tell('The panel, opened', milliseconds(opened));
  const search = page.getByRole('textbox', { name: 'Search documents' });
  const total = (count: number) => `\\D${count.toLocaleString('en')} documents?`;
  tell(
    'Search, from the key to the list',
    milliseconds(await seen(page, () => search.fill(`Call ${documents - 1}.`), total(1))),
  );
  tell('Search taken back', milliseconds(await seen(page, () => search.fill(''), '\\d{2,3},\\d{3} documents')));
  const chip = page.getByRole('radiogroup', { name: 'Where documents stand' }).getByText('Draft');
  tell('Filter, from the click to the list', milliseconds(await seen(page, () => chip.click(), 'No document fits')));
  await page.getByRole('radiogroup', { name: 'Where documents stand' }).getByText('All').click();
  const list = page.getByRole('listbox', { name: 'Documents' });
  await list.focus();
  const end = await seen(page, () => page.keyboard.press('End'), `Call ${documents - 1}\\.`);
  tell('The end of the list, from the key to the rows', milliseconds(end));
  const slowest = await list.evaluate(async (element) => {
    let [slow, last] = [0, performance.now()];
    for (let step = 0; step < 120; step++) {
      element.scrollTop = (element.scrollHeight / 120) * step;
      await new Promise(requestAnimationFrame);
      slow = Math.max(slow, performance.now() - last);
      last = performance.now();
    }
    return slow;
  });
  tell('Scrolling through the list, the slowest frame', milliseconds(slowest));
}

async function measureLongText(page: Page, folder: string): Promise<void> {
  await importInto(page, folder, 'long-train.jsonl');
  const panels = page.getByRole('navigation', { name: 'Panels' });
  await panels.getByRole('button', { name: 'Annotate' }).click();
  await page.getByText('Document 1 of').waitFor();
  const next = page.getByRole('button', { name: 'Next document' });
  const inText = '[role=textbox][aria-readonly]';
  const open = () => next.click();
  tell('A document of 2 MB, from the click to its text', milliseconds(await seen(page, open, 'Long to be', inText)));
  const text = page.getByRole('textbox', { name: 'Text of the document' });
  const nodes = await text.evaluate((element) => element.querySelectorAll('*').length);
  tell('Its elements on the page', `${nodes}`);
  await text.focus();
  const press = (key: string, shows: string, within: string) =>
    seen(page, () => page.keyboard.press(key), shows, within);
  tell('A step of its caret', milliseconds(await press('ArrowRight', '^Long$', '[data-caret]')));
  tell('Its end, from the key', milliseconds(await press('End', '^\\.$', '[data-caret]')));
  tell('A word marked in it', milliseconds(await press('1', '[1-9]\\d* found', 'main')));
}

const folder = mkdtempSync(join(tmpdir(), 'workbench-'));
try {
  const lines = await corpusLines();
  writeFileSync(join(folder, 'train.jsonl'), lines);
  const [first] = await turns();
  const text = `Long to be read. ${`${first?.text}\n`.repeat(Math.ceil(longText / (first?.text.length ?? 1)))}The very end.`;
  const long = [
    { id: 'short', text: 'Ida sat.', label: [[0, 3, 'Person']] },
    { id: 'long', text, label: [] },
  ];
  writeFileSync(
    join(folder, 'long-train.jsonl'),
    long.map((record) => `${JSON.stringify({ ...record, annotated: [] })}\n`).join(''),
  );
  writeFileSync(join(folder, 'dev.jsonl'), devLine);
  await measureWorker(lines);
  const server = await preview({ preview: { port: 4179 } });
  const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: ['--no-sandbox'] });
  /** A browser of its own each time, so that nothing is brought back. */
  const opened = async () => {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    page.setDefaultTimeout(600_000);
    // What the compiler of this script calls in functions that run in the page.
    await page.addInitScript('globalThis.__name = (each) => each');
    await page.goto(server.resolvedUrls?.local[0] ?? '');
    return page;
  };
  try {
    await measurePage(await opened(), folder);
    await measureLongText(await opened(), folder);
  } finally {
    await browser.close();
    await server.close();
  }
} finally {
  rmSync(folder, { recursive: true });
}
process.stdout.write(`| What | ${documents.toLocaleString('en')} documents |\n| --- | ---: |\n`);
for (const [what, figure] of rows) process.stdout.write(`| ${what} | ${figure} |\n`);
process.exit(0);

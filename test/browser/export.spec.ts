/** A model taken out of the page in the forms of other tools, and the page that tags with it without the studio. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { expectSound } from './sound.ts';
import { Studio } from './studio.ts';
import { expect, test } from './test.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Where onnxruntime-web lies for the page that tags. */
const runtime = 'node_modules/onnxruntime-web/dist';

test('a model goes out as an ONNX folder, and tags in a page of its own', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await page.getByLabel(/^Source model/).setInputFiles(at('public/demo/source-model.graft'));
  await studio.show('Export');
  await page.getByText('ONNX folder', { exact: true }).click();
  await expect(page.getByText(/tag\.py texts\.txt/)).toBeVisible();
  await expectSound(page);
  const downloading = page.waitForEvent('download');
  await studio.button('Export model').click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/-onnx\.zip$/);
  const files = unzipSync(readFileSync(await download.path()));
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(['onnx/model.onnx', 'onnx/model_quantized.onnx', 'config.json', 'tag.py', 'tag.mjs']),
  );

  // A page that knows the folder and the runtime alone.
  await page.route('http://model.localhost/**', (route) => {
    const path = new URL(route.request().url()).pathname.slice(1);
    const contentType = /\.m?js$/.test(path) ? 'text/javascript' : 'application/octet-stream';
    if (path === '') return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>A page</title>' });
    if (path.startsWith('ort/'))
      return route.fulfill({
        path: at(`${runtime}/${path.slice(4)}`),
        contentType: path.endsWith('.wasm') ? 'application/wasm' : contentType,
      });
    const bytes = files[path];
    return bytes ? route.fulfill({ body: Buffer.from(bytes), contentType }) : route.fulfill({ status: 404 });
  });
  await page.goto('http://model.localhost/');
  const spans = await page.evaluate(async () => {
    const load = (path: string) => import(path);
    const [ort, { createTagger }] = await Promise.all([load('/ort/ort.wasm.min.mjs'), load('/tag.mjs')]);
    ort.env.wasm.numThreads = 1;
    const tagger = await createTagger({ ort });
    return tagger.tag('😀 Hello, my name is Ada Lovelace and I live in Berlin.');
  });
  expect(spans).toContainEqual({ start: 20, end: 32, label: 'Person' });
});

test('a transformer goes out as a Hugging Face folder with its tokenizer', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const folder = at('test/parity/fixtures/checkpoints/bert');
  await page
    .getByLabel(/^Source model/)
    .setInputFiles(['config.json', 'model.safetensors', 'vocab.txt'].map((file) => `${folder}/${file}`));
  await studio.show('Export');
  await page.getByText('Hugging Face folder', { exact: true }).click();
  await expect(page.getByText(/pipeline\('token-classification'/)).toBeVisible();
  const downloading = page.waitForEvent('download');
  await studio.button('Export model').click();
  const files = unzipSync(readFileSync(await (await downloading).path()));
  expect(Object.keys(files).sort()).toEqual([
    'config.json',
    'model.safetensors',
    'tokenizer.json',
    'tokenizer_config.json',
  ]);
});

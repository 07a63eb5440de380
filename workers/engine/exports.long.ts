/**
 * Exported models in Python: the ONNX folder by its tag.py, the Hugging Face folder of a CRF and of LANER by its tagger.py. Each
 * tags as the model does. Skipped where Python lacks what they need.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import type { ModelState } from '../models/state.ts';
import { exportableTagger, madeUpTexts, scriptAt, spansByModel } from '../onnx/testing.ts';
import { architectures, checkpointArchitectures } from '../protocol/architectures.ts';
import { type FolderForm, scriptsFor } from '../protocol/exportForms.ts';
import { modelFolder } from './modelFolder.ts';

const python = process.env.GRAFT_PYTHON ?? 'python3';
const has = (...modules: readonly string[]) => spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status === 0;
const missing = (what: string) =>
  console.warn(`${python} lacks ${what} (GRAFT_PYTHON names another Python): its tests are skipped.`);
const hasOnnx = has('onnxruntime', 'numpy', 'tokenizers', 'regex');
if (!hasOnnx) missing('onnxruntime, numpy, tokenizers or regex');
const hasTorch = has('torch', 'transformers', 'safetensors', 'numpy', 'regex');
if (!hasTorch) missing('torch, transformers or regex');

const texts = madeUpTexts(9, 25);
const folder = mkdtempSync(join(tmpdir(), 'graft-exports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => openTestBackend('wasm'));

/** Writes the folder as the terminal does, and gives what its script prints. */
function tagged(state: ModelState, form: FolderForm, script: string): unknown[] {
  const place = join(folder, `${state.architecture}-${form}`);
  const files = modelFolder(state, form);
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), bytes);
  }
  for (const name of scriptsFor(form, state.specification.output.kind)) copyFileSync(scriptAt(name), join(place, name));
  const lines = join(folder, 'texts.txt');
  writeFileSync(lines, `${texts.join('\n')}\n`);
  const { stdout, stderr, status } = spawnSync(python, [join(place, script), lines], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

async function expectSame(name: string, form: FolderForm, script: string): Promise<void> {
  const { tagger, state } = await exportableTagger(name);
  const expected: object[] = [];
  for (const text of texts) expected.push({ text, spans: await spansByModel(tagger, text) });
  tagger.dispose();
  expect(tagged(state, form, script)).toEqual(expected);
}

describe.skipIf(!hasOnnx)('an ONNX folder in Python', () => {
  it.each([...architectures, ...checkpointArchitectures])('tags as the $name', ({ name }) =>
    expectSame(name, 'onnx', 'tag.py'),
  );
});

describe.skipIf(!hasTorch)('a Hugging Face folder in Python', () => {
  it.each(['bert-crf', 'bert-laner'])('tags as the %s', (name) => expectSame(name, 'huggingface', 'tagger.py'));
});

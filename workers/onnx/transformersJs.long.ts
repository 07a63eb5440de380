/**
 * The ONNX folder of a BERT tagger as transformers.js takes it: the tags of words' first pieces are the model's. transformers.js
 * is a peer (test/peers/package.json, `npm install --ignore-scripts` there); skipped where it was not installed.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import { onnxFolder } from './onnxFolder.ts';
import { exportableTagger } from './testing.ts';

const peers = fileURLToPath(new URL('../../test/peers/node_modules/', import.meta.url));
const peer = join(peers, '@huggingface', 'transformers', 'dist', 'transformers.node.mjs');
const isThere = existsSync(peer);
if (!isThere) console.warn('transformers.js is not installed in test/peers: its test is skipped.');

interface TaggedPiece {
  readonly entity: string;
  readonly index: number;
}

const words = ['Ada', 'moved', 'to', 'Velby', 'where', 'x0', 'routers', 'are', 'broken'];

describe.skipIf(!isThere)('transformers.js', () => {
  const folder = isThere ? mkdtempSync(join(tmpdir(), 'graft-onnx-')) : '';
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['fp32', 'q8'])('tags with the folder in %s', async (dtype) => {
    await openTestBackend('wasm');
    const { tagger, state } = await exportableTagger('bert-tagger');
    for (const { path, bytes } of onnxFolder(state)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    const { pipeline, env } = await import(peer);
    Object.assign(env, { allowRemoteModels: false, localModelPath: dirname(folder) });
    const tag = await pipeline('token-classification', basename(folder), { dtype });
    const pieces: TaggedPiece[] = await tag(words.join(' '), { ignore_labels: [] });
    // Every letter is a piece of its own, behind one that begins the sentence.
    const firsts = words.map((_, n) => 1 + words.slice(0, n).join('').length);
    const found = firsts.map((first) => pieces.find(({ index }) => index === first)?.entity);
    const [expected] = await tagger.tag([words]);
    tagger.dispose();
    if (dtype === 'fp32') expect(found).toEqual(expected?.tags);
    else expect(found.filter((each, n) => each === expected?.tags[n]).length).toBeGreaterThan(words.length / 2);
  });
});

/**
 * transformers.js tagging with onnxruntime's WASM, in a process of its own: answers every line, a list of texts that it takes as
 * one batch, with its milliseconds. It is a peer (`npm install --ignore-scripts` in test/peers).
 *
 *     node --import tsx bench/transformersJs.ts FOLDER fp32|q8 THREADS
 */
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { timed } from './timing.ts';

const peers = join(import.meta.dirname, '../test/peers/node_modules');
const [folder = '', dtype = '', threads = '1'] = process.argv.slice(2);
const runtime = await import(join(peers, 'onnxruntime-web/dist/ort.node.min.mjs'));
runtime.env.wasm.numThreads = Number(threads);
// What transformers.js takes in the place of its own choice, which in Node is no WASM.
Object.assign(globalThis, { [Symbol.for('onnxruntime')]: runtime });
const { pipeline, env } = await import(join(peers, '@huggingface/transformers/dist/transformers.node.mjs'));
Object.assign(env, { allowRemoteModels: false, localModelPath: dirname(folder), useWasmCache: false });
// It would fetch onnxruntime's module from elsewhere.
runtime.env.wasm.wasmPaths = pathToFileURL(join(peers, 'onnxruntime-web/dist/')).href;
const tag = await pipeline('token-classification', basename(folder), { dtype, device: 'auto' });
const { version } = env;
process.stdout.write(`${JSON.stringify({ version, runtime: runtime.env.versions.web })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const texts = JSON.parse(line) as string[];
  process.stdout.write(`${JSON.stringify(await timed(() => tag(texts, { ignore_labels: [] })))}\n`);
}
process.exit(0);

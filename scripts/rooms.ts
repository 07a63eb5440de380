/**
 * The rooms of the house: what each holds and which others it may import. `npm run check` holds every file to it
 * (layers.ts), and the table in ARCHITECTURE.md is written from it (layerTable.ts).
 */

export interface Room {
  /** Where it is, where its path would not say so. Markdown. */
  readonly place?: string;
  /** Markdown. */
  readonly holds: string;
  /** Files or folders of this project. A room may always import itself. */
  readonly imports: readonly string[];
  /** Packages by the beginning of their names; `node:` stands for Node's own modules. */
  readonly packages: readonly string[];
}

const protocol = 'workers/protocol';
const text = 'workers/text';
const kernels = 'workers/kernels';
const layers = 'workers/layers';
const encoders = 'workers/encoders';
const outputs = 'workers/outputs';
const models = 'workers/models';
const training = 'workers/training';
const storage = 'workers/storage';
const hosting = 'workers/hosting';

export const tfjs = ['@tensorflow/', '#tfjs-gradients'];
export const anything = [''];

/** By path; the longest matching one decides. */
export const rooms: Readonly<Record<string, Room>> = {
  src: {
    holds:
      'the page, which computes nothing: `panels/`, `charts/`, `store/` (one zustand slice a file), `engine/` (the page’s typed side of the workers), `projects/` (what is kept of it all)',
    imports: [protocol, text, storage, hosting],
    packages: anything,
  },
  [protocol]: {
    holds:
      'the only words that page, terminal and workers share: domain types, the `Engine` and `CorpusService` interfaces, errors, and what can be set, declared as data: encoder and output kinds, architectures, training settings; zod schemas for what comes from outside',
    imports: [],
    packages: ['zod'],
  },
  [text]: {
    holds:
      'pure TypeScript: corpus formats, tagging schemes, tokenizer, vocabularies, pieces of words, word vectors, numbers as safetensors hold them, splits, scores, what is known of a sentence’s tags, the batches’ order',
    imports: [protocol],
    packages: ['zod', 'fflate', '@huggingface/tokenizers'],
  },
  [kernels]: {
    holds:
      'fused tensor operations, a folder each: `reference.ts` is the meaning, `operation.ts` the function and its gradient, `host.ts`, `wasm` and `webgpu.ts` the implementations; `backend.ts` chooses and owns the device',
    imports: [protocol],
    packages: tfjs,
  },
  [layers]: {
    holds:
      'the parts of models: tables, LSTM, linear, labels, decoder, transitions; where their numbers come from; dropout',
    imports: [protocol, text, kernels],
    packages: tfjs,
  },
  [encoders]: {
    holds: 'sentences to features, one kind a file and one line in `registry.ts`; an encoder owns its text',
    imports: [protocol, text, kernels, layers],
    packages: tfjs,
  },
  [outputs]: {
    holds: 'features to tags, one kind a file and one line in `registry.ts`: loss, decoding, constraints, growth',
    imports: [protocol, text, kernels, layers],
    packages: tfjs,
  },
  [models]: {
    holds:
      '`tagger.ts` joins an encoder and an output, `state.ts` is the same as plain data; scoring and tagging with a tagger',
    imports: [protocol, text, layers, encoders, outputs],
    packages: tfjs,
  },
  [training]: {
    holds:
      'the loop, its state, the optimizer step, rates, patience, what goes wrong and why. Knows no tagger, no architecture and no paper',
    imports: [protocol, text, kernels, layers],
    packages: tfjs,
  },
  'workers/pretraining': {
    holds:
      'what learns from raw text: an encoder under a head that guesses pieces, a small encoder beside the whole one, and passages of text as what the loop trains',
    imports: [protocol, text, kernels, layers, encoders, training],
    packages: tfjs,
  },
  'workers/transfer': {
    holds: 'one method a file: target corpus, pseudo-labels, the grown target model',
    imports: [protocol, text, encoders, models],
    packages: tfjs,
  },
  'workers/checkpoint': {
    holds:
      'folders of Hugging Face models in and out: what their config.json says as a specification, their tensors by this project’s names, their tokenizer',
    imports: [protocol, text, layers],
    packages: ['zod'],
  },
  'workers/onnx': {
    holds:
      'taggers as ONNX folders: each network as a graph, its operations a file each; what lies beside it as data; `schema/` is the official description of the format, generated',
    imports: [protocol, text, layers, outputs, models, 'workers/checkpoint', 'workers/bundle'],
    packages: ['@bufbuild/protobuf'],
  },
  'workers/bundle': {
    holds: '`.graft` files in and out, those of earlier versions too',
    imports: [protocol, text, layers, models],
    packages: ['zod', 'fflate'],
  },
  [storage]: {
    holds:
      'projects in the browser: the database, large files, what waits to be written, projects as files; used by the page and the workers alike',
    imports: [protocol, text],
    packages: ['dexie', 'zod'],
  },
  [hosting]: {
    holds:
      'how the studio is served and kept: headers, what may become script, the service worker that the build makes `sw.js` of',
    imports: [],
    packages: ['workbox-'],
  },
  'workers/engine': {
    holds:
      '`CorpusService` and `Engine`, composed from the rooms above; `shelf.ts` keeps the models, `device.ts` outlives a lost GPU, `runs/` holds one kind of run a file',
    imports: ['workers'],
    packages: [...tfjs, 'zod'],
  },
  workers: {
    place: '`workers/*.worker.*`',
    holds: 'thin entries: texts in one worker, tensors in the other, kernels in their threads',
    imports: ['workers'],
    packages: ['comlink', ...tfjs],
  },
  cli: {
    holds: 'the same engine in Node; `hub/` fetches checkpoints from the Hugging Face hub',
    imports: ['workers', 'experiments'],
    packages: ['node:', 'commander', 'webgpu', 'zod'],
  },
  experiments: {
    holds:
      'the papers’ tables: one experiment a file, its trainings as data; `lab.ts` does them on the engine that it is handed; `papers/` holds their figures, `NAME.md` what ours came to, each with its command, machine and seed',
    imports: ['workers'],
    packages: ['node:'],
  },
  bench: {
    holds: 'speed and memory against peers in one run; `RESULTS.md` keeps what it printed',
    imports: ['cli', 'workers', 'scripts/webgpu-environment.ts'],
    packages: ['node:', ...anything],
  },
};

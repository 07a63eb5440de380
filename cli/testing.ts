/** What the command line's tests share: a context that records, a stand-in engine, and corpora written here. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createCorpusService } from '../workers/engine/corpusService.ts';
import { bertTagger } from '../workers/protocol/architectures/bertTagger.ts';
import { blstm } from '../workers/protocol/architectures/blstm.ts';
import { singleRunOf } from '../workers/protocol/configuration.ts';
import type {
  CorpusService,
  Engine,
  RunEvent,
  RunRequest,
  RunResult,
  StageResult,
} from '../workers/protocol/engine.ts';
import type { Evaluation } from '../workers/protocol/evaluation.ts';
import type { ModelSummary } from '../workers/protocol/model.ts';

import type { Scores } from '../workers/protocol/scores.ts';
import { createRandom } from '../workers/text/random.ts';
import { runCommandLine } from './commandLine.ts';
import type { Context } from './context.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'graft-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly note: string;
}

interface World {
  readonly openEngine?: (corpora: Pick<CorpusService, 'splits'>) => Promise<Engine>;
  readonly input?: string;
  readonly onInterrupt?: (stop: () => void) => void;
}

/** A context that keeps what is said. */
export function recordingContext(world: World = {}): { context: Context; said: { out: string; note: string } } {
  const said = { out: '', note: '' };
  const context: Context = {
    out(content) {
      said.out += typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
    },
    note(text) {
      said.note += text;
    },
    terminal: false,
    readStandardInput: async () => new TextEncoder().encode(world.input ?? ''),
    openCorpora: async () => createCorpusService(),
    openEngine: world.openEngine ?? (async () => standInEngine().engine),
    onInterrupt(stop) {
      world.onInterrupt?.(stop);
      return () => {};
    },
  };
  return { context, said };
}

/** Runs `graft …` in this process. */
export async function graft(words: readonly string[], world: World = {}): Promise<Outcome> {
  const { context, said } = recordingContext(world);
  return { status: await runCommandLine(words, context), ...said };
}

const people = ['Ada', 'Tomas', 'Ilse', 'Bram', 'Odile', 'Piet', 'Rhea', 'Sven'];
const places = ['Velby', 'Orrick', 'Saltmere', 'Dunhollow', 'Kestrel'];

/** CoNLL columns with people and, unless they are left out, places. */
export function writeCorpus(folder: string, name: string, seed: number, sentences: number, withPlaces = true): string {
  const random = createRandom(seed);
  const pick = <Item>(items: readonly Item[]) => items[random.integer(items.length)] as Item;
  const place = withPlaces ? 'B-Place' : 'O';
  const patterns = [
    () => `${pick(people)} B-Person\nmoved O\nto O\n${pick(places)} ${place}\n`,
    () => `is O\n${pick(places)} ${place}\nfar O\n? O\n`,
    () => `thank O\nyou O\n, O\n${pick(people)} B-Person\n`,
  ];
  const text = Array.from({ length: sentences }, () => pick(patterns)()).join('\n');
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function scores(categories: Readonly<Record<string, number>>): Scores {
  const score = (f1: number) => ({ precision: f1, recall: f1, f1, support: 10, predicted: 10, correct: f1 / 10 });
  const values = Object.values(categories);
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return {
    overall: score(mean),
    categories: Object.fromEntries(Object.entries(categories).map(([name, f1]) => [name, score(f1)])),
    tokens: 100,
    accuracy: 95,
  };
}

/** An engine that computes nothing and remembers what it was asked. */
export function standInEngine(changes: Partial<Engine> = {}): {
  engine: Engine;
  requests: RunRequest[];
  stopped: () => boolean;
} {
  const requests: RunRequest[] = [];
  let stopped = false;
  const model: ModelSummary = {
    id: 'model 1',
    name: 'source',
    architecture: 'blstm',
    specification: { ...blstm.specification, encoder: { ...blstm.specification.encoder, wordHidden: 64 } },
    settings: blstm.settings,
    kind: 'spans',
    categories: ['Person'],
    colours: { Person: 0 },
    tags: ['O', 'B-Person', 'I-Person'],
    facts: [],
    parameters: 1234,
    history: [],
  };
  const stageOf = ({ configuration }: RunRequest): StageResult => ({
    id: 'main',
    label: '',
    role: 'main',
    epochs: 30,
    sentences: 20,
    settings: singleRunOf(configuration).settings,
    records: [{ epoch: 1, loss: 0.5, dev: scores({ Person: 88 }), devLoss: 0.7, seconds: 1.25 }],
    bestEpoch: 1,
    stopped: stopped ? 'by the user' : 'last epoch',
  });
  const result = (request: RunRequest): RunResult => {
    const single = singleRunOf(request.configuration);
    const main = stageOf(request);
    const adapts = single.task === 'adapt';
    const compares = adapts && single.adaptation.compareWithRandom;
    const random = { ...main, id: 'random', label: 'from random weights', role: 'comparison', records: [] } as const;
    return {
      runId: 'run 1',
      model,
      stages: [main, ...(compares ? [random] : [])],
      main: 'main',
      tests: {
        main: scores(adapts ? { Person: 78, Place: 66 } : { Person: 90 }),
        ...(adapts && { init: scores({ Person: 80 }) }),
        ...(compares && { random: scores({ Person: 50, Place: 60 }) }),
      },
      repetitions: [],
      pseudoLabels: {},
      seconds: 12.5,
      backend: 'wasm',
      seed: single.seed,
    };
  };
  const { encoder } = bertTagger.specification;
  const engine: Engine = {
    chooseBackend: async () => ({
      name: 'wasm',
      device: 'stand-in',
      software: false,
      reason: 'A test.',
      considered: [],
    }),
    memory: async () => ({ tensors: 0, bytes: 0, allocatedBytes: 0 }),
    loadModel: async () => model,
    loadCheckpoint: async (name) => ({
      encoder: { ...{ id: 'encoder 1', name, family: 'BERT', parameters: 10 }, specification: encoder, notes: [] },
      model: null,
    }),
    removeEncoder: async () => {},
    pretrain: async () => {
      throw new Error('A test that pretrains brings its own.');
    },
    shrink: async () => {
      throw new Error('A test that shrinks brings its own.');
    },
    exportEncoder: async () => [],
    exportModel: async () => new TextEncoder().encode('a model'),
    exportFolder: async () => new TextEncoder().encode('a folder'),
    removeModel: async () => {},
    mapCategories: async () => model,
    compareModels: async () => {
      const overall = { difference: -3, low: -4.5, high: -1.25, otherwise: 0.001 };
      const bootstrap = { samples: 1000, sentences: 20, overall, known: null, categories: { Person: overall } };
      return { scores: [scores({ Person: 90 }), scores({ Person: 87 })], bootstrap };
    },
    stopComparing: async () => {},
    likenesses: async () => ({}),
    stopLikenesses: async () => {},
    suggest: async () => ({ documents: 0, suggestions: 0, measure: null, calibration: null, dev: null }),
    stopSuggesting: async () => {},
    suggestions: async (_, __, ids) => ids.map(() => null),
    documentOrder: async () => [],
    documentsFound: async () => [],
    measureCost: async () => ({ steps: 2, longest: 9, rows: 60, pieces: 100, differentPieces: 40, secondsAnEpoch: 1 }),
    planAdaptation: async () => ({
      tagsBefore: 3,
      tagsAfter: 5,
      transitions: null,
      categories: [{ name: 'Place', state: 'new', examples: 7, annotated: true, newTags: ['B-Place', 'I-Place'] }],
      newWords: 2,
      problems: [],
    }),
    vectorCoverage: async () => null,
    run: async (request: RunRequest, onEvent: (event: RunEvent) => void) => {
      requests.push(request);
      const [main] = result(request).stages;
      const run = { runId: 'run 1', stage: 'main', task: 'target' } as const;
      if (main) onEvent({ runId: 'run 1', type: 'stage', stage: main });
      for (const record of main?.records ?? []) onEvent({ ...run, type: 'epoch', best: true, ...record });
      return result(request);
    },
    pause: async () => {},
    resume: async () => {},
    stop: async () => {
      stopped = true;
    },
    evaluate: async (modelId): Promise<Evaluation> => ({
      modelId,
      scores: scores({ Person: 90 }),
      confusion: {
        labels: ['Person', 'none'],
        counts: [
          [9, 1],
          [1, 0],
        ],
      },
      errors: [],
    }),
    tagText: async (_, text) => ({
      text,
      spans: [{ start: 0, end: 3, category: 'Person', confidence: 0.984 }],
      sentences: [],
      unsure: [],
    }),
    tagFiles: async () => {
      throw new Error('A test that tags files brings its own.');
    },
    stopTagging: async () => {},
    modelDoubts: async () => ({}),
    tagCorpus: async () => 'Ada B-Person\n\n' as never,
    ...changes,
  };
  return { engine, requests, stopped: () => stopped };
}

/** Three parts, and a source model that the stand-in engine takes for one. */
export function corpora() {
  const folder = temporaryFolder();
  const out = join(folder, 'model.graft');
  const train = writeCorpus(folder, 'train.conll', 1, 20);
  const dev = writeCorpus(folder, 'dev.conll', 2, 8);
  const test = writeCorpus(folder, 'test.conll', 3, 8);
  const source = join(folder, 'source.graft');
  writeFileSync(source, 'read by the stand-in engine');
  return {
    folder,
    out,
    train,
    dev,
    test,
    source,
    files: ['--train', train, '--dev', dev, '--test', test, '--out', out],
  };
}

/** Runs `graft …` on the stand-in engine. */
export async function withEngine(words: readonly string[], changes: Partial<Engine> = {}) {
  const { engine, requests, stopped } = standInEngine(changes);
  const outcome = await graft(words, { openEngine: async () => engine });
  return { ...outcome, requests, stopped };
}

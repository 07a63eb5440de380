/** What the engine's tests share: a small corpus written here, and an engine on the cpu backend. */
import { openTestBackend } from '../kernels/testing.ts';
import { smallSpecification } from '../models/testing.ts';
import { type Architecture, findArchitecture } from '../protocol/architectures.ts';
import {
  type AdaptationConfiguration,
  type AdaptConfiguration,
  defaultAdaptation,
  type RunConfiguration,
  type TrainConfiguration,
} from '../protocol/configuration.ts';
import type { Corpus, Splits } from '../protocol/corpus.ts';
import type { CorpusService, Engine, RunEvent, RunRequest } from '../protocol/engine.ts';
import { GraftError } from '../protocol/errors.ts';
import { commonSettings, type TrainingSettings } from '../protocol/settings.ts';
import { documentFromWords, type WordSentence } from '../text/documents.ts';
import { createRandom } from '../text/random.ts';
import { createCorpusService } from './corpusService.ts';
import { createEngine } from './engine.ts';

const people = ['Ada', 'Tomas', 'Ilse', 'Bram', 'Odile', 'Piet', 'Rhea', 'Sven'];
const places = ['Velby', 'Orrick', 'Saltmere', 'Dunhollow', 'Kestrel'];
const products = ['Lumo', 'Zephyr', 'Quartz', 'Nimbus'];

/** Sentences of a few patterns, each with its spans. */
function sentence(random: ReturnType<typeof createRandom>): WordSentence {
  const pick = (items: readonly string[]) => items[random.integer(items.length)] as string;
  const patterns: (() => WordSentence)[] = [
    () => ({ words: [pick(people), 'moved', 'to', pick(places)], spans: [at(0, 'Person'), at(3, 'Place')] }),
    () => ({ words: ['my', pick(products), 'is', 'broken', '.'], spans: [at(1, 'Product')] }),
    () => ({ words: ['is', pick(places), 'far', '?'], spans: [at(1, 'Place')] }),
    () => ({ words: [pick(people), 'sold', 'the', pick(products)], spans: [at(0, 'Person'), at(3, 'Product')] }),
    () => ({ words: ['thank', 'you', 'and', 'goodbye'] }),
  ];
  return (patterns[random.integer(patterns.length)] as () => WordSentence)();
}

const at = (index: number, category: string) => ({ start: index, end: index + 1, category });

/** The same sentences for the same seed. */
function smallCorpus(seed: number, sentences: number, without: readonly string[] = []): Corpus {
  const random = createRandom(seed);
  const documents = Array.from({ length: sentences }, (_, index) => {
    const made = sentence(random);
    const spans = (made.spans ?? []).filter(({ category }) => !without.includes(category));
    return documentFromWords({ id: `${index}`, annotated: 'all' }, [{ ...made, spans }]);
  });
  const categories = ['Person', 'Place', 'Product'].filter((category) => !without.includes(category));
  return { name: 'small', kind: 'spans', documents, categories };
}

export function smallSplits(seed: number, without: readonly string[] = []): Splits {
  return {
    train: smallCorpus(seed, 60, without),
    dev: smallCorpus(seed + 1, 30, without),
    test: smallCorpus(seed + 2, 30, without),
  };
}

/** Sentences over the letters that the small checkpoints know, in a few patterns. */
export function letterText(seed: number, sentences: number): Corpus {
  const random = createRandom(seed);
  const patterns = [
    ['ab', 'cd', 'ef'],
    ['gh', 'ab', 'ab', 'c'],
    ['d', 'e', 'fgh'],
  ];
  const documents = Array.from({ length: sentences }, (_, id) =>
    documentFromWords({ id: `${id}`, annotated: [] }, [{ words: patterns[random.integer(3)] ?? [] }]),
  );
  return { name: 'text', kind: 'spans', documents, categories: [] };
}

export const noText: Corpus = { name: 'text', kind: 'spans', documents: [], categories: [] };

const smallSettings = { dropout: 0.1, learningRate: 0.01, batchSize: 8, epochs: 6 } as const;

/** Trains the named architecture in small. */
export function training(architecture: string, changes: Partial<TrainingSettings> = {}): TrainConfiguration {
  const { settings } = findArchitecture(architecture) as Architecture;
  const sizes = { characterEmbedding: 6, characterHidden: 6, wordEmbedding: 10, wordHidden: 16 };
  const specification = smallSpecification(architecture, sizes);
  return {
    version: 2,
    task: 'train',
    seed: 3,
    architecture,
    specification,
    settings: { ...settings, ...smallSettings, ...changes },
  };
}

export function adapting(
  adaptation: Partial<AdaptationConfiguration>,
  changes: Partial<TrainingSettings> = {},
): AdaptConfiguration {
  const settings = { ...commonSettings, ...smallSettings, ...changes };
  return { version: 2, task: 'adapt', seed: 3, settings, adaptation: { ...defaultAdaptation, ...adaptation } };
}

/** What is asked of the engine. @param corpus by its id. */
export function asking(configuration: RunConfiguration, corpus: string, source?: string): RunRequest {
  return {
    configuration,
    corpora: { target: { id: corpus, revision: 1 } },
    models: source === undefined ? {} : { source },
    name: 'made',
  };
}

interface TestEnvironment {
  readonly engine: Engine;
  /** Tells the engine that its device is lost. @param code of the problem by which it is. */
  lose(code?: string): void;
  /** The backends that were opened, in order. */
  readonly opened: string[];
}

/** An engine with a corpus service, both in this thread, with nothing in them. */
export async function openTestServices(): Promise<{ engine: Engine; corpora: CorpusService }> {
  await openTestBackend('cpu');
  const corpora = createCorpusService();
  const engine = createEngine({
    corpora,
    openBackend: async () => ({ name: 'cpu', device: 'test', software: false, reason: 'a test', considered: [] }),
    onDeviceError: () => () => {},
  });
  return { engine, corpora };
}

/** @param corpora by id. */
export async function testEnvironment(
  corpora: Readonly<Record<string, Splits>>,
  backend: 'cpu' | 'wasm' = 'cpu',
): Promise<TestEnvironment> {
  await openTestBackend(backend);
  const listeners = new Set<(error: GraftError) => void>();
  const opened: string[] = [];
  const engine = createEngine({
    corpora: { splits: async (id) => corpora[id] as Splits },
    openBackend: async (preference) => {
      if (preference === 'webgpu') throw new GraftError({ code: 'webgpu-unavailable', message: 'None.', remedy: '' });
      opened.push(preference);
      return { name: backend, device: 'test', software: false, reason: 'a test', considered: [] };
    },
    onDeviceError(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  return {
    engine,
    opened,
    lose: (code = 'gpu-lost') => {
      const lost = new GraftError({ code, message: 'The graphics processor was lost.', remedy: 'Use WASM.' });
      for (const listener of listeners) listener(lost);
    },
  };
}

/** Collects a run's events. */
export function recorder(): { events: RunEvent[]; record: (event: RunEvent) => void } {
  const events: RunEvent[] = [];
  return { events, record: (event) => events.push(event) };
}

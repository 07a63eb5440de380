/** What the engine's tests share: a small corpus written here, and an engine on the cpu backend. */
import { openTestBackend } from '../kernels/testing.ts';
import { defaultAdaptation, type RunConfiguration } from '../protocol/configuration.ts';
import type { Corpus, Splits } from '../protocol/corpus.ts';
import type { Engine, RunEvent } from '../protocol/engine.ts';
import { GraftError } from '../protocol/errors.ts';
import { type ArchitectureName, architectureDefaults, type Hyperparameters } from '../protocol/hyperparameters.ts';
import { documentFromWords, type WordSentence } from '../text/documents.ts';
import { createRandom } from '../text/random.ts';
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

export function smallConfiguration(
  architecture: ArchitectureName,
  changes: Partial<Hyperparameters> = {},
  adaptation?: Partial<RunConfiguration['adaptation']>,
): RunConfiguration {
  const hyperparameters = {
    ...architectureDefaults[architecture],
    characterEmbedding: 6,
    characterHidden: 6,
    wordEmbedding: 10,
    wordHidden: 16,
    dropout: 0.1,
    learningRate: 0.01,
    batchSize: 8,
    epochs: 6,
    ...changes,
  };
  return {
    version: 1,
    architecture,
    hyperparameters,
    seed: 3,
    ...(adaptation ? { adaptation: { ...defaultAdaptation, ...adaptation } } : {}),
  };
}

/** @param corpora by id. */
export async function testEngine(corpora: Readonly<Record<string, Splits>>): Promise<Engine> {
  await openTestBackend('cpu');
  return createEngine({
    corpora: { splits: async (id) => corpora[id] as Splits },
    openBackend: async (preference) => {
      if (preference === 'webgpu') throw new GraftError({ code: 'webgpu-unavailable', message: 'None.', remedy: '' });
      return { name: 'cpu', device: 'test', software: false, reason: 'a test', considered: [] };
    },
    onDeviceError: () => () => {},
  });
}

/** Collects a run's events. */
export function recorder(): { events: RunEvent[]; record: (event: RunEvent) => void } {
  const events: RunEvent[] = [];
  return { events, record: (event) => events.push(event) };
}

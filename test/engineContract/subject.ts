/** What the engine's contract is tried on: small files, small models, and the services with what was made by them. */
import { bilstmCrf } from '../../workers/protocol/architectures/bilstmCrf.ts';
import {
  type AdaptationConfiguration,
  defaultAdaptation,
  type RunConfiguration,
} from '../../workers/protocol/configuration.ts';
import { partNames } from '../../workers/protocol/corpus.ts';
import type {
  CorpusFile,
  CorpusReference,
  CorpusService,
  CorpusSummary,
  Engine,
  RunEvent,
  RunRequest,
  RunResult,
} from '../../workers/protocol/engine.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import type { ModelSpecification } from '../../workers/protocol/specification.ts';

export interface Services {
  readonly engine: Engine;
  readonly corpora: CorpusService;
}

export interface ToldRun {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
}

const people = ['Ada', 'Tomas', 'Ilse', 'Bram', 'Odile', 'Piet'];
const places = ['Velby', 'Orrick', 'Saltmere', 'Kestrel'];
const products = ['Lumo', 'Zephyr', 'Quartz'];

/** Sentences of three patterns in two columns. */
function conll(sentences: number, first: number): Uint8Array {
  const pick = (names: readonly string[], index: number) => names[index % names.length];
  const lines = Array.from({ length: sentences }, (_, number) => {
    const index = first + number;
    const [person, place, product] = [pick(people, index), pick(places, index), pick(products, index)];
    const patterns = [
      `${person} B-Person\nmoved O\nto O\n${place} B-Place\n`,
      `my O\n${product} B-Product\nis O\nbroken O\n`,
      `${person} B-Person\nsold O\nthe O\nnew O\n${product} B-Product\n`,
    ];
    return patterns[index % patterns.length];
  });
  return new TextEncoder().encode(lines.join('\n'));
}

export function files(): CorpusFile[] {
  const sizes = { train: 24, dev: 9, test: 9 };
  return partNames.map((part, place) => ({ name: `${part}.conll`, part, bytes: conll(sizes[part], 31 * place) }));
}

const { encoder, output } = bilstmCrf.specification;
export const specification: ModelSpecification = {
  encoder: { ...encoder, characterEmbedding: 4, characterHidden: 4, wordEmbedding: 6, wordHidden: 8 },
  output,
};
export const settings = { ...bilstmCrf.settings, learningRate: 0.01, batchSize: 8, epochs: 2, patience: 2 };

export function training(epochs = 2, scheme: ModelSpecification['output']['scheme'] = 'bioes'): RunConfiguration {
  const task = { task: 'train', architecture: bilstmCrf.name } as const;
  const shape = { ...specification, output: { ...output, scheme } };
  return { version: 2, seed: 3, ...task, specification: shape, settings: { ...settings, epochs } };
}

function adapting(change: Partial<AdaptationConfiguration>): RunConfiguration {
  return { version: 2, seed: 3, task: 'adapt', settings, adaptation: { ...defaultAdaptation, ...change } };
}

/** What a call is refused with. */
export async function codeOf(failing: Promise<unknown>): Promise<string> {
  return failing.then(
    () => 'nothing was refused',
    (thrown: unknown) => problemFrom(thrown).code,
  );
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

export function tagsOf(categories: readonly string[], prefixes: readonly string[]): string[] {
  return categories.flatMap((category) => prefixes.map((prefix) => `${prefix}-${category}`));
}

/** The services under test, and what stands in them. Filled when they are opened. */
export class Subject implements Services {
  engine!: Engine;
  corpora!: CorpusService;
  /** With the category that is new to the source model, and without it. */
  whole!: CorpusSummary;
  lesser!: CorpusSummary;
  fresh!: string;
  source!: ModelSummary;
  /** The run that made the source model. */
  trained!: ToldRun;

  async fill({ engine, corpora }: Services): Promise<void> {
    Object.assign(this, { engine, corpora });
    this.whole = await corpora.importCorpus('small', files(), {});
    const another = await corpora.importCorpus('small', files(), {});
    this.fresh = this.whole.categories.at(-1) as string;
    this.lesser = await corpora.mapCategories(another.id, { [this.fresh]: null });
    this.trained = await this.run(this.toTrain());
    this.source = this.trained.result.model;
  }

  /** The corpus with every category, as it is. */
  get target(): CorpusReference {
    const { id, revision } = this.whole;
    return { id, revision };
  }

  toTrain(configuration = training()): RunRequest {
    const { id, revision } = this.lesser;
    return { configuration, corpora: { target: { id, revision } }, models: {}, name: 'trained' };
  }

  toAdapt(change: Partial<AdaptationConfiguration> = { newCategories: [this.fresh] }): RunRequest {
    return {
      configuration: adapting(change),
      corpora: { target: this.target },
      models: { source: this.source.id },
      name: 'adapted',
    };
  }

  async run(request: RunRequest): Promise<ToldRun> {
    const events: RunEvent[] = [];
    const result = await this.engine.run(request, (event) => events.push(event));
    return { result, events };
  }
}

/**
 * The engine: what the page and the command line can ask for, composed from the rooms below. It keeps the models, runs
 * one training at a time, and lets it be paused, resumed and stopped between steps.
 */
import { packBundle, unpackBundle } from '../bundle/bundle.ts';
import { memoryInfo } from '../kernels/backend.ts';
import type { ModelState } from '../models/state.ts';
import { Tagger } from '../models/tagger.ts';
import { type BackendPreference, runConfigurationSchema } from '../protocol/configuration.ts';
import { type Corpus, type ExportFormatName, type PartName, partNames, type Splits } from '../protocol/corpus.ts';
import type {
  AdaptationPlan,
  BackendInfo,
  CorpusService,
  Engine,
  Evaluation,
  HistoryEntry,
  MemoryInfo,
  ModelSummary,
  OnProgress,
  RunEvent,
  RunRequest,
  RunResult,
  TaggedText,
} from '../protocol/engine.ts';
import { GraftError, problemFrom } from '../protocol/errors.ts';
import { writeCorpus } from '../text/formats/write.ts';
import { createRandom } from '../text/random.ts';
import { joinSplits } from '../text/splits.ts';
import { RunControl } from '../training/control.ts';
import { adapt } from './adaptationRun.ts';
import { evaluateTagger } from './evaluation.ts';
import { type ShelvedModel, summarize } from './modelSummary.ts';
import { planAdaptation } from './plan.ts';
import type { RunMaterial, RunOutput } from './run.ts';
import { trainSource } from './sourceRun.ts';
import { tagCorpus, tagText } from './tagging.ts';

/** What differs between the page's worker and the terminal. */
export interface EngineEnvironment {
  readonly corpora: Pick<CorpusService, 'splits'>;
  openBackend(preference: BackendPreference): Promise<BackendInfo>;
  /** Calls back when the device is lost or reports an error; gives the function that ends that. */
  onDeviceError(listener: (error: GraftError) => void): () => void;
}

export function createEngine(environment: EngineEnvironment): Engine {
  return new InProcessEngine(environment);
}

class InProcessEngine implements Engine {
  private readonly models = new Map<string, ShelvedModel>();
  private opening: Promise<BackendInfo> | null = null;
  private running: RunControl | null = null;
  private counter = 0;

  constructor(private readonly environment: EngineEnvironment) {}

  async chooseBackend(preference: BackendPreference): Promise<BackendInfo> {
    this.refuseWhileRunning('The backend cannot be changed while a run is going on.');
    // Tensors do not move between backends: models are carried over as plain data.
    const states = new Map<string, ModelState>();
    for (const model of this.models.values()) states.set(model.id, await this.stateOf(model));
    for (const { tagger } of this.models.values()) tagger.dispose();
    const before = this.opening;
    try {
      this.opening = this.environment.openBackend(preference);
      return await this.opening;
    } catch (error) {
      // Back to where the models were; the caller hears why the other could not be had.
      this.opening = before && this.environment.openBackend((await before).name);
      await this.opening;
      throw error;
    } finally {
      for (const [id, state] of states) {
        const model = this.models.get(id);
        if (model) this.models.set(id, { ...model, tagger: Tagger.fromState(state) });
      }
    }
  }

  /** Opens a backend if none is open yet. */
  private backend(): Promise<BackendInfo> {
    this.opening ??= this.environment.openBackend('auto');
    return this.opening;
  }

  async memory(): Promise<MemoryInfo> {
    await this.backend();
    return memoryInfo();
  }

  async loadModel(name: string, bytes: Uint8Array): Promise<ModelSummary> {
    const state = unpackBundle(name, bytes);
    await this.backend();
    return this.shelve(state.name, Tagger.fromState(state), state.history);
  }

  async exportModel(modelId: string): Promise<Uint8Array> {
    return packBundle(await this.stateOf(this.model(modelId)));
  }

  async removeModel(modelId: string): Promise<void> {
    this.refuseWhileRunning('A model cannot be removed while a run is going on.');
    this.model(modelId).tagger.dispose();
    this.models.delete(modelId);
  }

  async planAdaptation({ configuration, modelId, corpusId }: RunRequest): Promise<AdaptationPlan> {
    if (!configuration.adaptation || !modelId) throw needsSource();
    const splits = await this.environment.corpora.splits(corpusId);
    return planAdaptation(this.model(modelId).tagger, splits, configuration.adaptation);
  }

  async run(request: RunRequest, onEvent: (event: RunEvent) => void): Promise<RunResult | null> {
    this.refuseWhileRunning('Another run is going on.');
    const control = new RunControl();
    this.running = control;
    const endWatch = this.environment.onDeviceError((error) => control.fail(error));
    try {
      const result = await this.runToEnd(request, control, onEvent);
      onEvent({ type: 'finished', result });
      return result;
    } catch (error) {
      onEvent({ type: 'failed', problem: problemFrom(error) });
      return null;
    } finally {
      endWatch();
      this.running = null;
    }
  }

  private async runToEnd(
    request: RunRequest,
    control: RunControl,
    emit: (event: RunEvent) => void,
  ): Promise<RunResult> {
    const { configuration } = request;
    checkConfiguration(request);
    const began = performance.now();
    const backend = await this.backend();
    const splits = await this.environment.corpora.splits(request.corpusId);
    const runId = `run ${++this.counter}`;
    const random = createRandom(configuration.seed);
    const material: RunMaterial = { request, splits, random, control, emit };
    control.onChange = (paused) => emit({ type: paused ? 'paused' : 'resumed' });
    const output = await this.trainOrAdapt(runId, material);
    const seconds = (performance.now() - began) / 1000;
    const entry = historyEntry(request, splits, output, seconds, backend);
    const source = configuration.adaptation && request.modelId ? this.model(request.modelId).history : [];
    const history = [...source, entry];
    const model = this.shelve(request.name, output.tagger, history);
    return { runId, model, ...output.result, seconds, backend: backend.name, seed: configuration.seed };
  }

  private trainOrAdapt(runId: string, material: RunMaterial): Promise<RunOutput> {
    const { request, splits, emit } = material;
    const { adaptation, hyperparameters } = request.configuration;
    const sentences = countSentences(splits.train);
    const started = { type: 'started', runId, epochs: hyperparameters.epochs, sentences } as const;
    if (!adaptation || !request.modelId) {
      const categories = [...new Set(partNames.flatMap((part) => splits[part].categories))];
      emit({ ...started, categories, newCategories: categories, sourceDev: null });
      return trainSource(material);
    }
    const { tagger } = this.model(request.modelId);
    const { newCategories } = adaptation;
    const categories = [...tagger.description.categories, ...newCategories];
    return adapt(material, tagger, adaptation, (sourceDev) =>
      emit({ ...started, categories, newCategories, sourceDev }),
    );
  }

  async pause(): Promise<void> {
    this.running?.pause();
  }

  async resume(): Promise<void> {
    this.running?.resume();
  }

  async stop(): Promise<void> {
    this.running?.stop();
  }

  async evaluate(modelId: string, corpusId: string, part: PartName, onProgress?: OnProgress): Promise<Evaluation> {
    const splits = await this.environment.corpora.splits(corpusId);
    return evaluateTagger(modelId, this.model(modelId).tagger, splits[part], reporter('Evaluating', onProgress));
  }

  async tagText(modelId: string, text: string): Promise<TaggedText> {
    return tagText(this.model(modelId).tagger, text);
  }

  async tagCorpus(
    modelId: string,
    corpusId: string,
    part: PartName | 'all',
    format: ExportFormatName,
    onProgress?: OnProgress,
  ): Promise<string> {
    const splits = await this.environment.corpora.splits(corpusId);
    const corpus = part === 'all' ? joinSplits(splits) : splits[part];
    const tagged = await tagCorpus(this.model(modelId).tagger, corpus, reporter('Tagging', onProgress));
    return writeCorpus(tagged, format);
  }

  private model(modelId: string): ShelvedModel {
    const model = this.models.get(modelId);
    if (model) return model;
    throw new GraftError({
      code: 'unknown-model',
      message: `There is no model ${modelId}.`,
      remedy: 'Load it again: models are forgotten when the page is reloaded.',
    });
  }

  private shelve(name: string, tagger: Tagger, history: readonly HistoryEntry[]): ModelSummary {
    const model = { id: `model ${++this.counter}`, name, tagger, history };
    this.models.set(model.id, model);
    return summarize(model);
  }

  private stateOf({ name, tagger, history }: ShelvedModel) {
    return tagger.state(name, history);
  }

  private refuseWhileRunning(message: string): void {
    if (!this.running) return;
    throw new GraftError({ code: 'run-in-progress', message, remedy: 'Wait until it has ended, or stop it.' });
  }
}

function checkConfiguration({ configuration, modelId }: RunRequest): void {
  const parsed = runConfigurationSchema.safeParse(configuration);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new GraftError({
      code: 'run-configuration',
      message: `The run’s configuration cannot be used: ${issue?.path.join('.')}: ${issue?.message}.`,
      remedy: 'Correct this value and start again.',
    });
  }
  if (configuration.adaptation && !modelId) throw needsSource();
}

function needsSource(): GraftError {
  return new GraftError({
    code: 'no-source-model',
    message: 'There is no source model to adapt.',
    remedy: 'Load a source model, or train one.',
  });
}

function countSentences(corpus: Corpus): number {
  return corpus.documents.reduce((sum, { sentences }) => sum + sentences.length, 0);
}

function historyEntry(
  { configuration }: RunRequest,
  splits: Splits,
  { result }: RunOutput,
  seconds: number,
  backend: BackendInfo,
): HistoryEntry {
  return {
    task: configuration.adaptation ? 'adapt' : 'train',
    corpus: splits.train.name,
    sentences: countSentences(splits.train),
    newCategories: configuration.adaptation?.newCategories ?? [],
    configuration,
    epochs: result.epochs.length,
    seconds,
    backend: backend.name,
    date: new Date().toISOString(),
    test: result.test.tokens > 0 ? result.test : null,
  };
}

function reporter(label: string, onProgress?: OnProgress): (fraction: number) => void {
  return (fraction) => onProgress?.({ label, fraction });
}

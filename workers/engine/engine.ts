/**
 * The engine: what the page and the command line can ask for, composed from the rooms below. It keeps the models, runs
 * one training at a time, and lets it be paused, resumed and stopped between steps.
 */
import { packBundle, unpackBundle } from '../bundle/bundle.ts';
import { readCheckpoint } from '../checkpoint/readCheckpoint.ts';
import { writeCheckpoint } from '../checkpoint/writeCheckpoint.ts';
import { vectorsWanted } from '../encoders/registry.ts';
import { giveBackMemory, memoryInfo } from '../kernels/backend.ts';
import type { Tagger } from '../models/tagger.ts';
import type { AdaptationPlan } from '../protocol/adaptationPlan.ts';
import type { BackendInfo, MemoryInfo } from '../protocol/backend.ts';
import type { CheckpointFile, LoadedCheckpoint, StoredNumbers } from '../protocol/checkpoint.ts';
import { type AdaptationConfiguration, type BackendPreference, singleRunOf } from '../protocol/configuration.ts';
import type { Corpus, Exported, ExportFormatName, PartName, Splits } from '../protocol/corpus.ts';
import type {
  CorpusReference,
  CorpusService,
  Engine,
  ModelUse,
  OnProgress,
  RunEvent,
  RunRequest,
  RunResult,
} from '../protocol/engine.ts';
import { GraftError } from '../protocol/errors.ts';
import type { ComparisonOptions, Evaluation, ModelComparison, TaggedText } from '../protocol/evaluation.ts';
import type { CarriedOn, FolderForm } from '../protocol/exportForms.ts';
import type { JournalKeeping } from '../protocol/journal.ts';
import type { Likenesses } from '../protocol/likenesses.ts';
import type { ModelSummary } from '../protocol/model.ts';
import type { PretrainingEvent, PretrainingRequest, PretrainingResult } from '../protocol/pretraining.ts';
import type { ShrinkingEvent, ShrinkingRequest, ShrinkingResult } from '../protocol/shrinking.ts';
import type { TrainingCost } from '../protocol/trainingCost.ts';
import type { VectorCoverage } from '../protocol/vectorCoverage.ts';
import { sentencesOf } from '../text/examples.ts';
import { writeCorpus } from '../text/formats/write.ts';
import { newId } from '../text/newId.ts';
import { joinSplits } from '../text/splits.ts';
import { exportedCorpus } from '../text/wholeDocuments.ts';
import { zipFiles } from '../text/zip.ts';
import { RunControl } from '../training/control.ts';
import { likenessesOf } from '../transfer/likenesses.ts';
import { asScored } from '../transfer/targetCorpus.ts';
import { Batches } from './batches.ts';
import { checkpointTagger } from './checkpointTagger.ts';
import { compareTaggers } from './compare.ts';
import { CorpusCache } from './corpusCache.ts';
import { costOf } from './cost.ts';
import { Device } from './device.ts';
import { editCategories } from './edit.ts';
import { EncoderShelf } from './encoderShelf.ts';
import { evaluateTagger } from './evaluation.ts';
import { carryingOn, modelFolder } from './modelFolder.ts';
import { usedAs } from './modelUse.ts';
import { planAdaptation } from './plan.ts';
import { checkedRun, needsSource } from './runs/checks.ts';
import type { RunCorpora } from './runs/once.ts';
import { performPretraining } from './runs/pretrain.ts';
import { performRun } from './runs/run.ts';
import { performShrinking } from './runs/shrink.ts';
import { readWanted } from './runs/vectors.ts';
import { Shelf } from './shelf.ts';
import { Suggestions } from './suggestions.ts';
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
  private readonly shelf = new Shelf();
  private readonly encoders = new EncoderShelf();
  private readonly corpora: CorpusCache;
  private readonly device: Device;
  private running: { readonly id: string; readonly control: RunControl } | null = null;
  private readonly comparing = new Set<RunControl>();
  private readonly likening = new Set<RunControl>();
  private readonly batches = new Batches((modelId, work) => this.withTagger(modelId, work));
  private readonly suggesting: Suggestions;
  /** Ends when what is being measured beforehand has let go of the device. */
  private measuring: Promise<unknown> = Promise.resolve();

  constructor(environment: EngineEnvironment) {
    this.corpora = new CorpusCache(environment.corpora);
    // Tensors do not move between backends: taggers are built anew from the models' plain data.
    this.device = new Device(environment, () => this.shelf.dropTaggers());
    this.suggesting = new Suggestions({
      splits: (corpus) => this.corpora.splits(corpus),
      submitted: (corpus) => this.corpora.submitted(corpus),
      use: (modelId, work) => this.withTagger(modelId, work),
    });
  }

  async chooseBackend(preference: BackendPreference): Promise<BackendInfo> {
    this.refuseWhileRunning('The backend cannot be changed while a run is going on.');
    await this.shelf.idle();
    return this.device.choose(preference);
  }

  async memory(): Promise<MemoryInfo> {
    await this.device.open();
    return memoryInfo();
  }

  async loadModel(name: string, bytes: Uint8Array, use: ModelUse = {}, id?: string): Promise<ModelSummary> {
    const state = usedAs(unpackBundle(name, bytes), use);
    await this.device.open();
    return this.shelf.add(state, id);
  }

  async loadCheckpoint(name: string, files: readonly CheckpointFile[], id?: string): Promise<LoadedCheckpoint> {
    const checkpoint = readCheckpoint(files);
    const tagger = checkpoint.head && checkpointTagger(name, checkpoint, checkpoint.head);
    await this.device.open();
    const model = tagger && this.shelf.add(tagger);
    return { encoder: this.encoders.add(name, checkpoint, id), model };
  }

  async removeEncoder(encoderId: string): Promise<void> {
    this.refuseWhileRunning('An encoder cannot be removed while a run is going on.');
    this.encoders.remove(encoderId);
  }

  async exportEncoder(encoderId: string, numbers?: StoredNumbers): Promise<readonly CheckpointFile[]> {
    return writeCheckpoint({ ...this.encoders.get(encoderId), head: null }, numbers);
  }

  async exportModel(modelId: string, name?: string, carried: CarriedOn = {}): Promise<Uint8Array> {
    const state = await carryingOn(this.shelf.state(modelId), carried);
    return packBundle({ ...state, ...(name !== undefined && { name }) });
  }

  async exportFolder(
    modelId: string,
    form: FolderForm,
    scripts: readonly CheckpointFile[],
    carried: CarriedOn = {},
  ): Promise<Uint8Array> {
    const state = await carryingOn(this.shelf.state(modelId), carried);
    return zipFiles([...modelFolder(state, form), ...scripts]);
  }

  async removeModel(modelId: string): Promise<void> {
    this.refuseWhileRunning('A model cannot be removed while a run is going on.');
    this.shelf.remove(modelId);
  }

  async mapCategories(modelId: string, mapping: Readonly<Record<string, string | null>>): Promise<ModelSummary> {
    const edited = await this.device.survive(() => editCategories(this.shelf.state(modelId), mapping));
    return this.shelf.add(edited);
  }

  async planAdaptation({ configuration, models, corpora }: RunRequest): Promise<AdaptationPlan> {
    const run = singleRunOf(configuration);
    if (run.task !== 'adapt' || !models.source) throw needsSource();
    const splits = await this.corpora.submitted(corpora.target);
    return this.withTagger(models.source, (tagger) => planAdaptation(tagger, splits, run));
  }

  async vectorCoverage(request: RunRequest, onProgress?: OnProgress): Promise<VectorCoverage | null> {
    this.refuseWhileRunning('Vectors cannot be looked through while a run is going on.');
    const { configuration, vectors, models, corpora } = request;
    if (!vectors) return null;
    const run = singleRunOf(configuration);
    const learned = await Promise.all(
      [corpora.target, ...(corpora.sources ?? [])].map((each) => this.corpora.submitted(each)),
    );
    const sentences = learned.flatMap(({ train }) => [...sentencesOf(train)]);
    if (run.task === 'adapt' && !models.source) throw needsSource();
    const wanted =
      run.task === 'adapt'
        ? await this.withTagger(models.source ?? '', ({ encoder }) => encoder.vectorsWanted(sentences))
        : vectorsWanted(run.specification.encoder, sentences);
    if (!wanted) return null;
    const report = reporter(`Reading vectors from ${vectors.name}`, onProgress);
    return (await readWanted(vectors, wanted, report)).coverage;
  }

  async run(request: RunRequest, onEvent: (event: RunEvent) => void, keeping?: JournalKeeping): Promise<RunResult> {
    return this.underWay(async (id, control) => {
      const { device, shelf, encoders } = this;
      const corpora = () => this.corporaOf(request);
      const result = await performRun({ id, request, control, device, shelf, encoders, corpora, onEvent, keeping });
      onEvent({ type: 'finished', runId: id, result });
      return result;
    });
  }

  async pretrain(
    request: PretrainingRequest,
    onEvent: (event: PretrainingEvent) => void,
    keeping?: JournalKeeping,
  ): Promise<PretrainingResult> {
    const { device, encoders } = this;
    const corpus = () => this.corpora.splits(request.corpus);
    return this.underWay((id, control) =>
      performPretraining({ id, request, control, device, encoders, corpus, onEvent, keeping }),
    );
  }

  async shrink(
    request: ShrinkingRequest,
    onEvent: (event: ShrinkingEvent) => void,
    keeping?: JournalKeeping,
  ): Promise<ShrinkingResult> {
    const { device, encoders } = this;
    const corpus = () => this.corpora.splits(request.corpus);
    return this.underWay((id, control) =>
      performShrinking({ id, request, control, device, encoders, corpus, onEvent, keeping }),
    );
  }

  /** One run at a time. */
  private async underWay<Result>(work: (id: string, control: RunControl) => Promise<Result>): Promise<Result> {
    this.refuseWhileRunning('Another run is going on.');
    const control = new RunControl();
    const id = newId('run');
    this.running = { id, control };
    try {
      await this.measuring;
      return await work(id, control);
    } finally {
      giveBackMemory();
      this.running = null;
    }
  }

  async measureCost({ configuration, corpora, models }: RunRequest): Promise<TrainingCost> {
    this.refuseWhileRunning('What a run costs cannot be measured while one is going on.');
    const run = checkedRun(singleRunOf(configuration));
    const encoder = models.encoder ? this.encoders.get(models.encoder) : undefined;
    const source = run.task === 'adapt' && models.source ? this.shelf.state(models.source) : null;
    const measured = this.measuring.then(async () => {
      const splits = await this.corpora.submitted(corpora.target);
      return this.device.survive(() => costOf(run, splits, { encoder, source }));
    });
    this.measuring = measured.catch(() => {}).finally(giveBackMemory);
    return measured;
  }

  private async corporaOf({ corpora: { target, sources = [], yardstick } }: RunRequest): Promise<RunCorpora> {
    const [first, ...others] = await Promise.all([target, ...sources].map((each) => this.corpora.submitted(each)));
    const measure = yardstick && measuredPart(await this.corpora.submitted(yardstick));
    return { target: first as Splits, sources: others, ...(measure && { yardstick: measure }) };
  }

  async pause(runId: string): Promise<void> {
    this.controlOf(runId)?.pause();
  }

  async resume(runId: string): Promise<void> {
    this.controlOf(runId)?.resume();
  }

  async stop(runId: string): Promise<void> {
    this.controlOf(runId)?.stop();
  }

  private controlOf(runId: string): RunControl | undefined {
    return this.running?.id === runId ? this.running.control : undefined;
  }

  async evaluate(
    modelId: string,
    corpus: CorpusReference,
    part: PartName,
    onProgress?: OnProgress,
    adaptation?: AdaptationConfiguration,
  ): Promise<Evaluation> {
    const splits = await this.corpora.submitted(corpus);
    return this.withTagger(modelId, (tagger) => {
      const measured = adaptation ? asScored(splits, tagger.categories, adaptation) : splits;
      return evaluateTagger(modelId, tagger, measured[part], reporter('Evaluating', onProgress));
    });
  }

  async compareModels(
    firstId: string,
    secondId: string,
    corpus: CorpusReference,
    part: PartName,
    options: ComparisonOptions,
    onProgress?: OnProgress,
  ): Promise<ModelComparison> {
    const control = new RunControl();
    this.comparing.add(control);
    try {
      const splits = await this.corpora.submitted(corpus);
      const model = (id: string) => ({
        categories: this.shelf.state(id).categories,
        use: <Result>(work: (tagger: Tagger) => Promise<Result>) => this.withTagger(id, work),
      });
      const models = [model(firstId), model(secondId)] as const;
      return await compareTaggers({ models, splits, part, options, control, onProgress });
    } finally {
      this.comparing.delete(control);
    }
  }

  async stopComparing(): Promise<void> {
    for (const control of this.comparing) control.stop();
  }

  async likenesses(modelId: string, corpus: CorpusReference, onProgress?: OnProgress): Promise<Likenesses> {
    const control = new RunControl();
    this.likening.add(control);
    try {
      const { train } = await this.corpora.submitted(corpus);
      return await this.withTagger(modelId, (tagger) =>
        likenessesOf(tagger, train, async (fraction) => {
          onProgress?.({ label: 'Seeing what the model makes of them', fraction });
          await control.betweenSteps();
          if (control.stopped) throw likenessesStopped();
        }),
      );
    } finally {
      this.likening.delete(control);
    }
  }

  async stopLikenesses(): Promise<void> {
    for (const control of this.likening) control.stop();
  }

  readonly tagFiles: Engine['tagFiles'] = (...asked) => this.batches.tagFiles(...asked);
  readonly modelDoubts: Engine['modelDoubts'] = async (modelId, corpus, ...asked) =>
    this.batches.modelDoubts(modelId, await this.corpora.splits(corpus), ...asked);

  async stopTagging(): Promise<void> {
    this.batches.stop();
  }

  readonly suggest: Engine['suggest'] = (...asked) => this.suggesting.suggest(...asked);
  readonly suggestions: Engine['suggestions'] = async (...asked) => this.suggesting.of(...asked);
  readonly documentOrder: Engine['documentOrder'] = (...asked) => this.suggesting.order(...asked);
  readonly documentsFound: Engine['documentsFound'] = (...asked) => this.suggesting.found(...asked);

  async stopSuggesting(): Promise<void> {
    this.suggesting.stop();
  }

  async tagText(modelId: string, text: string): Promise<TaggedText> {
    return this.withTagger(modelId, (tagger) => tagText(tagger, text));
  }

  async tagCorpus<Format extends ExportFormatName>(
    modelId: string,
    corpus: CorpusReference,
    part: PartName | 'all',
    format: Format,
    onProgress?: OnProgress,
  ): Promise<Exported<Format>> {
    const splits = await this.corpora.splits(corpus);
    const wanted = exportedCorpus(splits, part);
    const tagged = await this.withTagger(modelId, (tagger) =>
      tagCorpus(tagger, wanted, reporter('Tagging', onProgress)),
    );
    return writeCorpus(tagged, format);
  }

  /** Where the device is lost meanwhile, the work is done again on the next one. */
  private withTagger<Result>(modelId: string, work: Parameters<typeof this.shelf.use<Result>>[1]): Promise<Result> {
    return this.device.survive(() => this.shelf.use(modelId, work));
  }

  private refuseWhileRunning(message: string): void {
    if (!this.running) return;
    throw new GraftError({ code: 'run-in-progress', message, remedy: 'Wait until it has ended, or stop it.' });
  }
}

function reporter(label: string, onProgress?: OnProgress): (fraction: number) => void {
  return (fraction) => onProgress?.({ label, fraction });
}

function likenessesStopped(): GraftError {
  return new GraftError({
    code: 'likenesses-stopped',
    message: 'It was stopped before it was known what the model makes of the categories.',
    remedy: 'Ask again when you want to know.',
  });
}

/** What a yardstick is measured on. */
function measuredPart(splits: Splits): Corpus {
  return splits.dev.documents.some(({ sentences }) => sentences.length > 0) ? splits.dev : joinSplits(splits);
}

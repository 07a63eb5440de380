/**
 * A studio without workers: invented corpus, invented scores, the same every time. The page's tests run on it, and in
 * development `?fake` shows every panel without training anything. It is not part of what ships. What it may invent and
 * what it must keep is said in test/engineContract/, which the real studio passes too.
 */
import type { AdaptationPlan } from '../../workers/protocol/adaptationPlan.ts';
import { bertTagger } from '../../workers/protocol/architectures/bertTagger.ts';
import type { BackendInfo } from '../../workers/protocol/backend.ts';
import { type BackendPreference, singleRunOf } from '../../workers/protocol/configuration.ts';
import type { ExportFormatName, PartName } from '../../workers/protocol/corpus.ts';
import type { CorpusReference, Engine, RunEvent, RunRequest, RunResult } from '../../workers/protocol/engine.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import { defaultSamples, type Evaluation, type ModelComparison } from '../../workers/protocol/evaluation.ts';
import type { Likenesses } from '../../workers/protocol/likenesses.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import type { PretrainingEvent, PretrainingRequest, PretrainingResult } from '../../workers/protocol/pretraining.ts';
import { scoreTags, type TagPair } from '../../workers/text/conlleval.ts';
import { writeCorpus } from '../../workers/text/formats/write.ts';
import { isLookedFor } from '../../workers/text/lookedFor.ts';
import { checkMapping, mappedCategories, mappedColours } from '../../workers/text/modelCategories.ts';
import { pairedBootstrap } from '../../workers/text/pairedBootstrap.ts';
import { submittedIn } from '../../workers/text/standings.ts';
import { annotationCounts } from '../../workers/text/statistics.ts';
import { tagNames } from '../../workers/text/tagNames.ts';
import { exportedCorpus } from '../../workers/text/wholeDocuments.ts';
import type { Studio } from './client.ts';
import { fakeDoubts, fakeTaggedFiles } from './fakeBatches.ts';
import { FakeCorpora } from './fakeCorpora.ts';
import { fakeModel, loadedModel } from './fakeModel.ts';
import { fakePretraining } from './fakePretraining.ts';
import { fakeCategoriesOf, fakeCoverage, fakeLookedFor, fakeRun, refuse } from './fakeRun.ts';
import { FakeControl } from './fakeStage.ts';
import { FakeSuggestions } from './fakeSuggestions.ts';
import { fakeEvaluation, fakeLikenesses, fakeTaggedText, fakeTagPairs, taggedBy } from './fakeTagger.ts';

class FakeEngine implements Engine {
  private readonly models = new Map<string, ModelSummary>();
  private counter = 0;
  private runs = 0;
  private running: FakeControl | null = null;
  private readonly comparing = new Set<FakeControl>();
  private readonly likening = new Set<FakeControl>();
  private readonly suggesting = new FakeSuggestions(
    (id) => this.corpora.splits(id),
    (id) => this.model(id),
  );
  readonly suggest: Engine['suggest'] = (request) => this.suggesting.suggest(request);
  readonly suggestions: Engine['suggestions'] = (...asked) => this.suggesting.suggestions(...asked);
  readonly documentOrder: Engine['documentOrder'] = (...asked) => this.suggesting.documentOrder(...asked);
  readonly documentsFound: Engine['documentsFound'] = (...asked) => this.suggesting.documentsFound(...asked);
  readonly stopSuggesting: Engine['stopSuggesting'] = () => this.suggesting.stopSuggesting();

  constructor(
    private readonly corpora: FakeCorpora,
    private readonly stepMilliseconds: number,
  ) {}

  async chooseBackend(preference: BackendPreference): Promise<BackendInfo> {
    this.refuseWhileRunning();
    const name = preference === 'auto' ? 'wasm' : preference;
    return {
      name,
      device: 'SIMD, 1 thread',
      software: false,
      reason: preference === 'auto' ? 'WebGPU offers only a software adapter here.' : 'You chose it.',
      considered: [
        { name: 'webgpu' as const, note: 'software adapter (SwiftShader)' },
        { name: 'wasm' as const, milliseconds: 38, note: 'fastest in the calibration' },
        { name: 'cpu' as const, milliseconds: 610, note: '16 times slower' },
      ],
    };
  }

  async memory() {
    return { tensors: 212, bytes: 9_400_000, allocatedBytes: 31_000_000 };
  }

  async loadModel(name: string, bytes: Uint8Array) {
    const id = this.newId();
    const written = new TextDecoder().decode(bytes);
    const model = written.startsWith('{') ? { ...(JSON.parse(written) as ModelSummary), id } : loadedModel(id, name);
    this.models.set(id, model);
    return model;
  }

  /** An encoder alone. */
  async loadCheckpoint(name: string) {
    const { encoder: specification } = bertTagger.specification;
    const id = this.newId();
    return { encoder: { id, name, family: 'BERT', specification, parameters: 11_200_000, notes: [] }, model: null };
  }

  async removeEncoder() {}

  async pretrain(request: PretrainingRequest, tell: (event: PretrainingEvent) => void): Promise<PretrainingResult> {
    this.refuseWhileRunning();
    const runId = `run ${++this.runs}`;
    const control = new FakeControl(runId, () => {}, this.stepMilliseconds);
    this.running = control;
    const { encoder: specification } = bertTagger.specification;
    const step = async () => {
      await control.step();
      return control.stopped;
    };
    try {
      return await fakePretraining({ runId, id: this.newId(), request, tell, specification, step });
    } finally {
      this.running = null;
    }
  }

  async shrink(): Promise<never> {
    throw refuse('not-in-the-page', 'Encoders are made smaller in the terminal: graft shrink.');
  }

  async exportEncoder(id: string) {
    return [{ path: 'config.json', bytes: new TextEncoder().encode(JSON.stringify({ id })) }];
  }

  async exportModel(modelId: string, name?: string) {
    const model = this.model(modelId);
    return new TextEncoder().encode(JSON.stringify({ ...model, name: name ?? model.name }));
  }

  async exportFolder(modelId: string, form: string, scripts: readonly { readonly path: string }[]) {
    const { name } = this.model(modelId);
    return new TextEncoder().encode(JSON.stringify({ name, form, scripts: scripts.map(({ path }) => path) }));
  }

  async removeModel(modelId: string) {
    this.refuseWhileRunning();
    this.models.delete(this.model(modelId).id);
  }

  async mapCategories(modelId: string, mapping: Readonly<Record<string, string | null>>) {
    const model = this.model(modelId);
    const changes = checkMapping(model.categories, mapping, model.kind);
    const categories = [...mappedCategories(model.categories, changes).keys()];
    const entry = { task: 'edit', before: model.categories, mapping: changes, date: new Date().toISOString() } as const;
    const edited = fakeModel(this.newId(), {
      ...model,
      categories,
      colours: mappedColours(model.categories, changes, model.colours),
      history: [...model.history, entry],
    });
    this.models.set(edited.id, edited);
    return edited;
  }

  async planAdaptation({ configuration, corpora, models }: RunRequest): Promise<AdaptationPlan> {
    const run = singleRunOf(configuration);
    const target = await this.corpora.splits(corpora.target.id);
    const source = models.source ? this.model(models.source) : null;
    const { known, fresh } = fakeCategoriesOf(run, source, target);
    const { splits, problems } = fakeLookedFor(run, target, known, fresh);
    const scheme = source?.specification.output.scheme ?? 'bioes';
    const before = tagNames(known, scheme);
    const after = tagNames([...known, ...fresh], scheme);
    const counts = annotationCounts(splits.train);
    const side = (tags: readonly string[]) => (tags.length + 2) ** 2;
    const row = (name: string, state: AdaptationPlan['categories'][number]['state']) => ({
      name,
      state,
      examples: counts.get(name) ?? 0,
      annotated: isLookedFor(splits.train, name),
      newTags: state === 'new' ? tagNames([name], scheme).filter((tag) => tag !== 'O') : [],
    });
    const leftOut = splits.train.categories.filter((name) => !known.includes(name) && !fresh.includes(name));
    return {
      tagsBefore: before.length,
      tagsAfter: after.length,
      transitions: source?.specification.output.kind === 'crf' ? { before: side(before), after: side(after) } : null,
      categories: [
        ...known.map((name) => row(name, counts.has(name) ? 'known' : 'not-in-target')),
        ...fresh.map((name) => row(name, 'new')),
        ...leftOut.map((name) => row(name, 'left-out')),
      ],
      newWords: 318,
      problems,
    };
  }

  async vectorCoverage({ vectors, corpora }: RunRequest) {
    return vectors ? fakeCoverage(vectors.name, await this.corpora.splits(corpora.target.id)) : null;
  }

  async run(request: RunRequest, tell: (event: RunEvent) => void): Promise<RunResult> {
    this.refuseWhileRunning();
    const { task } = singleRunOf(request.configuration);
    const source = task === 'adapt' && request.models.source ? this.model(request.models.source) : null;
    const control = new FakeControl(`run ${++this.runs}`, tell, this.stepMilliseconds);
    this.running = control;
    try {
      const splits = await this.corpora.splits(request.corpora.target.id);
      const together = await Promise.all((request.corpora.sources ?? []).map(({ id }) => this.corpora.splits(id)));
      const modelId = () => this.newId();
      const result = await fakeRun({ request, source, splits, together, control, tell, modelId });
      this.models.set(result.model.id, result.model);
      return result;
    } finally {
      this.running = null;
    }
  }

  async pause(runId: string) {
    if (this.running?.runId === runId) this.running.paused = true;
  }

  async resume(runId: string) {
    if (this.running?.runId === runId) this.running.paused = false;
  }

  async stop(runId: string) {
    if (this.running?.runId === runId) this.running.stopped = true;
  }

  async evaluate(...[modelId, corpus, part]: Parameters<Engine['evaluate']>): Promise<Evaluation> {
    return fakeEvaluation(this.model(modelId), submittedIn(await this.corpora.splits(corpus.id))[part]);
  }

  async compareModels(...asked: Parameters<Engine['compareModels']>): Promise<ModelComparison> {
    const [one, other, corpus, part, { samples = defaultSamples }, onProgress] = asked;
    const models = [this.model(one), this.model(other)] as const;
    const measured = await this.part(corpus, part);
    const [first, second] = models.map((model) => fakeTagPairs(model, measured)) as [TagPair[], TagPair[]];
    const control = new FakeControl('a comparison', () => {}, this.stepMilliseconds);
    this.comparing.add(control);
    try {
      const { categories } = models[1];
      const both = models[0].categories.filter((category) => categories.includes(category));
      const bootstrap = await pairedBootstrap('spans', first, second, {
        samples,
        known: both.length < new Set(models.flatMap((model) => model.categories)).size ? both : null,
        afterDraws: async (fraction) => {
          onProgress?.({ label: 'Drawing the sentences anew', fraction });
          await control.step();
          if (control.stopped) throw refuse('comparison-stopped', 'The comparison was stopped.');
        },
      });
      return { scores: [scoreTags(first), scoreTags(second)], bootstrap };
    } finally {
      this.comparing.delete(control);
    }
  }

  async stopComparing() {
    for (const control of this.comparing) control.stopped = true;
  }

  async likenesses(...[modelId, { id }, onProgress]: Parameters<Engine['likenesses']>): Promise<Likenesses> {
    const { train } = await this.corpora.splits(id);
    const control = new FakeControl('likenesses', () => {}, this.stepMilliseconds);
    this.likening.add(control);
    try {
      onProgress?.({ label: 'Seeing what the model makes of them', fraction: 0.5 });
      await control.step();
      if (control.stopped) throw refuse('likenesses-stopped', 'It was stopped.');
      onProgress?.({ label: 'Seeing what the model makes of them', fraction: 1 });
      return fakeLikenesses(this.model(modelId), train);
    } finally {
      this.likening.delete(control);
    }
  }

  async measureCost() {
    return { steps: 60, longest: 48, rows: 640, pieces: 24_000, differentPieces: 5200, secondsAnEpoch: 42 };
  }

  async stopLikenesses() {
    for (const control of this.likening) control.stopped = true;
  }

  async tagFiles(...[modelId, files, { reviewBelow }, onProgress]: Parameters<Engine['tagFiles']>) {
    return fakeTaggedFiles(this.model(modelId), files, reviewBelow, onProgress);
  }

  async stopTagging() {}

  async modelDoubts(...[modelId, corpus, part, below]: Parameters<Engine['modelDoubts']>) {
    return fakeDoubts(this.model(modelId), await this.corpora.splits(corpus.id), part, below);
  }

  async tagText(modelId: string, text: string) {
    return fakeTaggedText(this.model(modelId), text);
  }

  async tagCorpus<Format extends ExportFormatName>(
    modelId: string,
    corpus: CorpusReference,
    part: PartName | 'all',
    format: Format,
  ) {
    return writeCorpus(taggedBy(this.model(modelId), await this.part(corpus, part)), format);
  }

  private async part({ id }: CorpusReference, part: PartName | 'all') {
    return exportedCorpus(await this.corpora.splits(id), part);
  }

  private newId(): string {
    return `model ${++this.counter}`;
  }

  private model(id: string): ModelSummary {
    const model = this.models.get(id);
    if (model) return model;
    throw new GraftError({ code: 'unknown-model', message: `There is no model ${id}.`, remedy: 'Load it again.' });
  }

  private refuseWhileRunning(): void {
    if (!this.running) return;
    throw new GraftError({ code: 'run-in-progress', message: 'A run is going on.', remedy: 'Wait, or stop it.' });
  }
}

export function fakeStudio(stepMilliseconds = 60): Studio {
  const corpora = new FakeCorpora();
  return { corpora, engine: new FakeEngine(corpora, stepMilliseconds), keeping: null };
}

/**
 * A studio without workers: invented corpus, invented scores, the same every time. The page's tests run on it, and in
 * development `?fake` shows every panel without training anything. It is not part of what ships.
 */
import type { BackendPreference } from '../../workers/protocol/configuration.ts';
import type { PartName } from '../../workers/protocol/corpus.ts';
import type {
  AdaptationPlan,
  BackendInfo,
  CorpusService,
  CorpusSummary,
  Engine,
  Evaluation,
  ModelSummary,
  RunEvent,
  RunRequest,
  RunResult,
  SentenceView,
} from '../../workers/protocol/engine.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import type { ErrorKind } from '../../workers/protocol/scores.ts';
import type { Studio } from './client.ts';
import { fakeCategories, fakeSentence } from './fakeCorpus.ts';
import { fakeModel, scores, tagsOf } from './fakeModel.ts';

const partSizes: Readonly<Record<PartName, number>> = { train: 2400, dev: 400, test: 600 };
const partStarts: Readonly<Record<PartName, number>> = { train: 0, dev: 2400, test: 2800 };

function sentencesOf(part: PartName): SentenceView[] {
  return Array.from({ length: partSizes[part] }, (_, index) => fakeSentence(partStarts[part] + index));
}

function countSpans(sentences: readonly SentenceView[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { category } of sentences.flatMap(({ spans }) => spans)) counts[category] = (counts[category] ?? 0) + 1;
  return counts;
}

class FakeCorpora implements CorpusService {
  private readonly summaries = new Map<string, CorpusSummary>();

  async importCorpus(
    ...[name, files, , onProgress]: Parameters<CorpusService['importCorpus']>
  ): Promise<CorpusSummary> {
    for (const file of files) {
      if (file.bytes.length === 0) {
        throw new GraftError({
          code: 'empty-file',
          message: 'The file is empty.',
          remedy: 'Choose a file that holds sentences.',
          file: file.name,
        });
      }
    }
    for (const fraction of [0.2, 0.5, 0.8]) {
      onProgress?.({ label: 'Reading the files', fraction });
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    const parts = Object.fromEntries(
      (['train', 'dev', 'test'] as const).map((part) => {
        const sentences = sentencesOf(part);
        const tokens = sentences.reduce((sum, sentence) => sum + sentence.tokens.length, 0);
        const documents = Math.ceil(sentences.length / 6);
        const categories = countSpans(sentences);
        return [part, { documents, sentences: sentences.length, tokens, categories, furtherSpans: 0 }];
      }),
    ) as unknown as CorpusSummary['parts'];
    const summary: CorpusSummary = {
      id: `corpus-${this.summaries.size + 1}`,
      revision: 1,
      name,
      kind: 'spans',
      categories: fakeCategories,
      annotated: ['Address'],
      parts,
      assumed: ['JSONL with character offsets', 'the parts go by the files’ names'],
      problems: [
        {
          code: 'span-across-token',
          message: 'the span "14 Weaver La" ends inside the word "Lane"; it was widened to the word.',
          remedy: 'Check the offsets in the file if the word is not what you meant.',
          file: 'target-train.jsonl',
          line: 118,
        },
      ],
    };
    this.summaries.set(summary.id, summary);
    return summary;
  }

  async sentences(...[, query]: Parameters<CorpusService['sentences']>) {
    const text = query.text?.toLowerCase();
    const matching = sentencesOf(query.part).filter(
      (sentence) =>
        (!query.category || sentence.spans.some(({ category }) => category === query.category)) &&
        (!text || sentence.text.toLowerCase().includes(text)),
    );
    return { total: matching.length, sentences: matching.slice(query.offset, query.offset + query.limit) };
  }

  async mapCategories(...[corpusId, mapping]: Parameters<CorpusService['mapCategories']>) {
    const before = this.summaries.get(corpusId);
    if (!before) throw new Error(`No corpus ${corpusId}.`);
    const to = (name: string) => (name in mapping ? (mapping[name] ?? null) : name);
    const names = before.categories.map(to).filter((name): name is string => name !== null);
    const parts = Object.fromEntries(
      Object.entries(before.parts).map(([part, summary]) => {
        const categories: Record<string, number> = {};
        for (const [name, count] of Object.entries(summary.categories)) {
          const target = to(name);
          if (target !== null) categories[target] = (categories[target] ?? 0) + count;
        }
        return [part, { ...summary, categories }];
      }),
    ) as unknown as CorpusSummary['parts'];
    const after = { ...before, revision: before.revision + 1, categories: [...new Set(names)], parts };
    this.summaries.set(corpusId, after);
    return after;
  }

  async exportCorpus() {
    return 'Ines B-Person\nFalk I-Person\n';
  }

  async splits(): Promise<never> {
    throw new Error('The stand-in studio holds no corpora.');
  }

  async document(): Promise<never> {
    throw new Error('The stand-in studio holds no corpora.');
  }

  async replaceDocument(): Promise<never> {
    throw new Error('The stand-in studio holds no corpora.');
  }

  async removeCorpus(corpusId: string) {
    this.summaries.delete(corpusId);
  }
}

const epochs = 12;
const stepsInEpoch = 20;

class FakeEngine implements Engine {
  private paused = false;
  private stopped = false;
  private onEvent: ((event: RunEvent) => void) | null = null;
  private readonly stepMilliseconds: number;
  private readonly loaded = new Map<string, ModelSummary>();

  constructor(stepMilliseconds: number) {
    this.stepMilliseconds = stepMilliseconds;
  }

  async chooseBackend(preference: BackendPreference): Promise<BackendInfo> {
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

  async loadModel(name: string) {
    const model = fakeModel(`model-${this.loaded.size + 1}`, name, fakeCategories.slice(0, 7));
    this.loaded.set(model.id, model);
    return model;
  }

  async exportModel() {
    return new Uint8Array([0x50, 0x4b, 5, 6]);
  }

  async removeModel(modelId: string) {
    this.loaded.delete(modelId);
  }

  async planAdaptation({ configuration }: RunRequest): Promise<AdaptationPlan> {
    const fresh = configuration.adaptation?.newCategories ?? [];
    const known = fakeCategories.slice(0, 7);
    const tagsBefore = tagsOf(known).length;
    const tagsAfter = tagsBefore + 2 * fresh.length;
    const counts = countSpans(sentencesOf('train'));
    return {
      tagsBefore,
      tagsAfter,
      transitions: { before: (tagsBefore + 2) ** 2, after: (tagsAfter + 2) ** 2 },
      categories: [
        ...known.map((name) => ({
          name,
          state: 'known' as const,
          examples: counts[name] ?? 0,
          annotated: false,
          newTags: [],
        })),
        ...fresh.map((name) => ({
          name,
          state: 'new' as const,
          examples: counts[name] ?? 0,
          annotated: true,
          newTags: [`B-${name}`, `I-${name}`],
        })),
      ],
      newWords: 318,
      problems: [],
    };
  }

  async run(request: RunRequest, onEvent: (event: RunEvent) => void): Promise<RunResult> {
    this.paused = false;
    this.stopped = false;
    this.onEvent = onEvent;
    const fresh = request.configuration.adaptation?.newCategories ?? fakeCategories;
    const known = request.configuration.adaptation ? fakeCategories.slice(0, 7) : [];
    const categories = [...known, ...fresh];
    const sourceDev = known.length > 0 ? scores(0, known, []) : null;
    onEvent({ type: 'phase', label: 'Tagging with the source model', fraction: 0.5 });
    await this.nextStep();
    onEvent({
      type: 'started',
      runId: 'run-1',
      categories,
      newCategories: fresh,
      epochs,
      sentences: partSizes.train,
      sourceDev,
    });
    const records = [];
    let epoch = 1;
    for (; epoch <= epochs && !this.stopped; epoch++) {
      for (let step = 1; step <= stepsInEpoch && !this.stopped; step++) {
        await this.nextStep();
        const done = epoch - 1 + step / stepsInEpoch;
        const loss = 3.2 * Math.exp(-done / 3) + 0.35 + 0.12 * Math.sin(step * 1.7 + epoch);
        const secondsLeft = (epochs - done) * 2.1;
        onEvent({
          type: 'step',
          stage: 'main',
          epoch,
          step,
          steps: stepsInEpoch,
          loss,
          sentencesPerSecond: 1140,
          secondsLeft,
        });
      }
      const record = {
        epoch,
        loss: 3.2 * Math.exp(-epoch / 3) + 0.35,
        dev: scores(epoch / epochs, known, fresh),
        seconds: 2.1,
      };
      records.push(record);
      onEvent({ type: 'epoch', stage: 'main', best: epoch !== 9, ...record });
    }
    const model = fakeModel(`model-${this.loaded.size + 1}`, request.name, categories, request);
    this.loaded.set(model.id, model);
    const result: RunResult = {
      runId: 'run-1',
      model,
      bestEpoch: Math.max(1, epoch - 1),
      stopped: this.stopped ? 'by the user' : 'last epoch',
      epochs: records,
      init: known.length > 0 ? scores(0.1, known, []) : null,
      test: scores(0.97, known, fresh),
      random: null,
      initialisations: null,
      pseudoLabels: Object.fromEntries(known.map((name, place) => [name, 120 + place * 31])),
      seconds: 26,
      backend: 'wasm',
      seed: request.configuration.seed,
    };
    onEvent({ type: 'finished', result });
    return result;
  }

  /** One step's time; longer while paused. */
  private async nextStep() {
    do await new Promise((resolve) => setTimeout(resolve, this.stepMilliseconds));
    while (this.paused && !this.stopped);
  }

  async pause() {
    this.paused = true;
    this.onEvent?.({ type: 'paused' });
  }

  async resume() {
    this.paused = false;
    this.onEvent?.({ type: 'resumed' });
  }

  async stop() {
    this.stopped = true;
  }

  async evaluate(modelId: string): Promise<Evaluation> {
    const labels = [...fakeCategories, 'no span'];
    const counts = labels.map((_, row) =>
      labels.map((_, column) => (row === column ? 60 + row * 9 : (row * 7 + column * 3) % 11)),
    );
    const kinds: ErrorKind[] = ['boundary', 'category', 'missed', 'spurious'];
    const errors = sentencesOf('test')
      .filter(({ spans }) => spans.length > 0)
      .slice(0, 90)
      .map((sentence, index) => {
        const kind = kinds[index % 4] ?? 'missed';
        const [gold, ...rest] = sentence.spans;
        if (!gold) throw new Error('A sentence without spans has no such error.');
        const confidence = 0.55 + (index % 9) / 20;
        const wrong =
          kind === 'boundary'
            ? { ...gold, end: sentence.tokens.find((token) => token.end > gold.end + 1)?.end ?? gold.end, confidence }
            : kind === 'category'
              ? { ...gold, category: 'Location', confidence }
              : null;
        const spurious = { start: 0, end: sentence.tokens[0]?.end ?? 1, category: 'Organization', confidence };
        const kept = rest
          .filter((span) => !wrong || span.start >= wrong.end)
          .map((span) => ({ ...span, confidence: 0.97 }));
        if (kind === 'spurious') {
          const predicted = [spurious, ...sentence.spans.map((span) => ({ ...span, confidence: 0.96 }))];
          return { ...sentence, predicted, errors: [{ kind, predicted: spurious }] };
        }
        const predicted = wrong ? [wrong, ...kept] : kept;
        return { ...sentence, predicted, errors: [{ kind, gold, ...(wrong ? { predicted: wrong } : {}) }] };
      });
    const known = this.loaded.get(modelId)?.categories ?? fakeCategories;
    return { modelId, scores: scores(0.97, known.slice(0, 7), known.slice(7)), confusion: { labels, counts }, errors };
  }

  async tagText(modelId: string, text: string) {
    const known = this.loaded.get(modelId)?.categories ?? [];
    const tokens = [...text.matchAll(/\w+|[^\w\s]/g)].map((word) => ({
      start: word.index,
      end: word.index + word[0].length,
    }));
    const names = [...text.matchAll(/\b\p{Lu}\p{L}+ \p{Lu}\p{L}+/gu)];
    const streets = known.includes('Address') ? [...text.matchAll(/\b\d+\w? (?:\p{Lu}\p{L}+ ?)+/gu)] : [];
    const spans = [
      ...streets.map((hit) => ({ hit, category: 'Address', confidence: 0.91 })),
      ...names
        .filter((name) => !streets.some((hit) => name.index >= hit.index && name.index < hit.index + hit[0].length))
        .map((hit) => ({ hit, category: 'Person', confidence: 0.97 })),
    ].map(({ hit, category, confidence }) => {
      const words = hit[0].trimEnd();
      return { start: hit.index, end: hit.index + words.length, category, confidence };
    });
    return { text, spans: spans.sort((a, b) => a.start - b.start), sentences: [{ tokens }] };
  }

  async tagCorpus() {
    return 'Ines B-Person\nFalk I-Person\n';
  }
}

export function fakeStudio(stepMilliseconds = 60): Studio {
  return { corpora: new FakeCorpora(), engine: new FakeEngine(stepMilliseconds) };
}

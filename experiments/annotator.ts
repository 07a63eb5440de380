/**
 * What suggestions and orders save an annotator: one who always answers from gold goes through a corpus with them and without, a model
 * learns after every so many documents, and keys and documents are counted until it is as good as four fifths of what the whole corpus
 * gives. On the demo's second customer with the demo's source model, and on CrossNER politics from a cold start.
 */
import { readFile } from 'node:fs/promises';
import { bilstmCrf } from '../workers/protocol/architectures/bilstmCrf.ts';
import { automaticRemedies } from '../workers/protocol/automaticRemedies.ts';
import { defaultAdaptation, type SingleConfiguration } from '../workers/protocol/configuration.ts';
import type { Corpus, Document, Splits } from '../workers/protocol/corpus.ts';
import type { CorpusReference, Engine } from '../workers/protocol/engine.ts';
import type { ModelSummary } from '../workers/protocol/model.ts';
import { adaptationSettings } from '../workers/protocol/settings.ts';
import { overallOf } from '../workers/text/conlleval.ts';
import { adviceOn } from '../workers/text/orderAdvice.ts';
import { takeSentences } from '../workers/text/sentenceSelection.ts';
import { type AnnotatorRuns, annotatorReport, type Round, type Way } from './annotatorReport.ts';
import { training } from './configurations.ts';
import { pressesByHand, pressesWithSuggestions } from './keyPresses.ts';
import type { Vectors } from './lab.ts';
import { readCrossner } from './sources.ts';
import type { Study, StudyEquipment } from './study.ts';

const seed = 1;
/** From which on suggestions are accepted at once, as in the page. */
const threshold = 0.9;
const ways: readonly Way[] = ['by hand', 'with suggestions'];

interface Subject {
  readonly name: string;
  readonly splits: Splits;
  /** Documents from one training to the next. */
  readonly every: number;
  /** After so many documents an annotator stops. */
  readonly most: number;
  /** The file of the model that suggests from the beginning; null where there is none. */
  readonly source: Uint8Array | null;
  /** Without a source model, what likeness goes by, and what a model is trained with. */
  readonly vectors: Vectors | null;
}

export const annotator: Study = {
  name: 'annotator',
  title: 'What suggestions and orders save an annotator',
  async perform(equipment, quick) {
    const subjects = [await demoSubject(equipment, quick), await politicsSubject(equipment, quick)];
    const runs: AnnotatorRuns[] = [];
    for (const subject of subjects) runs.push(await new Desk(subject, equipment, quick).run());
    return annotatorReport(runs, { quick, threshold, seed });
  },
};

async function demoSubject({ corpora }: StudyEquipment, quick: boolean): Promise<Subject> {
  const at = (name: string) => new URL(`../public/demo/${name}`, import.meta.url);
  const path = (part: string) => at(`target-${part}.jsonl`).pathname;
  const files = { train: path('train'), dev: path('dev'), test: path('test') };
  const splits = await corpora.read(files, { name: 'Support desk', format: 'jsonl' });
  const source = new Uint8Array(await readFile(at('source-model.graft')));
  return { name: 'Demo, second customer', splits, every: quick ? 2 : 4, most: quick ? 4 : 24, source, vectors: null };
}

async function politicsSubject({ corpora, openVectors }: StudyEquipment, quick: boolean): Promise<Subject> {
  const { dev, ...others } = await readCrossner(corpora, 'politics');
  const splits = { ...others, dev: takeSentences(dev, 100) };
  const vectors = await openVectors();
  return { name: 'CrossNER politics', splits, every: quick ? 10 : 25, most: quick ? 20 : 200, source: null, vectors };
}

/** Where an annotator sits: the corpus as it is by now, and the engine that learns from it. */
class Desk {
  private train: Corpus;
  private revision = 1;
  private engine!: Engine;
  private source: ModelSummary | null = null;

  constructor(
    private readonly subject: Subject,
    private readonly equipment: StudyEquipment,
    private readonly quick: boolean,
  ) {
    this.train = subject.splits.train;
  }

  async run(): Promise<AnnotatorRuns> {
    const { subject, equipment } = this;
    const { splits } = subject;
    this.engine = await equipment.openEngine({ splits: async () => ({ ...splits, train: this.train }) });
    this.source = subject.source && (await this.engine.loadModel('source', subject.source));
    const whole = await this.learn(0, splits.train.documents.length);
    equipment.say(`${subject.name}: the whole corpus gives ${whole.f1.toFixed(2)}.`);
    const rounds: Partial<Record<Way, readonly Round[]>> = {};
    for (const way of ways) rounds[way] = await this.annotate(way);
    const known = this.source?.categories ?? [];
    return {
      name: subject.name,
      documents: splits.train.documents.length,
      dev: splits.dev.documents.reduce((sum, { sentences }) => sum + sentences.length, 0),
      every: subject.every,
      whole,
      newCategories: splits.train.categories.filter((category) => !known.includes(category)),
      rounds: rounds as Record<Way, readonly Round[]>,
    };
  }

  private async annotate(way: Way): Promise<Round[]> {
    const { subject, equipment } = this;
    const gold = new Map(subject.splits.train.documents.map((document) => [document.id, document]));
    this.set(subject.splits.train.documents.map(untouched));
    let model = this.source;
    let order: readonly string[] = [...gold.keys()];
    let presses = 0;
    const rounds: Round[] = [];
    if (way === 'with suggestions') order = await this.suggest(model, 0);
    for (let done = 1; done <= Math.min(subject.most, gold.size); done++) {
      const next = this.nextOf(order);
      const document = gold.get(next) as Document;
      presses += way === 'by hand' ? pressesByHand(document) : await this.pressesOn(document);
      this.set(this.train.documents.map((each) => (each.id === next ? { ...document, status: 'submitted' } : each)));
      const learns = done % subject.every === 0;
      if (learns) {
        const round = await this.learn(presses, done);
        rounds.push(round);
        equipment.say(
          `${subject.name}, ${way}: ${done} documents, ${presses} keys, F1 ${round.f1.toFixed(2)} in ${round.seconds.toFixed(0)} s.`,
        );
        model = round.model;
      }
      // What is like the documents so far is another with each, as long as no model has learned of them.
      if (way === 'with suggestions' && (learns || rounds.length === 0)) order = await this.suggest(model, done);
    }
    return rounds;
  }

  private nextOf(order: readonly string[]): string {
    const open = new Set(this.train.documents.filter(({ status }) => status !== 'submitted').map(({ id }) => id));
    return order.find((id) => open.has(id)) as string;
  }

  private set(documents: readonly Document[]): void {
    this.train = { ...this.train, documents };
    this.revision++;
  }

  private get corpus(): CorpusReference {
    return { id: this.subject.name, revision: this.revision };
  }

  /** @returns the order in which documents are gone through from here on. */
  private async suggest(model: ModelSummary | null, submitted: number): Promise<readonly string[]> {
    const { engine, corpus, subject } = this;
    const space = model ? { modelId: model.id } : subject.vectors && { vectors: subject.vectors };
    const report = await engine.suggest({ corpus, part: 'train', likeness: true, ...space });
    const order = adviceOn(report, submitted).means ? 'uncertainty' : 'random';
    return engine.documentOrder(corpus, 'train', order, seed);
  }

  private async pressesOn(document: Document): Promise<number> {
    const [known] = await this.engine.suggestions(this.corpus.id, 'train', [document.id]);
    return pressesWithSuggestions(document, known?.suggestions ?? [], threshold);
  }

  /** Adapts the source model to what is submitted, or trains one of its own. */
  private async learn(presses: number, documents: number): Promise<Round & { readonly model: ModelSummary }> {
    const { engine, corpus, source, subject } = this;
    const result = await engine.run(
      {
        configuration: this.configuration(),
        corpora: { target: corpus },
        models: source ? { source: source.id } : {},
        name: 'adapted',
        ...(!source && subject.vectors && { vectors: subject.vectors }),
      },
      () => {},
    );
    const { main } = result.tests;
    const fresh = subject.splits.train.categories.filter((category) => !source?.categories.includes(category));
    const { overall } = main;
    return {
      ...{ documents, presses, f1: overall.f1, newF1: overallOf(main, fresh).f1 },
      ...{ seconds: result.seconds, model: result.model },
    };
  }

  private configuration(): SingleConfiguration {
    const { source, quick } = this;
    const learned = this.train.documents.filter(({ spans }) => spans.length > 0);
    if (source) {
      const held = new Set(learned.flatMap(({ spans }) => spans.map(({ category }) => category)));
      const newCategories = [...held].filter((category) => !source.categories.includes(category));
      const adaptation = { ...defaultAdaptation, ...automaticRemedies(source), newCategories };
      const settings = { ...adaptationSettings(source), epochs: quick ? 2 : 6, patience: 6 };
      return { version: 2, task: 'adapt', seed, settings, adaptation };
    }
    // Few sentences want as many steps as many do.
    const epochs = Math.max(
      10,
      Math.min(60, Math.ceil((300 * bilstmCrf.settings.batchSize) / Math.max(1, learned.length))),
    );
    return training(bilstmCrf, seed, { epochs: quick ? 2 : epochs, patience: 10 });
  }
}

const untouched = ({ id, text, sentences }: Document): Document => ({ id, text, sentences, spans: [], annotated: [] });

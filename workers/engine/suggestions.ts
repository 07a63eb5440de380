/**
 * Suggestions for annotators, as the trainer keeps them: a part of a corpus is tagged some documents at a time, beginning with the one
 * that is open, and what is ready is there to be asked for. Confidences are calibrated on the dev sentences before any is told.
 */
import { scoreOf, type TaggedSentence, tagForScoring } from '../models/scoreTagger.ts';
import type { Tagger } from '../models/tagger.ts';
import type { AfterBatch } from '../models/tagSentences.ts';
import { least, measureOf, type WeighedSentence, weighSentences } from '../models/weighSentences.ts';
import type { Corpus, Document, PartName, Splits } from '../protocol/corpus.ts';
import type { CorpusReference, OnProgress } from '../protocol/engine.ts';
import { GraftError } from '../protocol/errors.ts';
import {
  type DocumentOrder,
  type DocumentSuggestions,
  type ModelFinding,
  mostByLikeness,
  type Suggestion,
  type SuggestionReport,
  type SuggestionRequest,
} from '../protocol/suggestions.ts';
import { calibrate, type Outcome, tempered } from '../text/calibration.ts';
import { mapCategories, namesBack } from '../text/categories.ts';
import { documentsFound, orderDocuments, type SuggestionsById } from '../text/documentOrders.ts';
import { wordsOf } from '../text/examples.ts';
import { overlapFinder } from '../text/overlapFinder.ts';
import { tagsToSpans } from '../text/schemes.ts';
import { spanKey } from '../text/spans.ts';
import { SuggestionRules } from '../text/suggestionRules.ts';
import { RunControl } from '../training/control.ts';
import { Likeness, spaceOf } from './likeness.ts';

/** What the suggestions stand on. */
export interface SuggestionGround {
  /** All documents. */
  splits(corpus: CorpusReference): Promise<Splits>;
  /** Of those that count as submitted. */
  submitted(corpus: CorpusReference): Promise<Splits>;
  use<Result>(modelId: string, work: (tagger: Tagger) => Promise<Result>): Promise<Result>;
}

/** Documents are tagged together until they have so many sentences. */
const sentencesAtOnce = 256;
/** Of the whole, for progress: finding out how far the model can be believed. */
const calibrating = 0.2;
/** And reading what is annotated. */
const comparing = 0.1;

type Facts = Pick<SuggestionReport, 'measure' | 'calibration' | 'dev'>;
type Tell = (label: string, fraction: number) => Promise<void>;

const noModel: Facts = { measure: null, calibration: null, dev: null };

export class Suggestions {
  /** By corpus and part; those of one corpus at a time. */
  private readonly kept = new Map<string, Map<string, DocumentSuggestions>>();
  private corpusId: string | null = null;
  private control: RunControl | null = null;
  private space: { readonly of: string; readonly likeness: Likeness | null } | null = null;
  /** What was found out last. */
  private known: { readonly of: string; readonly dev: readonly Document[]; readonly facts: Facts } | null = null;

  constructor(private readonly ground: SuggestionGround) {}

  async suggest(request: SuggestionRequest, onProgress?: OnProgress): Promise<SuggestionReport> {
    this.stop();
    const control = new RunControl();
    this.control = control;
    try {
      return await this.suggestUntil(control, request, onProgress);
    } catch (error) {
      // Of a file that is not read to its end, what unpacks it says that it is damaged.
      throw control.stopped ? suggestingStopped() : error;
    }
  }

  private async suggestUntil(
    control: RunControl,
    request: SuggestionRequest,
    onProgress: OnProgress | undefined,
  ): Promise<SuggestionReport> {
    const { corpus, part, modelId, categoryMap = {} } = request;
    const rules = new SuggestionRules(request.rules ?? []);
    const goOn = async () => {
      await control.betweenSteps();
      if (control.stopped) throw suggestingStopped();
    };
    const tell: Tell = async (label, fraction) => {
      onProgress?.({ label, fraction });
      await goOn();
    };
    const [splits, submitted] = await Promise.all([this.ground.splits(corpus), this.ground.submitted(corpus)]);
    const facts = modelId === undefined ? noModel : await this.facts(modelId, submitted.dev, categoryMap, tell);
    const nameOf = namesBack(categoryMap);
    const { documents } = splits[part];
    const temperature = facts.calibration?.temperature ?? 1;
    const alike = request.likeness ? await this.likenessIn(request, submitted.train, splits[part], tell) : null;
    const ready = this.begin(corpus.id, part);
    for (const group of groupsFrom(documents, request.first)) {
      const weighed = modelId === undefined ? null : await this.weigh(modelId, group, goOn);
      const like = alike && ready.size < mostByLikeness ? await alike(group, goOn) : [];
      for (const [place, document] of group.entries()) {
        const byModel = suggested(document, weighed?.get(document), { temperature, nameOf });
        const suggestions = inTurn([rules.in(document), byModel.suggestions, like[place] ?? []]);
        ready.set(document.id, { ...byModel, suggestions });
      }
      const begun = calibrating + comparing;
      await tell('Suggesting', begun + ((1 - begun) * ready.size) / documents.length);
    }
    const found = [...ready.values()].reduce((sum, { suggestions }) => sum + suggestions.length, 0);
    return { documents: documents.length, suggestions: found, ...facts };
  }

  stop(): void {
    this.control?.stop();
  }

  of(corpusId: string, part: PartName, documentIds: readonly string[]): (DocumentSuggestions | null)[] {
    const ready = this.kept.get(keyOf(corpusId, part));
    return documentIds.map((id) => ready?.get(id) ?? null);
  }

  async order(corpus: CorpusReference, part: PartName, order: DocumentOrder, seed: number): Promise<string[]> {
    const splits = await this.ground.splits(corpus);
    return orderDocuments(splits[part], this.ready(corpus, part), order, seed);
  }

  async found(corpus: CorpusReference, part: PartName, finding: ModelFinding, below: number): Promise<string[]> {
    const splits = await this.ground.splits(corpus);
    return documentsFound(splits[part], this.ready(corpus, part), finding, below);
  }

  private ready({ id }: CorpusReference, part: PartName): SuggestionsById {
    return this.kept.get(keyOf(id, part)) ?? new Map();
  }

  private begin(corpusId: string, part: PartName): Map<string, DocumentSuggestions> {
    if (this.corpusId !== corpusId) this.kept.clear();
    this.corpusId = corpusId;
    const ready = new Map<string, DocumentSuggestions>();
    this.kept.set(keyOf(corpusId, part), ready);
    return ready;
  }

  /** Found out anew only where the model or the dev sentences are others: suggestions are asked for with each submission. */
  private async facts(
    modelId: string,
    submitted: Corpus,
    categoryMap: Readonly<Record<string, string | null>>,
    tell: Tell,
  ): Promise<Facts> {
    const { documents } = submitted;
    const of = JSON.stringify([modelId, categoryMap, submitted.categories]);
    if (this.known?.of === of && areSame(this.known.dev, documents)) return this.known.facts;
    const facts = await this.factsOn(mapCategories(submitted, categoryMap), modelId, tell);
    this.known = { of, dev: documents, facts };
    return facts;
  }

  private factsOn(dev: Corpus, modelId: string, tell: Tell): Promise<Facts> {
    return this.ground.use(modelId, async (tagger) => {
      const label = 'Seeing how far the model can be believed';
      const tagged = await tagForScoring(tagger, dev, (fraction) => tell(label, calibrating * fraction));
      const { overall } = scoreOf(tagger, tagged);
      return {
        measure: measureOf(tagger),
        calibration: calibrate(tagged.flatMap((sentence) => outcomesOf(sentence, dev.categories))),
        dev: overall.support > 0 ? overall : null,
      };
    });
  }

  private async likenessIn(request: SuggestionRequest, annotated: Corpus, asked: Corpus, tell: Tell) {
    const { modelId, vectors, categoryMap = {} } = request;
    const use = this.ground.use.bind(this.ground);
    const likeness = await this.likenessFor(request, asked, (fraction) =>
      tell(`Reading ${vectors?.name ?? 'the vectors'}`, calibrating + (comparing / 2) * fraction),
    );
    const ofModel = modelId === undefined ? [] : await use(modelId, async ({ categories }) => categories);
    const known = [...ofModel, ...Object.keys(categoryMap)];
    const label = 'Reading what is annotated';
    return likeness?.to(annotated, known, (share) => tell(label, calibrating + (comparing / 2) * (1 + share))) ?? null;
  }

  /** Vectors are read once for a part, whose texts stay: it is asked anew with each submission. */
  private async likenessFor(
    request: SuggestionRequest,
    asked: Corpus,
    afterChunk: AfterBatch,
  ): Promise<Likeness | null> {
    const { corpus, part, modelId, vectors } = request;
    const of = JSON.stringify([corpus.id, part, modelId ?? null, vectors?.name, vectors?.blob.size]);
    if (this.space?.of !== of) {
      const splits = await this.ground.splits(corpus);
      const space = await spaceOf(request, [splits.train, asked], this.ground.use.bind(this.ground), afterChunk);
      this.space = { of, likeness: space && new Likeness(space) };
    }
    return this.space.likeness;
  }

  private async weigh(
    modelId: string,
    documents: readonly Document[],
    afterBatch: AfterBatch,
  ): Promise<ReadonlyMap<Document, readonly WeighedSentence[]>> {
    const words = documents.flatMap((document) => document.sentences.map((sentence) => wordsOf(document, sentence)));
    const weighed = await this.ground.use(modelId, (tagger) => weighSentences(tagger, words, afterBatch));
    let place = 0;
    return new Map(
      documents.map((document) => [document, document.sentences.map(() => weighed[place++] as WeighedSentence)]),
    );
  }
}

/** Documents that cross again are other objects. */
const areSame = (documents: readonly Document[], others: readonly Document[]) =>
  documents.length === others.length &&
  documents.every((document, place) => {
    const other = others[place];
    return document === other || JSON.stringify(document) === JSON.stringify(other);
  });

const keyOf = (corpusId: string, part: PartName) => `${corpusId} ${part}`;

/** What the model found where it is known what stands there. Of a category that the corpus does not have nothing is known. */
function outcomesOf({ gold, predicted, probabilities }: TaggedSentence, categories: readonly string[]): Outcome[] {
  const standing = new Set(tagsToSpans(gold).map(spanKey));
  return tagsToSpans(predicted)
    .filter(({ category }) => categories.includes(category))
    .map((span) => ({ confidence: least(probabilities, span), right: standing.has(spanKey(span)) }));
}

/** All documents, in their order from one of them on, and then those before it. */
function groupsFrom(documents: readonly Document[], first: string | undefined): Document[][] {
  const place = Math.max(
    0,
    documents.findIndex(({ id }) => id === first),
  );
  const groups: Document[][] = [];
  let held = sentencesAtOnce;
  for (const document of [...documents.slice(place), ...documents.slice(0, place)]) {
    if (held >= sentencesAtOnce) {
      groups.push([]);
      held = 0;
    }
    groups.at(-1)?.push(document);
    held += document.sentences.length;
  }
  return groups;
}

/** @param weighed by sentence; undefined where no model was asked. */
function suggested(
  { id, sentences }: Document,
  weighed: readonly WeighedSentence[] | undefined,
  { temperature, nameOf }: { readonly temperature: number; readonly nameOf: (category: string) => string },
): DocumentSuggestions {
  const suggestions = (weighed ?? []).flatMap(({ spans }, index) => {
    const tokens = sentences[index]?.tokens ?? [];
    return spans.map(
      ({ start, end, category, confidence }): Suggestion => ({
        ...{ start: tokens[start]?.start ?? 0, end: tokens[end - 1]?.end ?? 0, source: 'model' },
        category: nameOf(category),
        confidence: tempered(confidence, temperature),
      }),
    );
  });
  const doubt = (weighed ?? []).reduce((sum, { uncertainty }) => sum + uncertainty, 0);
  return { documentId: id, suggestions, uncertainty: doubt / Math.max(1, sentences.length) };
}

/** Where suggestions overlap, those of the list that comes first: what somebody said of words goes before what a model makes of them. */
function inTurn(lists: readonly (readonly Suggestion[])[]): Suggestion[] {
  const chosen: Suggestion[] = [];
  for (const list of lists) {
    const isTaken = overlapFinder(chosen);
    chosen.push(...list.filter((suggestion) => !isTaken(suggestion)));
  }
  return chosen.sort((one, other) => one.start - other.start);
}

function suggestingStopped(): GraftError {
  return new GraftError({
    code: 'suggesting-stopped',
    message: 'Suggestions were stopped, or begun anew, before all documents had theirs.',
    remedy: 'Ask for them again; what was ready is still shown.',
  });
}

/**
 * Suggestions for annotators, as the trainer keeps them: a part of a corpus is tagged some documents at a time, beginning with the one
 * that is open, and what is ready is there to be asked for. Confidences are calibrated on the dev sentences before any is told.
 */
import { scoreOf, type TaggedSentence, tagForScoring } from '../models/scoreTagger.ts';
import type { Tagger } from '../models/tagger.ts';
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
import { SuggestionRules } from '../text/suggestionRules.ts';
import { RunControl } from '../training/control.ts';
import { likenessTo, spaceOf, type WordSpace } from './likeness.ts';

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

type Facts = Pick<SuggestionReport, 'measure' | 'calibration' | 'dev'>;
const noModel: Facts = { measure: null, calibration: null, dev: null };

export class Suggestions {
  /** By corpus and part; those of one corpus at a time. */
  private readonly kept = new Map<string, Map<string, DocumentSuggestions>>();
  private corpusId: string | null = null;
  private control: RunControl | null = null;
  private space: { readonly of: string; readonly space: WordSpace | null } | null = null;

  constructor(private readonly ground: SuggestionGround) {}

  async suggest(request: SuggestionRequest, onProgress?: OnProgress): Promise<SuggestionReport> {
    this.stop();
    const control = new RunControl();
    this.control = control;
    const { corpus, part, modelId, categoryMap = {} } = request;
    const rules = new SuggestionRules(request.rules ?? []);
    const tell = async (label: string, fraction: number) => {
      onProgress?.({ label, fraction });
      await control.betweenSteps();
      if (control.stopped) throw suggestingStopped();
    };
    const [splits, submitted] = await Promise.all([this.ground.splits(corpus), this.ground.submitted(corpus)]);
    const facts =
      modelId === undefined ? noModel : await this.facts(modelId, mapCategories(submitted.dev, categoryMap), tell);
    const nameOf = namesBack(categoryMap);
    const ready = this.begin(corpus.id, part);
    const { documents } = splits[part];
    const temperature = facts.calibration?.temperature ?? 1;
    const alike = request.likeness ? await this.likeness(request, submitted.train, splits[part]) : null;
    for (const group of groupsFrom(documents, request.first)) {
      const weighed = modelId === undefined ? null : await this.weigh(modelId, group);
      const like = alike && ready.size < mostByLikeness ? await alike(group) : [];
      for (const [place, document] of group.entries()) {
        const byModel = suggested(document, weighed?.get(document), { temperature, nameOf });
        const suggestions = inTurn([rules.in(document), byModel.suggestions, like[place] ?? []]);
        ready.set(document.id, { ...byModel, suggestions });
      }
      await tell('Suggesting', calibrating + ((1 - calibrating) * ready.size) / documents.length);
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

  private facts(
    modelId: string,
    dev: Corpus,
    tell: (label: string, fraction: number) => Promise<void>,
  ): Promise<Facts> {
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

  private async likeness(request: SuggestionRequest, annotated: Corpus, asked: Corpus) {
    const { modelId, categoryMap = {} } = request;
    const use = this.ground.use.bind(this.ground);
    const space = await this.spaceFor(request, asked);
    const ofModel = modelId === undefined ? [] : await use(modelId, async ({ categories }) => categories);
    return space && likenessTo(annotated, [...ofModel, ...Object.keys(categoryMap)], space);
  }

  /** Vectors are read once for a part, whose texts stay: it is asked anew with each submission. */
  private async spaceFor(request: SuggestionRequest, asked: Corpus): Promise<WordSpace | null> {
    const { corpus, part, modelId, vectors } = request;
    const of = JSON.stringify([corpus.id, part, modelId ?? null, vectors?.name, vectors?.blob.size]);
    if (this.space?.of !== of) {
      const splits = await this.ground.splits(corpus);
      this.space = { of, space: await spaceOf(request, [splits.train, asked], this.ground.use.bind(this.ground)) };
    }
    return this.space.space;
  }

  private async weigh(
    modelId: string,
    documents: readonly Document[],
  ): Promise<ReadonlyMap<Document, readonly WeighedSentence[]>> {
    const words = documents.flatMap((document) => document.sentences.map((sentence) => wordsOf(document, sentence)));
    const weighed = await this.ground.use(modelId, (tagger) => weighSentences(tagger, words));
    let place = 0;
    return new Map(
      documents.map((document) => [document, document.sentences.map(() => weighed[place++] as WeighedSentence)]),
    );
  }
}

const keyOf = (corpusId: string, part: PartName) => `${corpusId} ${part}`;

/** What the model found where it is known what stands there. Of a category that the corpus does not have nothing is known. */
function outcomesOf({ gold, predicted, probabilities }: TaggedSentence, categories: readonly string[]): Outcome[] {
  const key = ({ start, end, category }: ReturnType<typeof tagsToSpans>[number]) => `${start} ${end} ${category}`;
  const standing = new Set(tagsToSpans(gold).map(key));
  return tagsToSpans(predicted)
    .filter(({ category }) => categories.includes(category))
    .map((span) => ({ confidence: least(probabilities, span), right: standing.has(key(span)) }));
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

/**
 * In which order documents are worth annotating, and which of them alone. Those of which a model is least sure teach it most; among them those that are unlike
 * each other, since ten of a kind teach it what one does. What was submitted and does not agree with the model shows where one of the
 * two is wrong.
 */
import type { Corpus, Document } from '../protocol/corpus.ts';
import type { DocumentOrder, DocumentSuggestions, ModelFinding, Suggestion } from '../protocol/suggestions.ts';
import { tokensOf } from './annotation.ts';
import { openSuggestions } from './openSuggestions.ts';
import { createRandom } from './random.ts';
import { spanKey } from './spans.ts';
import { isJudged, standingOf } from './standings.ts';

/** What is known of a document by its id. */
export type SuggestionsById = ReadonlyMap<string, DocumentSuggestions>;

/** @returns ids; see `SuggestionEngine.documentOrder`. */
export function orderDocuments(corpus: Corpus, known: SuggestionsById, order: DocumentOrder, seed: number): string[] {
  const { documents } = corpus;
  if (order === 'given') return idsOf(documents);
  if (order === 'random') return createRandom(seed).shuffle(idsOf(documents));
  if (order === 'disagreement') return byDisagreement(corpus, known);
  const doubtful = documents
    .filter(waits)
    .map((document) => ({ document, doubt: known.get(document.id)?.uncertainty ?? 0 }))
    .sort((one, other) => other.doubt - one.doubt)
    .map(({ document }) => document);
  const first = order === 'diversity' ? spreadOut(doubtful) : doubtful;
  return idsOf([...first, ...documents.filter((document) => !waits(document))]);
}

/** @returns ids; see `SuggestionEngine.documentsFound`. */
export function documentsFound(corpus: Corpus, known: SuggestionsById, finding: ModelFinding, below: number): string[] {
  const { documents, categories } = corpus;
  const isRead = readAmong(documents);
  const holds = (document: Document, suggestions: readonly Suggestion[]) => {
    const submitted = isSubmitted(document);
    if (finding === 'differs') return isRead(document) && disagreements(document, suggestions, categories) > 0;
    const unsure = suggestions.filter(({ confidence }) => confidence !== null && confidence < below);
    return openSuggestions(document, unsure, { passedOver: [], submitted }).length > 0;
  };
  return idsOf(documents.filter((document) => holds(document, known.get(document.id)?.suggestions ?? [])));
}

/** Which documents somebody has read. What only came annotated nobody here has, where somebody reads at all. */
function readAmong(documents: readonly Document[]): (document: Document) => boolean {
  return documents.some(isJudged) ? ({ status }) => status === 'submitted' : isSubmitted;
}

const isSubmitted = (document: Document) => standingOf(document) === 'submitted';
const waits = (document: Document) => ['waiting', 'draft'].includes(standingOf(document));

const idsOf = (documents: readonly Document[]) => documents.map(({ id }) => id);

function byDisagreement({ documents, categories }: Corpus, known: SuggestionsById): string[] {
  const isRead = readAmong(documents);
  const counted = documents.flatMap((document) => {
    if (!isRead(document)) return [];
    const differences = disagreements(document, known.get(document.id)?.suggestions ?? [], categories);
    return differences > 0 ? [{ document, differences }] : [];
  });
  return idsOf(counted.sort((one, other) => other.differences - one.differences).map(({ document }) => document));
}

/** Spans that only one of the two has, of categories that were looked for and that a model can have found. */
function disagreements({ spans, annotated }: Document, found: readonly Suggestion[], all: readonly string[]): number {
  const ofModel = found.filter(({ source }) => source === 'model');
  const looked = new Set(annotated === 'all' ? all : annotated);
  const keysOf = (all: Document['spans']) => new Set(all.filter(({ category }) => looked.has(category)).map(spanKey));
  const [gold, model] = [keysOf(spans), keysOf(ofModel)];
  const shared = [...gold].filter((each) => model.has(each)).length;
  return gold.size + model.size - 2 * shared;
}

/** Only so many of the least sure are spread out: each of them is held against each that was chosen. */
const mostSpread = 1000;
const mostChosen = 200;

/**
 * The least sure fifth, at least 50, each next one the farthest from those before it (k-centre, greedily: Gonzalez 1985; for active
 * learning Sener and Savarese 2018); then the rest as it was. How far two are apart is told by their words, by the cosine, each word
 * weighed by how few of them have it.
 * @param doubtful the least sure first, which stays the first.
 */
function spreadOut(doubtful: readonly Document[]): readonly Document[] {
  const size = Math.min(doubtful.length, mostSpread, Math.max(50, Math.ceil(doubtful.length / 5)));
  const vectors = wordVectors(doubtful.slice(0, size));
  const nearest = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const chosen: number[] = [];
  for (let next = size > 0 ? 0 : -1; next >= 0 && chosen.length < mostChosen; next = farthest(nearest)) {
    chosen.push(next);
    vectors.forEach((vector, place) => {
      nearest[place] = Math.max(nearest[place] as number, cosine(vector, vectors[next] as WordVector));
    });
    nearest[next] = Number.POSITIVE_INFINITY;
  }
  const taken = new Set(chosen);
  return [...chosen.map((place) => doubtful[place] as Document), ...doubtful.filter((_, place) => !taken.has(place))];
}

/** Of equally far ones the least sure; −1 where all are taken. */
function farthest(nearest: Float64Array): number {
  let best = -1;
  nearest.forEach((likeness, place) => {
    if (likeness < (best < 0 ? Number.POSITIVE_INFINITY : (nearest[best] as number))) best = place;
  });
  return best;
}

/** Of length 1, by word. */
type WordVector = ReadonlyMap<string, number>;

function wordVectors(documents: readonly Document[]): WordVector[] {
  const words = documents.map((document) => {
    const all = tokensOf(document).map(({ start, end }) => document.text.slice(start, end).toLowerCase());
    return new Set(all);
  });
  const holding = new Map<string, number>();
  for (const each of words) for (const word of each) holding.set(word, (holding.get(word) ?? 0) + 1);
  return words.map((each) => {
    const weights = [...each].map(
      (word) => [word, Math.log(1 + documents.length / (holding.get(word) as number))] as const,
    );
    const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1;
    return new Map(weights.map(([word, weight]) => [word, weight / length]));
  });
}

function cosine(one: WordVector, other: WordVector): number {
  const [fewer, more] = one.size < other.size ? [one, other] : [other, one];
  let sum = 0;
  for (const [word, weight] of fewer) sum += weight * (more.get(word) ?? 0);
  return sum;
}

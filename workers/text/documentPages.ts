/**
 * Pages of a part's documents, each in short, for lists that show only what is in view. Which documents fit is worked out once for
 * all pages of a list: 100,000 texts are not searched again for each of them.
 */
import type { Corpus, Document } from '../protocol/corpus.ts';
import type { DocumentPage, DocumentQuery, DocumentSummary } from '../protocol/documents.ts';
import { placesOf } from './documentPlaces.ts';
import { allSpans } from './spans.ts';
import { standingOf } from './standings.ts';
import { searchFor } from './textMatches.ts';

/** Characters of a text that are shown of it. */
const shown = 120;
/** So many of them stand in the narrowest list. */
const surelySeen = 20;
/** Characters before the first match, at most. */
const shownBefore = 10;

interface DocumentList {
  /** What was asked for. */
  readonly query: DocumentQuery;
  /** Places in the part. */
  readonly places: readonly number[];
  /** Of a place in the part: documents of a lower rank come before it. */
  readonly rankOf: (place: number) => number;
}

/** The list that was asked for last. An edit makes another corpus, and so another list. */
const lists = new WeakMap<Corpus, DocumentList>();

export function documentPage(corpus: Corpus, query: DocumentQuery): DocumentPage {
  const { documents } = corpus;
  const { at, offset, limit, text = '' } = query;
  const { places, rankOf } = listFor(corpus, query);
  const page = {
    total: places.length,
    documents: places
      .slice(offset, offset + limit)
      .map((place) => summaryOf(documents[place] as Document, place, text)),
  };
  const place = at === undefined ? undefined : placesOf(documents).get(at);
  if (place === undefined) return page;
  const before = firstFrom(places, rankOf, rankOf(place));
  return { ...page, at: { place, before, listed: places[before] === place } };
}

function listFor(corpus: Corpus, query: DocumentQuery): DocumentList {
  const { order } = query;
  const kept = lists.get(corpus);
  if (kept && isSameList(kept.query, query)) return kept;
  const fits = filterFor(corpus, query);
  const { documents } = corpus;
  const rankOf = rankingOf(corpus, order);
  const places: number[] = [];
  for (const place of inOrder(documents.length, order, rankOf)) {
    if (fits(documents[place] as Document)) places.push(place);
  }
  const list = { query, places, rankOf };
  lists.set(corpus, list);
  return list;
}

/** Whether two queries are of one list, whatever pages they ask for. */
function isSameList(one: DocumentQuery, other: DocumentQuery): boolean {
  const areSame = (first: readonly string[] | undefined, second: readonly string[] | undefined) =>
    first === second ||
    (first?.length === second?.length && first?.every((id, index) => id === second?.[index]) === true);
  return (
    one.text === other.text &&
    one.category === other.category &&
    one.standing === other.standing &&
    one.unfinished === other.unfinished &&
    areSame(one.among, other.among) &&
    areSame(one.order, other.order)
  );
}

function rankingOf({ documents }: Corpus, order: DocumentQuery['order']): DocumentList['rankOf'] {
  if (!order) return (place) => place;
  const wanted = new Map(order.map((id, rank) => [id, rank]));
  const ranks = documents.map(({ id }, place) => wanted.get(id) ?? order.length + place);
  return (place) => ranks[place] as number;
}

/** All places by their ranks, of which each has its own: put where they belong, since sorting so many takes longer. */
function inOrder(count: number, order: DocumentQuery['order'], rankOf: DocumentList['rankOf']): Iterable<number> {
  if (!order) return Array.from({ length: count }, (_, place) => place);
  const byRank = new Int32Array(order.length + count).fill(-1);
  for (let place = 0; place < count; place++) byRank[rankOf(place)] = place;
  return byRank.filter((place) => place >= 0);
}

/** Index of the first place in the list that does not come before a rank. */
function firstFrom(places: readonly number[], rankOf: DocumentList['rankOf'], rank: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rankOf(places[middle] as number) < rank) low = middle + 1;
    else high = middle;
  }
  return low;
}

function filterFor({ categories }: Corpus, query: DocumentQuery): (document: Document) => boolean {
  const { text = '', category, standing, unfinished, among } = query;
  const ids = among && new Set(among);
  // Without the state that a search for all places keeps between two texts.
  const wanted = text === '' ? null : new RegExp(searchFor(text).source, 'iu');
  return (document) =>
    (!unfinished || !isFinished(document, categories)) &&
    (standing === undefined || standingOf(document) === standing) &&
    (!ids || ids.has(document.id)) &&
    (category === undefined || holds(document, category)) &&
    (!wanted || wanted.test(document.text));
}

const holds = ({ spans, furtherSpans = [] }: Document, category: string) =>
  spans.some((span) => span.category === category) || furtherSpans.some((span) => span.category === category);

/** Whether all of the categories were looked for in it; where there is none yet, nothing was. */
const isFinished = ({ annotated }: Document, categories: readonly string[]): boolean =>
  annotated === 'all' || (categories.length > 0 && categories.every((category) => annotated.includes(category)));

function summaryOf(document: Document, place: number, searched: string): DocumentSummary {
  const { id, annotated, note } = document;
  return {
    ...{ id, place, annotated, excerpt: excerptOf(document.text, searched) },
    spans: allSpans(document).length,
    standing: standingOf(document),
    hasNote: note !== undefined,
  };
}

function excerptOf(text: string, searched: string): string {
  const match = searched === '' ? null : searchFor(searched).exec(text);
  // A list may have room for no more than the beginning of what is shown.
  const isSeen = match && (match.index <= shownBefore || match.index + match[0].length <= surelySeen);
  if (!match || isSeen) return text.slice(0, shown).trim();
  const start = wordStart(text, match.index - shownBefore, match.index);
  return `…${text.slice(start, start + shown).trim()}`;
}

/** Cut between words where one begins near by, and never within a character. */
function wordStart(text: string, from: number, match: number): number {
  const space = text.slice(from, match).search(/\s/);
  if (space >= 0) return from + space + 1;
  const code = text.charCodeAt(from);
  return code >= 0xdc00 && code < 0xe000 ? from + 1 : from;
}

/**
 * A second look before a text leaves the house: at what the model was unsure of, at words and numbers that look like something that
 * is replaced elsewhere in the corpus and are not replaced themselves, and at documents whose annotation is not whole.
 */
import type { PartName, Splits } from '../../protocol/corpus.ts';
import type { Doubt, DoubtKind, ModelDoubt, ModelDoubts } from '../../protocol/deidentify.ts';
import type { Stretch } from '../annotation.ts';
import { lineFinder } from '../decode.ts';
import { overlapFinder } from '../overlapFinder.ts';
import { placedDocuments } from '../wholeDocuments.ts';
import { regionsToReplace } from './deidentify.ts';
import { formOf, numbersLike } from './numberForms.ts';
import { folded, type Region } from './regions.ts';
import {
  isLower,
  type Regioned,
  type ReplacedElsewhere,
  replacedElsewhere,
  type WordOutside,
  wordsOutside,
} from './replacedElsewhere.ts';

/** Characters around a doubt that are shown. */
const around = 60;
/** Shorter words look like each other by chance; one sign may be a name where letters have no case. */
const shortestWord = 2;
/** Words that are shown of a document in which all is to be looked at. */
const wordsShown = 8;

interface Looked extends Regioned {
  readonly part: PartName;
  /** Its place among those of its part with the same id. */
  readonly ofId: number;
  readonly lineOf: (position: number) => number;
}

/** In the order of the documents. @param ofModel doubts of the model that tagged the corpus; absent, it was annotated. */
export function secondLook(
  splits: Splits,
  part: PartName | 'all',
  categories: readonly string[],
  ofModel: ModelDoubts = {},
): Doubt[] {
  const placed = placedDocuments(splits, part);
  const documents = placed.map(({ document }) => document);
  const regions = regionsToReplace({ ...splits[part === 'all' ? 'train' : part], documents }, categories);
  const seen = new Map<string, number>();
  const looked = placed.map((each, place): Looked => {
    const key = JSON.stringify([each.part, each.document.id]);
    const ofId = seen.get(key) ?? 0;
    seen.set(key, ofId + 1);
    return { ...each, regions: regions[place] ?? [], ofId, lineOf: lineFinder(each.document.text) };
  });
  const replaced = replacedElsewhere(looked);
  const chosen = new Set(categories);
  return looked.flatMap((each) => [
    ...ofWhole(each, categories),
    ...[...unsureIn(each, ofModel, chosen), ...likeReplaced(each, replaced)].sort(byPlace),
  ]);
}

const byPlace = (one: Doubt, other: Doubt) => one.start - other.start;

/** What is said of all of a document: that nobody looked for these categories, or that not all annotation could be read. */
function ofWhole(looked: Looked, categories: readonly string[]): Doubt[] {
  const { annotated, unread = 0, sentences } = looked.document;
  const missing = annotated === 'all' ? [] : categories.filter((category) => !annotated.includes(category));
  const words = sentences[0]?.tokens.slice(0, wordsShown) ?? [];
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return [];
  const at = (kind: DoubtKind, category: string | null) =>
    doubtAt(looked, kind, { start: first.start, end: last.end, category, confidence: null }, false);
  return [
    ...(missing.length > 0 ? [at('not-looked-for', missing.join(', '))] : []),
    ...(unread > 0 ? [at('unread', null)] : []),
  ];
}

function likeReplaced(looked: Looked, { words, ordinary, forms }: ReplacedElsewhere): Doubt[] {
  const { document, regions, foreign } = looked;
  const doubts: Doubt[] = [];
  const add = (kind: DoubtKind, start: number, text: string, category: string) => {
    doubts.push(doubtAt(looked, kind, { start, end: start + text.length, category, confidence: null }, false));
  };
  const isOutside = overlapFinder([...regions, ...foreign]);
  for (const { start, text } of numbersLike(document.text, forms)) {
    const category = forms.get(formOf(text));
    if (category !== undefined && !isOutside({ start, end: start + text.length }))
      add('same-form', start, text, category);
  }
  const isTaken = overlapFinder(doubts);
  const outside = [...wordsOutside(looked)].filter(({ word }) => words.has(folded(word)));
  const namesHere = namesOf(looked, outside);
  for (const { word, start, beginsSentence } of outside) {
    const name = folded(word);
    const isCased = word.toLowerCase() !== word.toUpperCase();
    // A word such as “green” is a name in capitals within a sentence, and at its beginning where it is a name in this document.
    const isWord = ordinary.has(name) && (isLower(word) || (beginsSentence && !namesHere.has(name)));
    if (isWord || (isCased && word.length < shortestWord) || isTaken({ start, end: start + word.length })) continue;
    add('same-word', start, word, words.get(name) ?? '');
  }
  return doubts;
}

/** Words that stand in this document as those of a name. */
function namesOf({ document, regions }: Looked, outside: Iterable<WordOutside>): Set<string> {
  const names = new Set<string>();
  for (const { start, end } of regions) {
    for (const [word] of document.text.slice(start, end).matchAll(/[\p{L}\p{M}]+/gu)) names.add(folded(word));
  }
  for (const { word, beginsSentence } of outside) if (!beginsSentence && !isLower(word)) names.add(folded(word));
  return names;
}

function unsureIn(looked: Looked, ofModel: ModelDoubts, categories: ReadonlySet<string>): Doubt[] {
  const { part, document, regions, ofId } = looked;
  const ofPart = ofModel[part] ?? {};
  const own = Object.hasOwn(ofPart, document.id) ? (ofPart[document.id]?.[ofId] ?? []) : [];
  const stays = overlapFinder(between(regions, document.text.length));
  const isReplaced = (doubt: ModelDoubt) => !stays(doubt);
  // What the model may have missed was not missed where it is replaced all the same.
  return own
    .filter((doubt) => (doubt.category === null ? !isReplaced(doubt) : categories.has(doubt.category)))
    .map((doubt) => doubtAt(looked, 'unsure', doubt, isReplaced(doubt)));
}

/** What is left of a text between its regions. */
function between(regions: readonly Region[], length: number): Stretch[] {
  const ends = [0, ...regions.map(({ end }) => end)];
  return ends
    .map((start, place) => ({ start, end: regions[place]?.start ?? length }))
    .filter(({ start, end }) => start < end);
}

function doubtAt(
  { part, document, lineOf }: Looked,
  kind: DoubtKind,
  doubt: ModelDoubt | UnsaidDoubt,
  replaced: boolean,
): Doubt {
  const { start, end, category, confidence } = doubt;
  const { id, text } = document;
  return {
    ...{ kind, documentId: id, part, start, end, category, confidence, replaced },
    words: text.slice(start, end),
    before: start > around ? text.slice(start - around, start).replace(/^\S*\s+/, '') : text.slice(0, start),
    after: end + around < text.length ? text.slice(end, end + around).replace(/\s+\S*$/, '') : text.slice(end),
    line: lineOf(start),
  };
}

type UnsaidDoubt = Omit<ModelDoubt, 'confidence'> & { readonly confidence: null };

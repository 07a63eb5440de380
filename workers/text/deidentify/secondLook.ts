/**
 * A second look before a text leaves the house: at what the model was unsure of, and at words and numbers that look like something that
 * is replaced elsewhere in the corpus, and are not replaced themselves.
 */
import type { Document, PartName, Splits } from '../../protocol/corpus.ts';
import type { Doubt, DoubtKind, ModelDoubt, ModelDoubts } from '../../protocol/deidentify.ts';
import type { Stretch } from '../annotation.ts';
import { lineAt } from '../decode.ts';
import { overlapFinder } from '../overlapFinder.ts';
import { placedDocuments } from '../wholeDocuments.ts';
import { isCalendarName } from './dates.ts';
import { regionsToReplace } from './deidentify.ts';
import { nameWords } from './nameWords.ts';
import { folded, type Region } from './regions.ts';

/** Characters around a doubt that are shown. */
const around = 60;
/** Shorter words and numbers look like each other by chance. */
const shortestWord = 3;
const fewestDigits = 4;

interface Looked {
  readonly part: PartName;
  readonly document: Document;
  /** What belongs to other parts does not leave. */
  readonly foreign: readonly Stretch[];
  readonly regions: readonly Region[];
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
  const looked = placed.map((each, place): Looked => ({ ...each, regions: regions[place] ?? [] }));
  const replaced = replacedElsewhere(looked);
  return looked.flatMap((each) =>
    [...unsureIn(each, ofModel, new Set(categories)), ...likeReplaced(each, replaced)].sort(byPlace),
  );
}

const byPlace = (one: Doubt, other: Doubt) => one.start - other.start;

interface ReplacedElsewhere {
  /** Words of names, with the category of one of them. */
  readonly words: ReadonlyMap<string, string>;
  /** Forms of numbers, such as `AA-0000-000`. */
  readonly forms: ReadonlyMap<string, string>;
}

function replacedElsewhere(looked: readonly Looked[]): ReplacedElsewhere {
  const words = new Map<string, string>();
  const forms = new Map<string, string>();
  for (const { document, regions } of looked) {
    for (const { start, end, category } of regions.flatMap(({ stretches }) => stretches)) {
      const text = document.text.slice(start, end);
      for (const { word } of nameWords({ text, category }))
        if (!isCalendarName(word)) words.set(folded(word), category);
      for (const number of text.match(numbers) ?? []) if (hasDigits(number)) forms.set(formOf(number), category);
    }
  }
  // What stands in lower case too is a word like others, which only begins a sentence in other places.
  for (const { document } of looked) {
    for (const [word] of document.text.matchAll(/[\p{L}\p{M}]+/gu)) {
      if (word === word.toLowerCase() && word !== word.toUpperCase()) words.delete(word);
    }
  }
  return { words, forms };
}

const candidates = /[\p{L}\p{M}\p{N}]+(?:[-_./][\p{L}\p{N}]+)*/gu;
/** Perhaps behind capitals, parted by single signs. */
const numbers = /(?:\p{Lu}{1,4}[-_./])?[\p{L}\p{N}]*\p{N}[\p{L}\p{N}]*(?:[-_./ ][\p{L}\p{N}]*\p{N}[\p{L}\p{N}]*)*/gu;

const hasDigits = (text: string) => (text.match(/\p{N}/gu)?.length ?? 0) >= fewestDigits;
const formOf = (text: string) =>
  text
    .replace(/\p{N}/gu, '0')
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{Ll}/gu, 'a');

function likeReplaced(looked: Looked, { words, forms }: ReplacedElsewhere): Doubt[] {
  const { document, regions, foreign } = looked;
  const doubts: Doubt[] = [];
  let isTaken = overlapFinder([...regions, ...foreign]);
  const add = (kind: DoubtKind, start: number, text: string, category: string) => {
    const end = start + text.length;
    if (!isTaken({ start, end })) doubts.push(doubtAt(looked, kind, { start, end, category, confidence: null }, false));
  };
  for (const { 0: number, index } of document.text.matchAll(numbers)) {
    const category = hasDigits(number) ? forms.get(formOf(number)) : undefined;
    if (category !== undefined) add('same-form', index, number, category);
  }
  isTaken = overlapFinder([...regions, ...foreign, ...doubts]);
  for (const { 0: text, index } of document.text.matchAll(candidates)) {
    for (const { 0: word, index: within } of text.matchAll(/[\p{L}\p{M}]+/gu)) {
      const category = words.get(folded(word));
      const looksLikeName = word.length >= shortestWord && (/^\p{Lu}/u.test(word) || /^[^\p{Lu}\p{Ll}]/u.test(word));
      if (category !== undefined && looksLikeName) add('same-word', index + within, word, category);
    }
  }
  return doubts;
}

function unsureIn(looked: Looked, ofModel: ModelDoubts, categories: ReadonlySet<string>): Doubt[] {
  const { part, document, regions } = looked;
  const ofPart = ofModel[part] ?? {};
  const own = Object.hasOwn(ofPart, document.id) ? (ofPart[document.id] ?? []) : [];
  const isReplaced = ({ start, end }: ModelDoubt) =>
    regions.some((region) => region.start <= start && end <= region.end);
  // What the model may have missed was not missed where it is replaced all the same.
  return own
    .filter((doubt) => (doubt.category === null ? !isReplaced(doubt) : categories.has(doubt.category)))
    .map((doubt) => doubtAt(looked, 'unsure', doubt, isReplaced(doubt)));
}

function doubtAt(
  { part, document }: Looked,
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
    line: lineAt(text, start),
  };
}

type UnsaidDoubt = Omit<ModelDoubt, 'confidence'> & { readonly confidence: null };

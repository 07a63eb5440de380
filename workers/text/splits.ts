/**
 * Divides corpora that come without a division. Parts keep documents' texts and offsets as they are; only their
 * sentences are chosen. Groups (a template, a conversation) are never divided.
 */
import { type Corpus, type Document, partNames, type Splits } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import { createRandom } from './random.ts';
import { selectSentences } from './sentenceSelection.ts';
import { allSpans, withSpans } from './spans.ts';
import { annotationCounts } from './statistics.ts';
import { type LabelledUnit, stratify } from './stratification.ts';

/** What is divided: documents (groups alone are stricter), or single sentences. */
type DivisionUnit = 'documents' | 'sentences';

/** From so many documents on they stay whole, however unevenly they divide. */
const enoughDocuments = 50;
/** A category of so many examples is missed where a part has none. */
const enoughExamples = 10;
const standardShares = [0.8, 0.1, 0.1];

/** Train, dev and test, 80/10/10 of the sentences, and as nearly as can be of each category's examples. */
export function splitCorpus(corpus: Corpus, { seed = 1 }: { readonly seed?: number } = {}): Splits {
  const [train, dev, test] = divideStratified(corpus, standardShares, seed) as [Corpus, Corpus, Corpus];
  return { train, dev, test };
}

/** Takes a share away, such as a tenth of train to serve as dev, and of each category's examples as well. */
export function holdOut(corpus: Corpus, share = 0.1, seed = 1): { readonly rest: Corpus; readonly heldOut: Corpus } {
  const [rest, heldOut] = divideStratified(corpus, [1 - share, share], seed) as [Corpus, Corpus];
  return { rest, heldOut };
}

/**
 * Paper 0's D_S and D_T (section 4.1): the training sentences shuffled and divided, the smaller part standing for a
 * target that comes later. Categories are left to chance, as there.
 */
export function progressiveSplit(
  corpus: Corpus,
  { sourceShare = 0.8, seed = 7 }: { readonly sourceShare?: number; readonly seed?: number } = {},
): { readonly source: Corpus; readonly target: Corpus } {
  const shares = [sourceShare, 1 - sourceShare];
  checkShares(shares);
  const units = createRandom(seed).fork('split').shuffle(unitsOf(corpus, 'sentences'));
  const [source, target] = partsOf(corpus, units, fillInTurn(units, shares), 2) as [Corpus, Corpus];
  return { source, target };
}

/**
 * Documents stay whole where there are many, and where few of them divide well all the same; else their sentences are
 * divided.
 */
function divideStratified(corpus: Corpus, shares: readonly number[], seed: number): Corpus[] {
  checkShares(shares);
  const random = createRandom(seed).fork('split');
  const divided = (division: DivisionUnit) => {
    const units = unitsOf(corpus, division);
    const partOf = stratify(units, shares, random.fork(division));
    return partsOf(corpus, units, partOf, shares.length);
  };
  const whole = divided('documents');
  const isGood = corpus.documents.length >= enoughDocuments || dividesWell(whole, shares);
  return isGood ? whole : divided('sentences');
}

function dividesWell(parts: readonly Corpus[], shares: readonly number[]): boolean {
  const sizes = parts.map(({ documents }) => documents.reduce((sum, { sentences }) => sum + sentences.length, 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const isNear = shares.every((share, part) => {
    const size = sizes[part] as number;
    return size > 0 && size >= (share * total) / 2 && size <= 2 * share * total;
  });
  if (!isNear) return false;
  const counts = parts.map(annotationCounts);
  const examples = (category: string) => counts.map((each) => each.get(category) ?? 0);
  const categories = new Set(counts.flatMap((each) => [...each.keys()]));
  return [...categories].every((category) => {
    const found = examples(category);
    return found.every((count) => count > 0) || found.reduce((sum, count) => sum + count, 0) < enoughExamples;
  });
}

interface Unit extends LabelledUnit {
  readonly members: readonly { readonly document: number; readonly sentence: number }[];
}

/** Groups where documents have them, else documents or sentences, in order of first appearance. */
function unitsOf(corpus: Corpus, division: DivisionUnit): Unit[] {
  const units = new Map<string, { members: { document: number; sentence: number }[]; labels: Map<string, number> }>();
  corpus.documents.forEach((document, index) => {
    const labels = labelsOf(document);
    document.sentences.forEach((_, sentence) => {
      const single = division === 'documents' ? `document ${index}` : `sentence ${index} ${sentence}`;
      const key = document.group === undefined ? single : `group ${document.group}`;
      const unit = units.get(key) ?? { members: [], labels: new Map<string, number>() };
      unit.members.push({ document: index, sentence });
      for (const label of labels[sentence] ?? []) unit.labels.set(label, (unit.labels.get(label) ?? 0) + 1);
      units.set(key, unit);
    });
  });
  return [...units.values()].map((unit) => ({ ...unit, size: unit.members.length }));
}

/** The categories of each sentence's spans, or its tags. Sentences and spans are in order of start, so one pass does. */
function labelsOf({ sentences, spans }: Document): readonly string[][] {
  let next = 0;
  return sentences.map(({ tokens, tags = [] }) => {
    const labels = [...tags];
    const end = tokens.at(-1)?.end ?? 0;
    for (let span = spans[next]; span && span.start < end; span = spans[++next]) labels.push(span.category);
    return labels;
  });
}

function checkShares(shares: readonly number[]): void {
  if (shares.every((share) => share > 0 && share < 1)) return;
  throw new GraftError({
    code: 'split-share',
    message: `The corpus cannot be divided into shares of ${shares.join(' and ')}.`,
    remedy: 'Give a share between 0 and 1, such as 0.1.',
  });
}

/** The units fill the parts one after another, each to its share of the sentences. */
function fillInTurn(units: readonly Unit[], shares: readonly number[]): number[] {
  const total = units.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  return units.map(({ size }) => {
    const middle = (before + size / 2) / total;
    before += size;
    return partAt(shares, middle);
  });
}

/** Index of the part into which a position from 0 to 1 falls. */
function partAt(shares: readonly number[], position: number): number {
  let end = 0;
  for (let part = 0; part < shares.length - 1; part++) {
    end += shares[part] as number;
    if (position < end) return part;
  }
  return shares.length - 1;
}

/** @param partOf the part of each unit. */
function partsOf(corpus: Corpus, units: readonly Unit[], partOf: ArrayLike<number>, count: number): Corpus[] {
  const parts: Unit[][] = Array.from({ length: count }, () => []);
  units.forEach((unit, index) => {
    parts[partOf[index] as number]?.push(unit);
  });
  fillEmptyParts(parts);
  const places = corpus.documents.map(({ sentences }) => new Uint8Array(sentences.length));
  parts.forEach((part, index) => {
    for (const { members } of part) {
      for (const { document, sentence } of members) (places[document] as Uint8Array)[sentence] = index;
    }
  });
  return parts.map((_, part) => selectSentences(corpus, (document, sentence) => places[document]?.[sentence] === part));
}

/** A small corpus must not lose its dev or test part to rounding, as long as there is something to give. */
function fillEmptyParts(parts: Unit[][]): void {
  for (const part of parts) {
    const largest = parts.reduce((most, each) => (each.length > most.length ? each : most));
    if (part.length === 0 && largest.length > 1) part.push(largest.pop() as Unit);
  }
}

/**
 * The corpus as if these categories had never been thought of: their spans are gone, and their tokens count as O. It
 * is what paper 0 does to D_S.
 */
export function hideCategories(corpus: Corpus, categories: Iterable<string>): Corpus {
  if (corpus.kind === 'tags') {
    throw new GraftError({
      code: 'corpus-kind',
      message: `The corpus ${corpus.name} has one tag a token, and none of them can become O.`,
      remedy: 'Hide categories in a corpus of spans.',
    });
  }
  const hidden = new Set(categories);
  const visible = (category: string) => !hidden.has(category);
  return {
    ...corpus,
    categories: corpus.categories.filter(visible),
    documents: corpus.documents.map((document) => {
      const annotated = document.annotated === 'all' ? 'all' : document.annotated.filter(visible);
      const spans = allSpans(document).filter(({ category }) => visible(category));
      return withSpans({ ...document, annotated }, spans);
    }),
  };
}

export function mapSplits(splits: Splits, change: (corpus: Corpus) => Corpus): Splits {
  const [train, dev, test] = partNames.map((part) => change(splits[part])) as [Corpus, Corpus, Corpus];
  return { train, dev, test };
}

/** All parts as one corpus. */
export function joinSplits({ train, dev, test }: Splits): Corpus {
  return { ...train, documents: [...train.documents, ...dev.documents, ...test.documents] };
}

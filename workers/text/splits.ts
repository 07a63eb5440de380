/**
 * Divides corpora that come without a division, and keeps what must not be seen apart from what is learned. Parts keep
 * documents' texts and offsets as they are; only their sentences are chosen. Groups (a template, a conversation) are
 * never divided.
 */
import {
  type Corpus,
  type Document,
  type PartName,
  partNames,
  type Sentence,
  type Span,
  type Splits,
} from '../protocol/corpus.ts';
import { GraftError, type Problem } from '../protocol/errors.ts';
import { clip } from './clip.ts';
import { wordsOf } from './examples.ts';
import { createRandom } from './random.ts';
import { allSpans, withSpans } from './spans.ts';
import { normalizeWord } from './vocabulary.ts';

/** What is divided: documents (groups alone are stricter), or single sentences. */
type DivisionUnit = 'documents' | 'sentences';

/** Fewer documents than this divide too unevenly: then single sentences are chosen. */
const enoughDocuments = 50;
const standardShares = [0.8, 0.1, 0.1];
const namedExamples = 3;

/** Train, dev and test, 80/10/10. */
export function splitCorpus(corpus: Corpus, { seed = 1 }: { readonly seed?: number } = {}): Splits {
  const [train, dev, test] = divide(corpus, standardShares, seed, unitOf(corpus)) as [Corpus, Corpus, Corpus];
  return { train, dev, test };
}

/** Takes a share away, such as a tenth of train to serve as dev. */
export function holdOut(corpus: Corpus, share = 0.1, seed = 1): { readonly rest: Corpus; readonly heldOut: Corpus } {
  const [rest, heldOut] = divide(corpus, [1 - share, share], seed, unitOf(corpus)) as [Corpus, Corpus];
  return { rest, heldOut };
}

/**
 * Paper 0's D_S and D_T (section 4.1): the training sentences shuffled and divided, the smaller part standing for a
 * target that comes later.
 */
export function progressiveSplit(
  corpus: Corpus,
  { sourceShare = 0.8, seed = 7 }: { readonly sourceShare?: number; readonly seed?: number } = {},
): { readonly source: Corpus; readonly target: Corpus } {
  const shares = [sourceShare, 1 - sourceShare];
  const [source, target] = divide(corpus, shares, seed, 'sentences') as [Corpus, Corpus];
  return { source, target };
}

function unitOf(corpus: Corpus): DivisionUnit {
  return corpus.documents.length >= enoughDocuments ? 'documents' : 'sentences';
}

interface Unit {
  readonly members: { readonly document: number; readonly sentence: number }[];
}

/** Groups where documents have them, else documents or sentences, in order of first appearance. */
function unitsOf(corpus: Corpus, division: DivisionUnit): Unit[] {
  const units = new Map<string, Unit>();
  corpus.documents.forEach(({ group, sentences }, document) => {
    sentences.forEach((_, sentence) => {
      const single = division === 'documents' ? `document ${document}` : `sentence ${document} ${sentence}`;
      const key = group === undefined ? single : `group ${group}`;
      const unit = units.get(key) ?? { members: [] };
      unit.members.push({ document, sentence });
      units.set(key, unit);
    });
  });
  return [...units.values()];
}

/** Shuffled units fill the parts one after another, each to its share of the sentences. */
function divide(corpus: Corpus, shares: readonly number[], seed: number, division: DivisionUnit): Corpus[] {
  if (shares.some((share) => !(share > 0 && share < 1))) {
    throw new GraftError({
      code: 'split-share',
      message: `The corpus cannot be divided into shares of ${shares.join(' and ')}.`,
      remedy: 'Give a share between 0 and 1, such as 0.1.',
    });
  }
  const units = createRandom(seed).fork('split').shuffle(unitsOf(corpus, division));
  const total = units.reduce((sum, { members }) => sum + members.length, 0);
  const parts: Unit[][] = shares.map(() => []);
  let before = 0;
  for (const unit of units) {
    const middle = (before + unit.members.length / 2) / total;
    (parts[partAt(shares, middle)] as Unit[]).push(unit);
    before += unit.members.length;
  }
  fillEmptyParts(parts);
  return parts.map((part) => {
    const chosen = new Set(part.flatMap(({ members }) => members.map(memberKey)));
    return selectSentences(corpus, (document, sentence) => chosen.has(memberKey({ document, sentence })));
  });
}

const memberKey = ({ document, sentence }: Unit['members'][number]) => `${document} ${sentence}`;

/** Index of the part into which a position from 0 to 1 falls. */
function partAt(shares: readonly number[], position: number): number {
  let end = 0;
  for (let part = 0; part < shares.length - 1; part++) {
    end += shares[part] as number;
    if (position < end) return part;
  }
  return shares.length - 1;
}

/** A small corpus must not lose its dev or test part to rounding, as long as there is something to give. */
function fillEmptyParts(parts: Unit[][]): void {
  for (const part of parts) {
    const largest = parts.reduce((most, each) => (each.length > most.length ? each : most));
    if (part.length === 0 && largest.length > 1) part.push(largest.pop() as Unit);
  }
}

/**
 * The sentences that `keep` chooses, by index of document and of sentence in it, with the spans inside them. Documents
 * keep id, text and offsets; those without a chosen sentence are left out.
 */
function selectSentences(corpus: Corpus, keep: (document: number, sentence: number) => boolean): Corpus {
  const documents = corpus.documents.flatMap((document, index) => {
    const sentences = document.sentences.filter((_, sentence) => keep(index, sentence));
    if (sentences.length === document.sentences.length && sentences.length > 0) return [document];
    return sentences.length > 0
      ? [withSpans({ ...document, sentences }, spansInside(allSpans(document), sentences))]
      : [];
  });
  return { ...corpus, documents };
}

/** Both lists are in order of start, so one pass does. */
function spansInside(spans: readonly Span[], sentences: readonly Sentence[]): Span[] {
  let index = 0;
  return spans.filter(({ start }) => {
    while (index < sentences.length && (sentences[index]?.tokens.at(-1)?.end ?? 0) <= start) index++;
    const first = sentences[index]?.tokens[0];
    return first !== undefined && first.start <= start;
  });
}

/** The first `count` sentences, in the corpus's order. */
export function takeSentences(corpus: Corpus, count: number): Corpus {
  let taken = 0;
  return selectSentences(corpus, () => taken++ < count);
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

interface PartContents {
  readonly name: PartName;
  readonly sentences: readonly string[];
  readonly exact: ReadonlySet<string>;
  readonly withoutDigits: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

/**
 * What stands on both sides of a split: groups, sentences word for word, and sentences that differ in their digits
 * alone. Scores on such sentences tell what was remembered, not what was learned.
 */
export function overlapWarnings(splits: Splits): Problem[] {
  const parts = partNames.map((name) => contentsOf(name, splits[name].documents));
  const problems: Problem[] = [];
  for (const [earlier, later] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    const one = parts[earlier] as PartContents;
    const other = parts[later] as PartContents;
    const groups = [...other.groups].filter((group) => one.groups.has(group));
    const same = other.sentences.filter((sentence) => one.exact.has(sentence));
    const similar = other.sentences.filter(
      (sentence) => !one.exact.has(sentence) && one.withoutDigits.has(digitsToZero(sentence)),
    );
    const size = `${other.name}'s ${other.sentences.length} sentences`;
    if (groups.length > 0) {
      problems.push({
        code: 'group-overlap',
        message: `${groups.length === 1 ? '1 group stands' : `${groups.length} groups stand`} both in ${one.name} and in ${other.name}${examples(groups)}.`,
        remedy: 'Let Graft divide the corpus: it keeps groups together.',
      });
    }
    if (same.length > 0) problems.push(sentenceOverlap(one, `${same.length} of ${size} also stand in`, same));
    if (similar.length > 0) {
      problems.push(sentenceOverlap(one, `${similar.length} of ${size} stand but for their digits in`, similar));
    }
  }
  return problems;
}

function sentenceOverlap({ name }: PartContents, what: string, sentences: readonly string[]): Problem {
  return {
    code: 'sentence-overlap',
    message: `${what} ${name}${examples(sentences)}.`,
    remedy: 'Scores on them show memory rather than learning: take them out of one side if there are many.',
  };
}

function contentsOf(name: PartName, documents: readonly Document[]): PartContents {
  const sentences = documents.flatMap((document) =>
    document.sentences.map((sentence) => wordsOf(document, sentence).join(' ')),
  );
  const groups = new Set(documents.flatMap(({ group }) => group ?? []));
  return { name, sentences, exact: new Set(sentences), withoutDigits: new Set(sentences.map(digitsToZero)), groups };
}

const digitsToZero = (text: string) => normalizeWord(text, true);

/** The first few different ones, shortened, for a message. */
function examples(texts: readonly string[]): string {
  const named = [...new Set(texts)].slice(0, namedExamples);
  const quoted = named.map((text) => `“${clip(text)}”`);
  return `, such as ${quoted.join(', ')}`;
}

export function mapSplits(splits: Splits, change: (corpus: Corpus) => Corpus): Splits {
  const [train, dev, test] = partNames.map((part) => change(splits[part])) as [Corpus, Corpus, Corpus];
  return { train, dev, test };
}

/** All parts as one corpus. */
export function joinSplits({ train, dev, test }: Splits): Corpus {
  return { ...train, documents: [...train.documents, ...dev.documents, ...test.documents] };
}

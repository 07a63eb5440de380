/**
 * Makes train, dev and test of the files that were given: by what the user said, by the files' names, or by dividing
 * what there is. Whatever is decided here on the user's behalf is said in words.
 */
import type { Corpus, CorpusKind, Document, PartName, ReadResult, Splits } from '../protocol/corpus.ts';
import type { ImportOptions } from '../protocol/engine.ts';
import { GraftError, type Problem } from '../protocol/errors.ts';
import { clip } from '../text/clip.ts';
import { holdOut, splitCorpus } from '../text/splits.ts';
import type { CorpusSource } from './corpusSources.ts';

const defaultSeed = 1;

/** The part of each file; null for all of them where they have to be divided. */
export function assignParts(files: readonly CorpusSource[], assume: (words: string) => void): (PartName | null)[] {
  // Who names no file for dev and test has one corpus, in as many files as it may be.
  if (files.every(({ part }) => part === 'train')) return files.map(() => null);
  if (files.length === 1 && !files[0]?.part) return [null];
  const parts = files.map(({ part, named }) => part ?? named);
  if (parts.every((part) => part === undefined)) {
    assume('no file name says train, dev or test: all files were taken together and divided');
    return files.map(() => null);
  }
  return files.map(({ name, part }, index) => {
    const found = parts[index] ?? 'train';
    if (!part)
      assume(parts[index] ? `${name} is ${found}, by its name` : `${name} was taken for train: its name does not say`);
    return found;
  });
}

/**
 * The three parts, of one name and with the same list of categories.
 * @throws GraftError where files are of different kinds.
 */
export function joinParts(
  name: string,
  read: readonly ReadResult[],
  parts: readonly (PartName | null)[],
  { splitSeed = defaultSeed, whole = false }: ImportOptions,
  { assume, report }: { assume: (words: string) => void; report: (problem: Problem) => void },
): Splits {
  const kind = commonKind(read);
  const categories = [...new Set(read.flatMap(({ corpus }) => corpus.categories))];
  const corpusOf = (part: PartName | null): Corpus => {
    const documents = read.flatMap(({ corpus }, index) => (parts[index] === part ? corpus.documents : []));
    return { name, kind, categories, documents: withUniqueIds(documents, part ?? name, report) };
  };
  if (whole && parts.every((part) => part === null)) {
    const [train, none] = [corpusOf(null), corpusOf('dev')];
    return { train, dev: none, test: none };
  }
  if (parts.every((part) => part === null)) {
    const splits = splitCorpus(corpusOf(null), { seed: splitSeed });
    assume(`divided into train, dev and test, 80/10/10, by the seed ${splitSeed}, ${dividedBy(splits)}`);
    return splits;
  }
  const splits = { train: corpusOf('train'), dev: corpusOf('dev'), test: corpusOf('test') };
  if (whole || splits.train.documents.length === 0 || splits.dev.documents.length > 0) return splits;
  assume(`there is no dev file: a tenth of train was taken, by the seed ${splitSeed}`);
  const { rest, heldOut } = holdOut(splits.train, 0.1, splitSeed);
  return { ...splits, train: rest, dev: heldOut };
}

/** Ids are unique before a corpus is divided: one in two parts is a document that was divided. */
function dividedBy({ train, dev, test }: Splits): string {
  const inTrain = new Set(train.documents.map(({ id }) => id));
  const inDev = new Set(dev.documents.map(({ id }) => id));
  const isDivided =
    [...dev.documents, ...test.documents].some(({ id }) => inTrain.has(id)) ||
    test.documents.some(({ id }) => inDev.has(id));
  return `each category likewise, ${isDivided ? 'sentence by sentence' : 'documents whole'}`;
}

/** A document is found by its id: where files repeat one, the later documents get a number behind it. */
function withUniqueIds(
  documents: readonly Document[],
  where: string,
  report: (problem: Problem) => void,
): readonly Document[] {
  const taken = new Set(documents.map(({ id }) => id));
  if (taken.size === documents.length) return documents;
  const numbers = new Map<string, number>();
  const renamed: { from: string; to: string }[] = [];
  const unique = documents.map((document): Document => {
    const { id } = document;
    const last = numbers.get(id);
    numbers.set(id, last ?? 1);
    if (last === undefined) return document;
    let number = last + 1;
    while (taken.has(`${id} (${number})`)) number++;
    numbers.set(id, number);
    renamed.push({ from: id, to: `${id} (${number})` });
    return { ...document, id: `${id} (${number})` };
  });
  const [first] = renamed;
  report({
    code: 'repeated-id',
    message: `In ${where}, ${renamed.length === 1 ? '1 document has' : `${renamed.length} documents have`} an id that another has too, such as “${clip(first?.from ?? '')}”, which became “${clip(first?.to ?? '')}”.`,
    remedy: 'Nothing needs to be done, unless you look documents up by their ids: then give each its own.',
  });
  return unique;
}

function commonKind(read: readonly ReadResult[]): CorpusKind {
  const [first, ...others] = read.map(({ corpus }) => corpus);
  const different = others.find(({ kind }) => kind !== first?.kind);
  if (first && different) {
    throw new GraftError({
      code: 'corpus-kind',
      message: `The file ${first.name} was read as ${kindLabel(first.kind)}, but ${different.name} as ${kindLabel(different.kind)}.`,
      remedy: 'Choose the column of the tags and their kind, the same for all files.',
      file: different.name,
    });
  }
  return first?.kind ?? 'spans';
}

function kindLabel(kind: CorpusKind): string {
  return kind === 'tags' ? 'one tag a token' : 'spans';
}

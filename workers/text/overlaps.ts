/**
 * What stands on both sides of a split: scores on it tell what was remembered, not what was learned. It is told, and taken
 * out of one side where the user wants it.
 */

import { type Document, type PartName, partNames, type Sentence, type Splits } from '../protocol/corpus.ts';
import { GraftError, type Problem } from '../protocol/errors.ts';
import { clip } from './clip.ts';
import { counted } from './counted.ts';
import { wordsOf } from './examples.ts';
import { selectSentences } from './sentenceSelection.ts';
import { normalizeWord } from './vocabulary.ts';

const namedExamples = 3;

/** In the terminal `--deduplicate` alone takes out of train. */
const takeOutOf = (part: PartName) => `take them out of one side (--deduplicate${part === 'train' ? '' : ` ${part}`})`;

const memory = 'Scores on them show memory rather than learning';

/** Whether a problem is one of the warnings below, which are worked out anew when the parts change. */
export function isOverlapWarning({ code }: Problem): boolean {
  return code === 'group-overlap' || code === 'sentence-overlap' || code === 'similar-overlap';
}

interface PartContents {
  readonly name: PartName;
  readonly sentences: readonly string[];
  readonly exact: ReadonlySet<string>;
  readonly withoutDigits: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

interface PartOverlap {
  readonly kind: 'group' | 'sentence' | 'similar';
  readonly earlier: PartName;
  readonly later: PartName;
  /** Of the later part. */
  readonly shared: readonly string[];
  readonly sentences: number;
}

/**
 * What stands on both sides of a split: groups, sentences word for word, and sentences that differ in their digits
 * alone. Scores on such sentences tell what was remembered, not what was learned.
 */
export function overlapWarnings(splits: Splits): Problem[] {
  return overlapsOf(splits).map(warningOf);
}

/** The same in one line, for who wants to see something else as well; null where nothing overlaps. */
export function overlapInShort(splits: Splits): Problem | null {
  const overlaps = overlapsOf(splits);
  if (overlaps.length === 0) return null;
  const told = ({ kind, words }: { readonly kind: PartOverlap['kind']; readonly words: string }) =>
    partNames.flatMap((earlier) => {
      const here = overlaps.filter((each) => each.kind === kind && each.earlier === earlier);
      const counts = here.map(({ later, shared, sentences }) =>
        kind === 'group' ? `${shared.length} of ${later}` : `${shared.length} of ${later}'s ${sentences}`,
      );
      return counts.length > 0 ? `${counts.join(' and ')} ${words} ${earlier}` : [];
    });
  const sentences = [
    ...told({ kind: 'sentence', words: 'also in' }),
    ...told({ kind: 'similar', words: 'but for digits in' }),
  ];
  const groups = told({ kind: 'group', words: 'also in' });
  return {
    code: 'overlaps',
    message: [
      ...(sentences.length > 0 ? [`Sentences stand in more than one part: ${sentences.join('; ')}.`] : []),
      ...(groups.length > 0 ? [`Groups stand in more than one part: ${groups.join('; ')}.`] : []),
    ].join(' '),
    remedy: `${memory}: take them out of one side (--deduplicate).`,
  };
}

function overlapsOf(splits: Splits): PartOverlap[] {
  const parts = partNames.map((name) => contentsOf(name, splits[name].documents));
  return (
    [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const
  ).flatMap(([first, second]) => {
    const one = parts[first] as PartContents;
    const other = parts[second] as PartContents;
    const found = (kind: PartOverlap['kind'], shared: readonly string[]): PartOverlap[] =>
      shared.length === 0
        ? []
        : [{ kind, earlier: one.name, later: other.name, shared, sentences: other.sentences.length }];
    return [
      ...found(
        'group',
        [...other.groups].filter((group) => one.groups.has(group)),
      ),
      ...found(
        'sentence',
        other.sentences.filter((sentence) => one.exact.has(sentence)),
      ),
      ...found(
        'similar',
        other.sentences.filter((sentence) => !one.exact.has(sentence) && one.withoutDigits.has(digitsToZero(sentence))),
      ),
    ];
  });
}

function warningOf({ kind, earlier, later, shared, sentences }: PartOverlap): Problem {
  const [count, size] = [shared.length, `${later}'s ${counted(sentences, 'sentence')}`];
  const one = count === 1;
  switch (kind) {
    case 'group':
      return {
        code: 'group-overlap',
        message: `${one ? '1 group stands' : `${count} groups stand`} both in ${earlier} and in ${later}${examples(shared)}.`,
        remedy: `Let Graft divide the corpus, which keeps groups together, or ${takeOutOf(earlier)}.`,
      };
    case 'sentence':
      return {
        code: 'sentence-overlap',
        message: `${count} of ${size} also ${one ? 'stands' : 'stand'} in ${earlier}${examples(shared)}.`,
        remedy: `${memory}: ${takeOutOf(earlier)}.`,
      };
    case 'similar':
      return {
        code: 'similar-overlap',
        message: `${count} of ${size} ${one ? 'differs from one' : 'differ from some'} of ${earlier} in digits alone${examples(shared)}.`,
        remedy: `${memory}, if there are many: keep them in one part alone.`,
      };
  }
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

export interface Deduplicated {
  readonly splits: Splits;
  /** Sentences that were taken out. */
  readonly sentences: number;
  /** The groups among them. */
  readonly groups: number;
}

/**
 * Takes out of one part the sentences that stand word for word in another one, and all sentences of groups that do. A
 * document keeps its id and its text; one that loses every sentence goes.
 * @throws GraftError where nothing would be left of the part.
 */
export function takeOutOverlap(splits: Splits, from: PartName): Deduplicated {
  const others = partNames.filter((part) => part !== from).map((part) => contentsOf(part, splits[part].documents));
  const { documents } = splits[from];
  const groups = new Set<string>();
  let [all, gone] = [0, 0];
  const part = selectSentences(splits[from], (index, sentence) => {
    const document = documents[index] as Document;
    const { group } = document;
    const text = wordsOf(document, document.sentences[sentence] as Sentence).join(' ');
    const isGroupElsewhere = group !== undefined && others.some((other) => other.groups.has(group));
    if (isGroupElsewhere) groups.add(group);
    const isElsewhere = isGroupElsewhere || others.some(({ exact }) => exact.has(text));
    all++;
    gone += Number(isElsewhere);
    return !isElsewhere;
  });
  if (gone === 0) return { splits, sentences: 0, groups: 0 };
  if (gone === all) {
    throw new GraftError({
      code: 'deduplicate-all',
      message: `Every sentence of ${from} (${all}) stands in another part as well: nothing would be left of it.`,
      remedy: 'Take them out of another part, or give other files.',
    });
  }
  return { splits: { ...splits, [from]: part }, sentences: gone, groups: groups.size };
}

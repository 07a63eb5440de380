/**
 * How a file spells its tags. The shared tasks write `B-PER`; people write `b_PER`, `PER:B`, `M-PER`, `U-PER`, plain
 * `B`, and `0` where O is meant. This looks at all different tags of a file at once, decides which spelling they have,
 * and gives a function from what stands in a cell to tags of one spelling: O, or B-, I-, E-, S- before the category.
 */

import type { CorpusKind } from '../../protocol/corpus.ts';
import { isWellKnown } from './wellKnownCategories.ts';

/** A tag that every reader after this one understands. */
interface PlainTag {
  readonly prefix: 'B' | 'I' | 'E' | 'S';
  readonly category: string;
}

export interface TagSpelling {
  /** `prefixed`: spans. `bare`: categories without a prefix, beside a sign for outside. `none`: one tag a word. */
  readonly kind: 'prefixed' | 'bare' | 'none';
  /** What was worked out beyond the usual, in words. */
  readonly notes: readonly string[];
  /**
   * The tags of a cell: none for outside, several where tags are stacked; undefined where the cell cannot be read.
   * Bare categories come out as I-.
   */
  readonly read: (cell: string) => readonly PlainTag[] | undefined;
}

/** The category of tags that are a prefix alone, where nobody names it. */
const onlyCategory = 'Entity';

const prefixes: Readonly<Record<string, PlainTag['prefix']>> = {
  B: 'B',
  I: 'I',
  M: 'I',
  E: 'E',
  L: 'E',
  S: 'S',
  U: 'S',
  W: 'S',
};
/** What B, I and so on are called in other schemes; L- and U- come from BILOU, M- from BMES. */
const letters = Object.keys(prefixes).join('');
const stack = /[|;,/+&]/;

/** A way to write prefix and category. The category is empty where the tag is a prefix alone. */
interface Notation {
  readonly name: string;
  readonly pattern: RegExp;
  /** Usual enough to say nothing, and to be believed where it fits half of the tags. */
  readonly usual: boolean;
  /** Believed only where a category has two of the prefixes: `BPER` and `IPER`. */
  readonly inPairs?: boolean;
  /** Believed only where one of the tags is written so. */
  readonly among?: RegExp;
}

const separators = { '-': 'a hyphen', _: 'an underscore', ':': 'a colon' } as const;

const notations: readonly Notation[] = [
  ...Object.entries(separators).flatMap(([sign, called]): Notation[] => [
    {
      name: `prefixes parted from the category by ${called} (B${sign}…)`,
      pattern: new RegExp(`^(?<prefix>[${letters}])${sign}(?<category>.+)$`, 'i'),
      usual: sign === '-',
    },
  ]),
  {
    name: 'prefixes parted from the category by several signs (B-…, B_…)',
    pattern: new RegExp(`^(?<prefix>[${letters}])[-_:](?<category>.+)$`),
    usual: false,
    among: /^B/,
  },
  ...Object.keys(separators).map(
    (sign): Notation => ({
      name: `prefixes that stand behind the category (…${sign}B)`,
      pattern: new RegExp(`^(?<category>.+)${sign}(?<prefix>[${letters}])$`, 'i'),
      usual: false,
    }),
  ),
  {
    name: 'prefixes that no sign parts from the category (BPER)',
    pattern: /^(?<prefix>[BIES])(?<category>\p{Lu}{2,})$/u,
    usual: false,
    inPairs: true,
  },
  {
    name: 'prefixes parted from the category by an unusual sign (B.…, B(…))',
    pattern: /^(?<prefix>[BIES])[.(\u2010-\u2015\u2212=](?<category>[^()]+)\)?$/u,
    usual: false,
    inPairs: true,
  },
  {
    name: 'prefixes written out (BEGIN-…, INSIDE-…)',
    pattern: /^(?<prefix>begin|inside|end|last|single|unit)[-_:](?<category>.+)$/i,
    usual: false,
    among: /^inside/i,
  },
  { name: 'prefixes without a category', pattern: new RegExp(`^(?<prefix>[${letters}])$`, 'i'), usual: false },
];

const outsideSigns = new Set(['O', 'o', '0', '_', '-', '']);

/** O, and what people write in its place; in some tables nothing at all. */
export function isOutside(tag: string): boolean {
  return outsideSigns.has(tag) || /^out(?:side)?$/i.test(tag);
}

/** Whether a cell looks like a tag of spans, for telling the column of tags from others. */
export function looksLikeSpanTag(cell: string): boolean {
  return isOutside(cell) || hyphenTag.test(cell);
}

const hyphenTag = /^[BIESLUMW][-_:]./i;

/**
 * @param counts how often each cell stands in the file.
 * @param category of tags that are a prefix alone.
 * @param kind `spans` where somebody said that the tags make spans.
 */
export function tagSpelling(
  counts: ReadonlyMap<string, number>,
  options: { readonly category?: string; readonly kind?: CorpusKind } = {},
): TagSpelling {
  const around = wrapper(counts);
  if (around === undefined) return plainSpelling(counts, options);
  const plain = new Map<string, number>();
  for (const [cell, times] of counts) plain.set(around(cell), (plain.get(around(cell)) ?? 0) + times);
  const spelling = plainSpelling(plain, options);
  if (spelling.kind !== 'prefixed') return plainSpelling(counts, options);
  const notes = [...spelling.notes, 'quotation marks or brackets around tags left out'];
  return { ...spelling, notes, read: (cell) => spelling.read(around(cell)) };
}

const wrapped = /^(?:'([^']*)'|"([^"]*)"|<([^<>]*)>|\[([^[\]]*)\]|\(([^()]*)\))$/;

/** What takes away the marks that stand around all tags, or all but O; undefined where some tag has none. */
function wrapper(counts: ReadonlyMap<string, number>): ((cell: string) => string) | undefined {
  const labelled = [...counts.keys()].filter((cell) => !isOutside(cell));
  if (labelled.length === 0 || !labelled.every((cell) => wrapped.test(cell))) return undefined;
  return (cell) =>
    wrapped
      .exec(cell)
      ?.slice(1)
      .find((inner) => inner !== undefined) ?? cell;
}

function plainSpelling(
  counts: ReadonlyMap<string, number>,
  { category = onlyCategory, kind }: { readonly category?: string; readonly kind?: CorpusKind } = {},
): TagSpelling {
  const nothing = signForNothing(counts);
  const isNothing = (tag: string) => isOutside(tag) || tag === nothing;
  const labelled = [...counts].filter(([tag]) => !isNothing(tag));
  const outside = [...counts].filter(([tag]) => isNothing(tag));
  const notation = notations.find((candidate) => fits(candidate, labelled));
  if (notation) return prefixedSpelling(notation, labelled, outside, category);
  const total = sum(counts.values());
  const fewOutside = sum(outside.map(([, times]) => times)) * 10 < total;
  const isFeatures = labelled.some(([tag]) => tag.includes('='));
  const areKnown = labelled.every(([tag]) => isWellKnown(tag));
  if (kind !== 'spans' && labelled.length > 0 && ((fewOutside && !areKnown) || isFeatures))
    return { kind: 'none', notes: [], read: () => undefined };
  return labelled.length === 0
    ? { kind: 'prefixed', notes: outsideNotes(outside), read: (cell) => (isOutside(cell) ? [] : undefined) }
    : bareSpelling(counts, outside, isNothing);
}

/** `None` or `Other` beside categories that everybody knows; elsewhere these are tags as any. */
function signForNothing(counts: ReadonlyMap<string, number>): string | undefined {
  const tags = [...counts.keys()].filter((tag) => !isOutside(tag));
  const others = tags.filter((tag) => !isWellKnown(tag));
  const [only] = others;
  return others.length === 1 && tags.length > 1 && only && /^(?:none|other|null|nil|n\/a)$/i.test(only)
    ? only
    : undefined;
}

/** What a cell may hold several of. */
const piecesOf = (cell: string): string[] =>
  cell
    .split(stack)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');

/** The prefixes of a cell's tags; undefined where it is not written so. A sign in a category's name parts nothing. */
function prefixesIn(cell: string, { pattern }: Notation): string[] | undefined {
  const prefixOf = (piece: string) => {
    if (isOutside(piece)) return 'O';
    const groups = pattern.exec(piece)?.groups;
    return groups?.category?.trim() === '' ? undefined : groups?.prefix?.charAt(0);
  };
  const whole = prefixOf(cell);
  if (!stack.test(cell)) return whole === undefined ? undefined : [whole];
  const found = piecesOf(cell).map(prefixOf);
  // `B-and/or` is one category, and so is `B-a/b-c`: stacked prefixes are alike.
  const isCapital = (prefix: string | undefined) => prefix !== undefined && prefix === prefix.toUpperCase();
  const isStacked = found.length > 0 && found.every((prefix) => prefix && isCapital(prefix) === isCapital(found[0]));
  if (isStacked) return found as string[];
  return whole === undefined ? undefined : [whole];
}

function fits(notation: Notation, labelled: readonly (readonly [tag: string, times: number])[]): boolean {
  let [fitting, total, opening] = [0, 0, 0];
  for (const [tag, times] of labelled) {
    total += times;
    const found = prefixesIn(tag, notation);
    if (!found) continue;
    fitting += times;
    if (found.some((prefix) => 'BbSsUuWwIi'.includes(prefix))) opening += times;
  }
  if (opening === 0 || (notation.inPairs && !hasPair(notation, labelled))) return false;
  const { among } = notation;
  if (among && !labelled.some(([tag]) => among.test(tag))) return false;
  // A category can itself begin with a letter and a sign (e-mail): the less usual the spelling, the surer it must be.
  return fitting >= (notation.usual ? 0.5 : 0.9) * total;
}

function hasPair({ pattern }: Notation, labelled: readonly (readonly [tag: string, times: number])[]): boolean {
  const categories = labelled.map(([tag]) => pattern.exec(tag)?.groups?.category ?? '');
  return categories.some((category, index) => category !== '' && categories.indexOf(category) < index);
}

function prefixedSpelling(
  notation: Notation,
  labelled: readonly (readonly [tag: string, times: number])[],
  outside: readonly (readonly [tag: string, times: number])[],
  category: string,
): TagSpelling {
  const found = labelled.flatMap(([tag]) => prefixesIn(tag, notation) ?? []);
  const isStacked = labelled.some(([tag]) => (prefixesIn(tag, notation)?.length ?? 0) > 1);
  const has = (...wanted: string[]) => found.some((prefix) => wanted.includes(prefix.toUpperCase()));
  const notes = notation.usual ? [] : [notation.name];
  if (notation === notations.at(-1)) notes.push(`all spans are of one category, called “${category}” here`);
  if (found.some((prefix) => prefix !== prefix.toUpperCase())) notes.push('prefixes in lower case (b-, i-)');
  if (has('L', 'U')) notes.push('BILOU tags, read as BIOES');
  if (has('M', 'W')) notes.push('BMES tags, read as BIOES');
  if (isStacked) notes.push('several tags in a cell, read as spans within and over each other');
  const readPiece = (piece: string): PlainTag => {
    const groups = notation.pattern.exec(piece)?.groups;
    const prefix = prefixes[groups?.prefix?.charAt(0).toUpperCase() ?? ''] ?? 'I';
    return { prefix, category: groups?.category ?? category };
  };
  return {
    kind: 'prefixed',
    notes: [...notes, ...outsideNotes(outside)],
    read: (cell) => {
      const written = prefixesIn(cell, notation);
      if (!written) return undefined;
      const pieces = written.length > 1 ? piecesOf(cell) : [cell];
      return pieces.filter((piece) => !isOutside(piece)).map(readPiece);
    },
  };
}

/** What looks like a prefix is a slip in a file of bare categories, and no category. */
const looksPrefixed = new RegExp(`^[${letters}](?:-.*)?$`);

/** A prefix and a hyphen: parts of speech are not called so. */
export const hasPrefix = (tag: string) => tag.length > 1 && looksPrefixed.test(tag);

function bareSpelling(
  counts: ReadonlyMap<string, number>,
  outside: readonly (readonly [tag: string, times: number])[],
  isNothing: (tag: string) => boolean,
): TagSpelling {
  // `PER|ORG` is two categories where both stand alone elsewhere, and a name of its own where they do not.
  const pieces = (cell: string) => {
    const found = stack.test(cell) ? piecesOf(cell) : [];
    return found.length > 0 && found.every((piece) => counts.has(piece)) ? found : [cell];
  };
  const isStacked = [...counts.keys()].some((cell) => pieces(cell).length > 1);
  return {
    kind: 'bare',
    notes: [
      ...(isStacked ? ['several categories in a cell, read as spans within and over each other'] : []),
      ...outsideNotes(outside),
    ],
    read: (cell) => {
      const found = pieces(cell).filter((piece) => !isNothing(piece));
      return found.some((piece) => looksPrefixed.test(piece))
        ? undefined
        : found.map((category) => ({ prefix: 'I', category }));
    },
  };
}

function outsideNotes(outside: readonly (readonly [tag: string, times: number])[]): string[] {
  const others = outside.flatMap(([tag]) => (tag === 'O' ? [] : [tag === '' ? 'an empty cell' : `“${tag}”`]));
  return others.length === 0 ? [] : [`${others.join(' and ')} read as O: outside of every span`];
}

const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, each) => total + each, 0);

/**
 * What the Labels panel shows of each category, worked out on the page from corpus, source model and set-up: the table is
 * there at once and stays, also where the plan says that it cannot be done like this.
 */
import type { AdaptationConfiguration } from '../../../workers/protocol/configuration.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import type { Likenesses } from '../../../workers/protocol/likenesses.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { mostlyCalled, type Seen } from '../../../workers/text/likenesses.ts';
import { guessNames } from '../../../workers/text/nameGuesses.ts';
import type { Proposal } from '../../store/likenesses.ts';
import { lookedFor, nameInModelOf, namesInCorpusOf } from '../../store/lookedFor.ts';
import { soleLikenesses } from './proposals.ts';

/** A category of the corpus that the model does not know by that name. */
export interface UnknownRow {
  readonly name: string;
  /** Spans, or tagged tokens, in the training part. */
  readonly examples: number;
  /** `same`: goes by a name that the model knows. `missing`: picked as new, and not in this corpus. */
  readonly state: 'new' | 'left-out' | 'same' | 'missing';
  /** What the model calls it. */
  readonly sameAs: string | null;
  /** Of a new one: the old category that it is a kind of. */
  readonly kindOf: string | null;
  /** What the model probably calls it, where nothing has been decided. */
  readonly guess: string | null;
  /** Of a new one that is said to be a kind of none: the old category that it probably is a kind of. */
  readonly kindGuess: string | null;
  /** What the guess is made by, where that is what the model calls its examples. */
  readonly seen: Seen | null;
}

/** A category that the model knows. */
export interface KnownRow {
  readonly name: string;
  readonly examples: number;
  /** Other names under which the corpus has it. */
  readonly calledHere: readonly string[];
  /** The corpus's spans of this very name count as another category, or (null) are left out; undefined: neither. */
  readonly goesTo: string | null | undefined;
  readonly hasExamples: boolean;
  readonly lookedFor: boolean;
  /** Nothing was decided, and there is nothing to decide. */
  readonly asItIs: boolean;
}

export interface LabelRows {
  readonly unknown: readonly UnknownRow[];
  readonly known: readonly KnownRow[];
}

interface Proposing {
  /** What the model calls the examples of what it does not know. */
  readonly likenesses: Likenesses;
  readonly isDismissed: (proposal: Proposal, category: string) => boolean;
}

const nothingSeen: Proposing = { likenesses: {}, isDismissed: () => false };

export function labelRows(
  adaptation: AdaptationConfiguration,
  corpus: Pick<CorpusSummary, 'kind' | 'categories' | 'annotated' | 'parts'>,
  source: Pick<ModelSummary, 'categories'>,
  { likenesses, isDismissed }: Proposing = nothingSeen,
): LabelRows {
  const { newCategories, categoryMap, kinds } = adaptation;
  const examplesOf = (category: string) => corpus.parts.train.categories[category] ?? 0;
  const isKnown = (category: string) => source.categories.includes(category);
  /** What the model calls a category of the corpus. A name that only another model knows is none, and leaves it out. */
  const goesTo = (category: string) => {
    const name = nameInModelOf(category, categoryMap);
    return name !== null && (isKnown(name) || newCategories.includes(name)) ? name : null;
  };

  const undecided = corpus.categories.filter(
    (name) => !isKnown(name) && goesTo(name) === null && categoryMap[name] !== null && !isDismissed('same', name),
  );
  const byName = new Map(
    [...guessNames(corpus.categories, source.categories)].filter(([name]) => undecided.includes(name)),
  );
  const taken = new Set([...corpus.categories.map(goesTo), ...byName.values()]);
  const bySight = soleLikenesses(likenesses, undecided, (name) => !isKnown(name) || taken.has(name));

  const unknown = corpus.categories
    .filter((category) => !isKnown(category))
    .map((name): UnknownRow => {
      const goes = goesTo(name);
      const state = goes === null ? 'left-out' : goes === name ? 'new' : 'same';
      const kind = state === 'new' && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
      const kindOf = kind !== undefined && isKnown(kind) ? kind : null;
      const asksKind = state === 'new' && kindOf === null && !isDismissed('kind', name);
      const seenAs = asksKind ? mostlyCalled(likenesses, name) : byName.has(name) ? null : (bySight.get(name) ?? null);
      const seen = seenAs && isKnown(seenAs.name) ? seenAs : null;
      return {
        ...{ name, examples: examplesOf(name), state, sameAs: state === 'same' ? goes : null, kindOf, seen },
        guess: byName.get(name) ?? (asksKind ? null : (seen?.name ?? null)),
        kindGuess: asksKind ? (seen?.name ?? null) : null,
      };
    })
    .sort((a, b) => b.examples - a.examples);
  const nothing = { sameAs: null, kindOf: null, guess: null, kindGuess: null, seen: null } as const;
  const missing = newCategories
    .filter((name) => !corpus.categories.includes(name))
    .map((name): UnknownRow => ({ name, examples: 0, state: 'missing', ...nothing }));

  const found = lookedFor(adaptation, corpus, source);
  const known = source.categories.map((name): KnownRow => {
    const here = namesInCorpusOf(name, corpus, categoryMap);
    const calledHere = here.filter((category) => category !== name);
    const goes = goesTo(name);
    const elsewhere = corpus.categories.includes(name) && goes !== name ? goes : undefined;
    const examples = here.reduce((sum, category) => sum + examplesOf(category), 0);
    const hasExamples = examples > 0;
    const asItIs = hasExamples && found.includes(name) && calledHere.length === 0 && elsewhere === undefined;
    return { name, examples, calledHere, goesTo: elsewhere, hasExamples, lookedFor: found.includes(name), asItIs };
  });
  return { unknown: [...missing, ...unknown], known };
}

/** Whatever the case, and anywhere in the name. */
export function matches(name: string, filter: string): boolean {
  return name.toLowerCase().includes(filter.trim().toLowerCase());
}

/**
 * The scores that everybody in this field compares by: precision, recall and F1 of whole chunks, as the scorer of the
 * CoNLL-2000 and CoNLL-2003 shared tasks (conlleval, Tjong Kim Sang and Buchholz 2000) counts them. A chunk is right
 * where both its boundaries and its category are. All figures are in percent.
 */
import type { Span } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import type { CategoryScore, Scores } from '../protocol/scores.ts';
import { tagsToSpans } from './schemes.ts';
import { spanKey } from './spans.ts';

/** One sentence's tags, in any of the schemes that `tagsToSpans` reads. */
export interface TagPair {
  readonly gold: readonly string[];
  readonly predicted: readonly string[];
}

/** After minus before, in percentage points. */
export interface ScoreDifference {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface ScoreDifferences {
  /** Over the compared categories alone: an overall figure over other categories is not comparable. */
  readonly overall: ScoreDifference;
  readonly categories: Readonly<Record<string, ScoreDifference>>;
}

interface Counts {
  correct: number;
  predicted: number;
  support: number;
}

class CountsByCategory {
  readonly counts = new Map<string, Counts>();

  of(category: string): Counts {
    let counts = this.counts.get(category);
    if (!counts) {
      counts = { correct: 0, predicted: 0, support: 0 };
      this.counts.set(category, counts);
    }
    return counts;
  }

  /** @param gold categories by what tells a chunk from all others, as `predicted`. */
  add(gold: ReadonlyMap<string, string>, predicted: ReadonlyMap<string, string>): void {
    for (const category of gold.values()) this.of(category).support++;
    for (const [key, category] of predicted) {
      this.of(category).predicted++;
      if (gold.has(key)) this.of(category).correct++;
    }
  }

  scores(): Record<string, CategoryScore> {
    const names = [...this.counts.keys()].sort();
    return Object.fromEntries(names.map((name) => [name, categoryScore(this.of(name))]));
  }

  total(): Counts {
    return sum(this.counts.values());
  }
}

function sum(parts: Iterable<Readonly<Counts>>): Counts {
  const total = { correct: 0, predicted: 0, support: 0 };
  for (const part of parts) {
    total.correct += part.correct;
    total.predicted += part.predicted;
    total.support += part.support;
  }
  return total;
}

function categoryScore({ correct, predicted, support }: Readonly<Counts>): CategoryScore {
  const precision = predicted > 0 ? (100 * correct) / predicted : 0;
  const recall = support > 0 ? (100 * correct) / support : 0;
  const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { precision, recall, f1, support, predicted, correct };
}

function checkLengths({ gold, predicted }: TagPair, sentence: number): void {
  if (gold.length === predicted.length) return;
  throw new GraftError({
    code: 'tag-count',
    message: `Sentence ${sentence} has ${gold.length} gold tags and ${predicted.length} predicted ones.`,
    remedy: 'Score tags of the same sentences, in the same order.',
  });
}

/** Chunks as strings, so that a set can tell which of them two annotations share. */
function chunkKeys(tags: readonly string[], raw: boolean): Map<string, string> {
  if (raw) return new Map(tags.flatMap((tag, index) => (tag === 'O' ? [] : [[`${index} ${tag}`, tag] as const])));
  return new Map(tagsToSpans(tags).map((span) => [spanKey(span), span.category]));
}

/**
 * Scores of predicted tags against gold ones, sentence by sentence.
 * @param raw every tag other than O counts as a chunk of its own, prefix and all (conlleval's -r).
 * @throws GraftError where a sentence has not as many predicted as gold tags.
 */
export function scoreTags(pairs: Iterable<TagPair>, raw = false): Scores {
  const byCategory = new CountsByCategory();
  let tokens = 0;
  let right = 0;
  let sentence = 0;
  for (const pair of pairs) {
    checkLengths(pair, ++sentence);
    byCategory.add(chunkKeys(pair.gold, raw), chunkKeys(pair.predicted, raw));
    tokens += pair.gold.length;
    right += countEqual(pair);
  }
  return {
    overall: categoryScore(byCategory.total()),
    categories: byCategory.scores(),
    tokens,
    accuracy: tokens > 0 ? (100 * right) / tokens : 0,
  };
}

/** The same over spans as they stand in a text: they may overlap, so that no tags could say them. */
export function scoreSpans(
  pairs: Iterable<{ readonly gold: readonly Span[]; readonly predicted: readonly Span[] }>,
): Pick<Scores, 'overall' | 'categories'> {
  const byCategory = new CountsByCategory();
  const keys = (spans: readonly Span[]) => new Map(spans.map((span) => [spanKey(span), span.category]));
  for (const { gold, predicted } of pairs) byCategory.add(keys(gold), keys(predicted));
  return { overall: categoryScore(byCategory.total()), categories: byCategory.scores() };
}

function countEqual({ gold, predicted }: TagPair): number {
  let equal = 0;
  gold.forEach((tag, index) => {
    if (tag === predicted[index]) equal++;
  });
  return equal;
}

/**
 * Token accuracy, for corpora of kind `tags` (POS): every token counts, and no tag is special, a tag named O included.
 * The figures per tag are its precision, recall and F1 over tokens.
 * @throws GraftError where a sentence has not as many predicted as gold tags.
 */
export function scoreAccuracy(pairs: Iterable<TagPair>): Scores {
  const byTag = new CountsByCategory();
  let sentence = 0;
  for (const pair of pairs) {
    checkLengths(pair, ++sentence);
    pair.gold.forEach((tag, index) => {
      const predicted = pair.predicted[index] as string;
      byTag.of(tag).support++;
      byTag.of(predicted).predicted++;
      if (tag === predicted) byTag.of(tag).correct++;
    });
  }
  const total = byTag.total();
  const overall = categoryScore(total);
  return { overall, categories: byTag.scores(), tokens: total.support, accuracy: overall.recall };
}

/** Precision, recall and F1 over some categories taken together, such as the old ones alone. */
export function overallOf(scores: Scores, categories: Iterable<string>): CategoryScore {
  const chosen = new Set(categories);
  return categoryScore(sum([...chosen].flatMap((category) => ownScore(scores, category) ?? [])));
}

function ownScore(scores: Scores, category: string): CategoryScore | undefined {
  return Object.hasOwn(scores.categories, category) ? scores.categories[category] : undefined;
}

/**
 * What an adaptation changed: after minus before.
 * @param categories those to compare, such as the source model's; by default those that both were scored on.
 */
export function differenceScores(before: Scores, after: Scores, categories?: Iterable<string>): ScoreDifferences {
  const shared = Object.keys(before.categories).filter((category) => ownScore(after, category));
  const compared = [...(categories ?? shared)];
  const none = categoryScore({ correct: 0, predicted: 0, support: 0 });
  return {
    overall: difference(overallOf(before, compared), overallOf(after, compared)),
    categories: Object.fromEntries(
      compared.map((category) => [
        category,
        difference(ownScore(before, category) ?? none, ownScore(after, category) ?? none),
      ]),
    ),
  };
}

function difference(before: CategoryScore, after: CategoryScore): ScoreDifference {
  return {
    precision: after.precision - before.precision,
    recall: after.recall - before.recall,
    f1: after.f1 - before.f1,
  };
}

/** The table that conlleval prints, character for character, without a newline at its end. */
export function formatConlleval({ overall, categories, tokens, accuracy }: Scores): string {
  const figures = ({ precision, recall, f1 }: CategoryScore) =>
    `precision: ${figure(precision)}%; recall: ${figure(recall)}%; FB1: ${figure(f1)}`;
  const { support, predicted, correct } = overall;
  return [
    `processed ${tokens} tokens with ${support} phrases; found: ${predicted} phrases; correct: ${correct}.`,
    `accuracy: ${figure(accuracy)}%; ${figures(overall)}`,
    ...Object.keys(categories)
      .sort()
      .map((name) => {
        const score = categories[name] as CategoryScore;
        return `${name.padStart(17)}: ${figures(score)}  ${score.predicted}`;
      }),
  ].join('\n');
}

/** As printf's %6.2f, which rounds an exact half to the even neighbour where toFixed rounds it up. */
function figure(percent: number): string {
  const hundredths = percent * 100;
  const isTie = Number.isInteger(percent * 8) && hundredths % 1 === 0.5;
  const rounded = isTie ? (2 * Math.round(hundredths / 2)) / 100 : percent;
  return rounded.toFixed(2).padStart(6);
}

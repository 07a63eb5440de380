/**
 * What kind of mistakes a tagger makes. F1 says how many spans are wrong; these say how: found with wrong boundaries,
 * found under the wrong category, missed, or made up. Works on spans over tokens and over characters alike.
 */
import type { ErrorKind } from '../protocol/scores.ts';
import type { TokenSpan } from './schemes.ts';

export interface SpanError<S extends TokenSpan = TokenSpan> {
  readonly kind: ErrorKind;
  /** Absent in a spurious span. */
  readonly gold?: S;
  /** Absent in a missed span. */
  readonly predicted?: S;
}

export interface SpanPairs<S extends TokenSpan = TokenSpan> {
  readonly gold: readonly S[];
  readonly predicted: readonly S[];
}

export interface ConfusionMatrix {
  /** In the order given, then those met; the matrix has one row and column more, the last, for "none". */
  readonly categories: readonly string[];
  /** Spans; rows gold, columns predicted; [categories + 1, categories + 1]. */
  readonly counts: readonly (readonly number[])[];
}

interface Candidate<S> {
  readonly gold: S;
  readonly predicted: S;
  readonly rank: number;
  readonly overlap: number;
}

/** The better the pair, the smaller: right, wrong category alone, wrong boundaries alone, both wrong. */
function pairRank(gold: TokenSpan, predicted: TokenSpan): number {
  const sameBoundaries = gold.start === predicted.start && gold.end === predicted.end;
  const sameCategory = gold.category === predicted.category;
  if (sameBoundaries) return sameCategory ? 0 : 1;
  return sameCategory ? 2 : 3;
}

/** Pairs each gold span with at most one predicted span that it overlaps, the best pairs first. */
function pairSpans<S extends TokenSpan>({ gold, predicted }: SpanPairs<S>): { pairs: Candidate<S>[]; paired: Set<S> } {
  const candidates: Candidate<S>[] = [];
  for (const goldSpan of gold) {
    for (const predictedSpan of predicted) {
      const overlap = Math.min(goldSpan.end, predictedSpan.end) - Math.max(goldSpan.start, predictedSpan.start);
      if (overlap <= 0) continue;
      candidates.push({ gold: goldSpan, predicted: predictedSpan, rank: pairRank(goldSpan, predictedSpan), overlap });
    }
  }
  candidates.sort(
    (a, b) =>
      a.rank - b.rank || b.overlap - a.overlap || a.gold.start - b.gold.start || a.predicted.start - b.predicted.start,
  );
  const paired = new Set<S>();
  const pairs = candidates.filter((candidate) => {
    if (paired.has(candidate.gold) || paired.has(candidate.predicted)) return false;
    paired.add(candidate.gold).add(candidate.predicted);
    return true;
  });
  return { pairs, paired };
}

/**
 * The mistakes of one sentence, in order of position; a right span is none. Every span is counted once: one that
 * overlaps only spans already paired with a better match is missed or spurious.
 */
export function classifyErrors<S extends TokenSpan>(gold: readonly S[], predicted: readonly S[]): SpanError<S>[] {
  // Copies, so that a span object used on both sides is not taken for one that is paired already.
  const sides = { gold: gold.map((span) => ({ ...span })), predicted: predicted.map((span) => ({ ...span })) };
  const { pairs, paired } = pairSpans(sides);
  const errors: SpanError<S>[] = pairs
    .filter(({ rank }) => rank > 0)
    .map((pair) => ({ kind: pair.rank === 2 ? 'boundary' : 'category', gold: pair.gold, predicted: pair.predicted }));
  for (const span of sides.gold) if (!paired.has(span)) errors.push({ kind: 'missed', gold: span });
  for (const span of sides.predicted) if (!paired.has(span)) errors.push({ kind: 'spurious', predicted: span });
  const position = ({ gold: goldSpan, predicted: predictedSpan }: SpanError<S>) =>
    Math.min(goldSpan?.start ?? Number.POSITIVE_INFINITY, predictedSpan?.start ?? Number.POSITIVE_INFINITY);
  return errors.sort((a, b) => position(a) - position(b));
}

/**
 * How often each gold category was found as each other. Spans are paired as in `classifyErrors`, so the diagonal
 * holds the spans whose category is right, with wrong boundaries included.
 * @param categories the first rows, in this order, even where no span has them.
 */
export function confusionMatrix(sentences: Iterable<SpanPairs>, categories: readonly string[] = []): ConfusionMatrix {
  const cells = new Map<string, { gold: string | null; predicted: string | null; count: number }>();
  const names = new Set(categories);
  const count = (gold: string | null, predicted: string | null) => {
    for (const name of [gold, predicted]) if (name !== null) names.add(name);
    const key = JSON.stringify([gold, predicted]);
    const cell = cells.get(key);
    if (cell) cell.count++;
    else cells.set(key, { gold, predicted, count: 1 });
  };
  for (const { gold, predicted } of sentences) {
    const sides = { gold: gold.map((span) => ({ ...span })), predicted: predicted.map((span) => ({ ...span })) };
    const { pairs, paired } = pairSpans(sides);
    for (const pair of pairs) count(pair.gold.category, pair.predicted.category);
    for (const span of sides.gold) if (!paired.has(span)) count(span.category, null);
    for (const span of sides.predicted) if (!paired.has(span)) count(null, span.category);
  }
  const rows = [...names];
  const counts = Array.from({ length: rows.length + 1 }, () => new Array<number>(rows.length + 1).fill(0));
  const index = (name: string | null) => (name === null ? rows.length : rows.indexOf(name));
  for (const cell of cells.values()) (counts[index(cell.gold)] as number[])[index(cell.predicted)] = cell.count;
  return { categories: rows, counts };
}

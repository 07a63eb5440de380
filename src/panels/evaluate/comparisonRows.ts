/** The rows of the table that compares two models, with what each difference means in words. */
import type { BootstrapDifference } from '../../../workers/protocol/evaluation.ts';
import { overallOf } from '../../../workers/text/conlleval.ts';
import { measured, scoreOf } from '../../charts/scoreOf.ts';
import type { FinishedComparison } from '../../store/comparison.ts';

export interface ComparisonRow {
  readonly name: string;
  readonly kind: 'category' | 'known' | 'overall';
  /** F1 in percent; null where the model does not know the category, or nothing is annotated. */
  readonly a: number | null;
  readonly b: number | null;
  /** B less A; null where they cannot be held against each other. */
  readonly sure: BootstrapDifference | null;
  /** Two-sided, 0 to 1. */
  readonly p: number | null;
  readonly words: string;
  /** Whether the difference is more than chance. */
  readonly clear: boolean;
}

/** Differences that chance alone brings about less often than this are taken for real ones, as is usual. */
export const significance = 0.05;
export const strongSignificance = 0.01;

/** Twice the share of the draws that say otherwise, since either model might have come out ahead. */
function pOf({ otherwise }: BootstrapDifference): number {
  return Math.min(1, 2 * otherwise);
}

/** `0.034`; `< 0.002` where no draw said otherwise, since then it is only known to be less than what the draws can tell. */
export function pInWords(p: number, samples: number): string {
  const least = 2 / samples;
  if (p < least) return `< ${least.toFixed(Math.max(3, Math.ceil(-Math.log10(least))))}`;
  return p.toFixed(3);
}

export function meaningOf(sure: BootstrapDifference): { readonly words: string; readonly clear: boolean } {
  const p = pOf(sure);
  if (sure.difference === 0) return { words: 'no difference', clear: false };
  if (p > significance) return { words: 'could be chance', clear: false };
  const better = sure.difference > 0 ? 'B' : 'A';
  return { words: `${better} is ${p > strongSignificance ? 'probably better' : 'better'}`, clear: true };
}

function lacking({ models: [a, b] }: FinishedComparison, category: string): string | null {
  const [inA, inB] = [a, b].map(({ categories }) => categories.includes(category));
  if (!inA && !inB) return 'neither knows it';
  if (!inA) return 'A does not know it';
  return inB ? null : 'B does not know it';
}

function row(name: string, kind: ComparisonRow['kind'], rest: Partial<ComparisonRow>): ComparisonRow {
  return { name, kind, a: null, b: null, sure: null, p: null, words: '', clear: false, ...rest };
}

/** Two figures with their difference. */
function compared(a: number, b: number, sure: BootstrapDifference | undefined): Partial<ComparisonRow> {
  return sure ? { a, b, sure, p: pOf(sure), ...meaningOf(sure) } : { a, b };
}

function categoryRow(comparison: FinishedComparison, name: string): ComparisonRow {
  const { scores, bootstrap } = comparison;
  const [a, b] = scores.map((each) => measured(scoreOf(each, name))?.f1 ?? null) as [number | null, number | null];
  const missing = lacking(comparison, name);
  if (a === null && b === null) return row(name, 'category', { words: 'not annotated here' });
  if (missing !== null) {
    const [knownToA, knownToB] = comparison.models.map(({ categories }) => categories.includes(name));
    return row(name, 'category', { a: knownToA ? a : null, b: knownToB ? b : null, words: missing });
  }
  const sure = Object.hasOwn(bootstrap.categories, name) ? bootstrap.categories[name] : undefined;
  return row(name, 'category', compared(a ?? 0, b ?? 0, sure));
}

/** What both know first, then what one lacks, then the totals. */
export function comparisonRows(comparison: FinishedComparison): ComparisonRow[] {
  const { models, scores, bootstrap, ofTags } = comparison;
  const [a, b] = models;
  const names = new Set([...b.categories, ...a.categories, ...Object.keys(bootstrap.categories)]);
  const rows = [...names].map((name) => categoryRow(comparison, name));
  const both = b.categories.filter((name) => a.categories.includes(name));
  const [first, second] = scores;
  const { known, overall } = bootstrap;
  if (known) {
    const [one, other] = [overallOf(first, both).f1, overallOf(second, both).f1];
    rows.push(row('Overall, known to both', 'known', compared(one, other, known)));
  }
  const all = compared(first.overall.f1, second.overall.f1, known ? undefined : overall);
  rows.push(
    row(ofTags ? 'Accuracy' : 'Overall', 'overall', { ...all, ...(known && { words: 'not the same categories' }) }),
  );
  return rows;
}

/** The row that says which model is better, all in all. */
export function mainRow(rows: readonly ComparisonRow[]): ComparisonRow | undefined {
  return rows.find(({ kind }) => kind === 'known') ?? rows.find(({ kind }) => kind === 'overall');
}

/**
 * How far two annotators agree. Cohen's kappa (Cohen 1960) compares the share of tokens that both label alike, p_o, with the
 * share that would be alike if each kept to how often he uses each label, and gave them by lot, p_e:
 *
 *     kappa = (p_o - p_e) / (1 - p_e)
 *
 * A label is the category of a token or its IOB2 tag; `O` is one. Each is reported over all tokens, and without those that both
 * leave outside. F1 is that of whole spans, nested ones too. Where the files cut tokens differently, a token here is what neither
 * cuts. Only what both looked for is compared.
 */
import type { Agreement, Difference, Kappa, Kappas } from '../protocol/agreement.ts';
import type { Document, Span, Token } from '../protocol/corpus.ts';
import { tokensOf } from './annotation.ts';
import { scoreSpans } from './conlleval.ts';
import { lineAt } from './decode.ts';
import { classifyErrors, type SpanError } from './errorAnalysis.ts';
import { type AnnotatorFile, pairDocuments } from './pairedDocuments.ts';
import { moved } from './sentenceView.ts';
import { allSpans, chooseSpans, spanKey } from './spans.ts';

/** A document as both annotated it, by what both looked for. */
export interface Compared {
  readonly a: Document;
  readonly b: Document;
  readonly spansOfA: readonly Span[];
  readonly spansOfB: readonly Span[];
}

/** @throws GraftError where the files do not hold the same texts, see `pairDocuments`. */
export function measureAgreement(a: AnnotatorFile, b: AnnotatorFile): Agreement {
  const { pairs, problems } = pairDocuments(a, b);
  const compared = pairs.map((pair) => comparedIn(pair.a, pair.b));
  const labels = compared.flatMap(labelsOfTokens);
  const spans = scoreSpans(compared.map(({ spansOfA, spansOfB }) => ({ gold: spansOfA, predicted: spansOfB })));
  return {
    documents: pairs.length,
    categories: kappasOf(labels.map(({ a: one, b: other }) => [categoryOf(one), categoryOf(other)])),
    tags: kappasOf(labels.map(({ a: one, b: other }) => [one, other])),
    spans,
    differences: compared.flatMap(differencesIn),
    problems,
  };
}

export function comparedIn(a: Document, b: Document): Compared {
  const isCompared = ({ category }: Span) => isLookedFor(a, category) && isLookedFor(b, category);
  return { a, b, spansOfA: allSpans(a).filter(isCompared), spansOfB: allSpans(b).filter(isCompared) };
}

const isLookedFor = ({ annotated }: Document, category: string) => annotated === 'all' || annotated.includes(category);

// ------------------------------------------------------------------------------------------------------------ tokens

interface Labels {
  readonly a: string;
  readonly b: string;
}

const outside = 'O';
const categoryOf = (tag: string) => (tag === outside ? outside : tag.slice(2));

function labelsOfTokens({ a, b, spansOfA, spansOfB }: Compared): Labels[] {
  const tokens = commonTokens(tokensOf(a), tokensOf(b));
  const [tagsOfA, tagsOfB] = [tagsFor(tokens, spansOfA), tagsFor(tokens, spansOfB)];
  return tokens.map((_, place) => ({ a: tagsOfA[place] as string, b: tagsOfB[place] as string }));
}

/** The tokens of both, cut wherever either cuts. */
function commonTokens(a: readonly Token[], b: readonly Token[]): Token[] {
  const cuts = [...new Set([...a, ...b].flatMap(({ start, end }) => [start, end]))].sort((one, other) => one - other);
  const common: Token[] = [];
  let [inA, inB] = [0, 0];
  for (const [place, start] of cuts.slice(0, -1).entries()) {
    const end = cuts[place + 1] as number;
    while ((a[inA]?.end ?? Number.POSITIVE_INFINITY) <= start) inA++;
    while ((b[inB]?.end ?? Number.POSITIVE_INFINITY) <= start) inB++;
    const isToken = [a[inA], b[inB]].some((token) => token && token.start <= start && end <= token.end);
    if (isToken) common.push({ start, end });
  }
  return common;
}

/** IOB2. Of spans that overlap, the one that training would see. */
function tagsFor(tokens: readonly Token[], all: readonly Span[]): string[] {
  const { spans } = chooseSpans(all);
  let next = 0;
  return tokens.map(({ start, end }) => {
    while ((spans[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next++;
    const span = spans[next];
    if (!span || span.start >= end) return outside;
    return `${span.start === start ? 'B' : 'I'}-${span.category}`;
  });
}

function kappasOf(labels: readonly (readonly [a: string, b: string])[]): Kappas {
  return { all: kappaOf(labels), annotated: kappaOf(labels.filter((pair) => pair.some((label) => label !== outside))) };
}

function kappaOf(labels: readonly (readonly [a: string, b: string])[]): Kappa {
  const tokens = labels.length;
  const [ofA, ofB] = [new Map<string, number>(), new Map<string, number>()];
  let alike = 0;
  for (const [a, b] of labels) {
    ofA.set(a, (ofA.get(a) ?? 0) + 1);
    ofB.set(b, (ofB.get(b) ?? 0) + 1);
    if (a === b) alike++;
  }
  let byChance = 0;
  for (const [label, count] of ofA) byChance += count * (ofB.get(label) ?? 0);
  const observed = tokens > 0 ? alike / tokens : 0;
  const expected = tokens > 0 ? byChance / tokens ** 2 : 1;
  return { kappa: expected === 1 ? null : (observed - expected) / (1 - expected), observed, tokens };
}

// ------------------------------------------------------------------------------------------------------- differences

/** In order of position. */
export function differencesIn({ a, b, spansOfA, spansOfB }: Compared): Difference[] {
  const [ofA, ofB] = [new Set(spansOfA.map(spanKey)), new Set(spansOfB.map(spanKey))];
  const left = spansOfA.filter((span) => !ofB.has(spanKey(span)));
  const right = spansOfB.filter((span) => !ofA.has(spanKey(span)));
  return clusters(left, right).flatMap((cluster) =>
    classifyErrors(cluster.a, cluster.b).map((error) => differenceOf(a, b, error)),
  );
}

/** Spans that overlap, directly or by others between them. */
function clusters(a: readonly Span[], b: readonly Span[]): { a: Span[]; b: Span[] }[] {
  const all = [...a.map((span) => ({ span, side: 'a' as const })), ...b.map((span) => ({ span, side: 'b' as const }))];
  all.sort((one, other) => one.span.start - other.span.start);
  const found: { a: Span[]; b: Span[] }[] = [];
  let reach = 0;
  for (const { span, side } of all) {
    if (found.length === 0 || span.start >= reach) found.push({ a: [], b: [] });
    found.at(-1)?.[side].push(span);
    reach = Math.max(reach, span.end);
  }
  return found;
}

function differenceOf(document: Document, other: Document, { kind, gold, predicted }: SpanError<Span>): Difference {
  const spans = [gold, predicted].filter((span) => span !== undefined);
  const first = Math.min(...spans.map(({ start }) => start));
  const last = Math.max(...spans.map(({ end }) => end));
  const around = [document, other].map(({ sentences }) => {
    const held = sentences.filter(({ tokens }) => (tokens[0]?.start ?? 0) < last && (tokens.at(-1)?.end ?? 0) > first);
    return { start: held[0]?.tokens[0]?.start ?? first, end: held.at(-1)?.tokens.at(-1)?.end ?? last };
  });
  const start = Math.min(first, ...around.map((each) => each.start));
  const end = Math.max(last, ...around.map((each) => each.end));
  return {
    key: JSON.stringify([document.id, gold ? spanKey(gold) : null, predicted ? spanKey(predicted) : null]),
    documentId: document.id,
    kind,
    ...(gold && { a: moved(gold, -start) }),
    ...(predicted && { b: moved(predicted, -start) }),
    text: document.text.slice(start, end),
    offset: start,
    line: lineAt(document.text, first),
  };
}

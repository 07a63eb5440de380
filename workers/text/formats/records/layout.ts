/**
 * Under which keys a file keeps its texts and its spans, found over all of its records: a single one can have an empty
 * list, or two that look alike.
 */
import { clip } from '../../clip.ts';
import type { ReadLog } from '../reading.ts';
import { utterancePlace } from './labelStudio.ts';
import { isBeside, otherListNames, rankOf, spanListNames, textNames } from './names.ts';
import { shownKey } from './paths.ts';
import { type Leaves, leavesOf, signatureOf } from './spanLeaves.ts';
import { type Sample, type SpanShape, shapeOf } from './spanShape.ts';
import { type ItemKind, isPagePosition, type Site, type Survey } from './survey.ts';
import { largest, wholeNumber } from './values.ts';

export interface Layout {
  /** Paths of texts, the likeliest first. */
  readonly texts: readonly string[];
  /** Paths of lists of spans, the likeliest first. */
  readonly spans: readonly string[];
  readonly shape: (path: string, leaves: Leaves, isList: boolean) => SpanShape;
}

interface PathCount {
  readonly path: string;
  readonly items: Record<ItemKind | 'empty', number>;
  records: number;
}

const most = 4000;
/** Signatures whose numbers are tried out; a file has a few. */
const mostGuesses = 40;
const weights: Readonly<Record<ItemKind | 'empty', number>> = {
  placed: 3,
  maybe: 2,
  worded: 1,
  empty: 0,
  bare: -1,
  other: -1,
};

export function layoutOf(surveys: readonly Survey[], log: ReadLog): Layout {
  const sample = surveys.slice(0, most);
  const spans = spanPaths(sample, log);
  const texts = textPaths(sample);
  const found = chooseText(texts, spans, sample);
  // A list of labels or settings holds strings too, but nobody calls them texts, and they are single words.
  const isText = spans.length > 0 || found.some(isCalledText) || sample.some((survey) => holdsWords(survey, found));
  const chosen = isText ? found : [];
  const shapes = shapesOf(sample, spans, chosen);
  const isFilled = (path: string) =>
    sample.some(({ sites }) => sites.some((site) => site.path === path && site.kind !== 'empty'));
  sayChoice(chosen, spans.filter(isFilled), log);
  return { texts: chosen, spans, shape: shapes };
}

/** The text of a record under the first of these paths that it has. */
export function textAt(survey: Survey, paths: readonly string[]): { path: string; text: string } | undefined {
  let blank: { path: string; text: string } | undefined;
  for (const path of paths) {
    const text = survey.texts.get(path);
    if (text === undefined) continue;
    if (text.trim() !== '') return { path, text };
    blank ??= { path, text };
  }
  return blank;
}

/** The lists under the first of these paths that is filled, or else an empty one. */
export function sitesAt(survey: Survey, paths: readonly string[]): readonly Site[] {
  let empty: Site | undefined;
  for (const path of paths) {
    const sites = survey.sites.filter((site) => site.path === path && !site.isPrediction);
    const filled = sites.filter(({ kind }) => kind !== 'empty');
    if (filled.length > 0) return filled;
    empty ??= sites[0];
  }
  return empty ? [empty] : [];
}

const holdsWords = (survey: Survey, paths: readonly string[]) => /\s/.test(textAt(survey, paths)?.text.trim() ?? '');

function textPaths(surveys: readonly Survey[]): string[] {
  const lengths = new Map<string, number>();
  for (const { texts } of surveys)
    for (const [path, text] of texts) lengths.set(path, (lengths.get(path) ?? 0) + text.length + 1);
  // A file's name and such are texts where nothing else is, and the spans fit.
  const last = (path: string) => (isBeside(path) ? 2000 : 1000);
  const rank = (path: string) => (isCalledText(path) ? rankOf(path, textNames) : last(path));
  return [...lengths.keys()].sort((one, other) => {
    const [first, second] = [rank(one), rank(other)];
    return first === second ? (lengths.get(other) ?? 0) - (lengths.get(one) ?? 0) : first - second;
  });
}

const isCalledText = (path: string) => Number.isFinite(rankOf(path, textNames)) && !/(?:^|\.)meta/i.test(path);

function spanPaths(surveys: readonly Survey[], log: ReadLog): string[] {
  const counts = new Map<string, PathCount>();
  for (const { sites } of surveys) {
    for (const { path, kind, items, isPrediction } of sites) {
      if (isPrediction) continue;
      let count = counts.get(path);
      if (!count) {
        count = { path, items: { placed: 0, maybe: 0, worded: 0, bare: 0, other: 0, empty: 0 }, records: 0 };
        counts.set(path, count);
      }
      count.items[kind] += kind === 'empty' ? 1 : items.length;
      count.records++;
    }
  }
  const all = [...counts.values()].map((count) => ({
    ...count,
    score: scoreOf(count),
    rank: rankOf(shownKey(count.path), spanListNames),
  }));
  const usable = all.filter(({ score, rank }) => score > 0 || (score === 0 && Number.isFinite(rank)));
  const isOther = ({ path }: PathCount) => Number.isFinite(rankOf(shownKey(path), otherListNames));
  usable.sort(
    (one, other) =>
      Number(isOther(one)) - Number(isOther(other)) ||
      other.score - one.score ||
      (one.rank === other.rank ? other.records - one.records : one.rank - other.rank),
  );
  const chosen = usable.filter((count) => !isOther(count));
  if (chosen.some(({ score }) => score > 0)) {
    sayRivals(chosen, log);
    return chosen.map(({ path }) => path);
  }
  // Lists that are called tokens hold spans where they leave most of the text out.
  const tokens = usable.filter((count) => isOther(count) && count.score === 3 && !coversTexts(count.path, surveys));
  const bare = all.find((count) => count.items.bare > 0 && !isOther(count));
  if (bare && tokens.length === 0) {
    const key = shownKey(bare.path);
    log.looksAnnotated({
      message: `The list under “${clip(key)}” holds stretches of the text, but no category for them.`,
      remedy: `Give each item under “${clip(key)}” a label, such as {"start": 0, "end": 4, "label": "PERSON"}.`,
    });
  }
  return (chosen.length > 0 ? chosen : tokens).map(({ path }) => path);
}

function scoreOf({ items }: PathCount): number {
  const kinds = (['placed', 'maybe', 'worded', 'bare'] as const).filter((kind) => items[kind] > 0);
  return Math.max(...kinds.map((kind) => weights[kind]), kinds.length === 0 && items.empty > 0 ? 0 : -1);
}

function sayRivals(chosen: readonly { path: string; score: number; items: PathCount['items'] }[], log: ReadLog): void {
  const [first, ...others] = chosen;
  const rivals = others.filter(({ items }) => items.placed > 0).map(({ path }) => `“${clip(path, 40)}”`);
  if (!first || rivals.length === 0) return;
  log.assume(
    `spans under “${clip(first.path, 40)}”; a record that has none there is read by what stands under ${rivals.slice(0, 4).join(', ')}`,
  );
}

function coversTexts(path: string, surveys: readonly Survey[]): boolean {
  for (const { sites, texts } of surveys) {
    const site = sites.find((each) => each.path === path && each.kind === 'placed');
    if (!site) continue;
    const longest = largest([...texts.values()].map((text) => text.replace(/\s+/g, '').length));
    let covered = 0;
    for (const item of site.items) {
      const numbers = [...(leavesOf(item)[0] ?? new Map()).values()]
        .map(wholeNumber)
        .filter((each) => each !== undefined);
      const gaps = numbers.slice(1).map((each, index) => each - (numbers[index] ?? 0));
      covered += largest(gaps.filter((gap) => gap < 60));
    }
    return covered >= 0.8 * longest;
  }
  return false;
}

/** The first text into which the spans fit as well as into any other. */
function chooseText(texts: readonly string[], spans: readonly string[], surveys: readonly Survey[]): string[] {
  const candidates = texts.slice(0, 6);
  const tried = candidates.map((path) => ({ path, ...fitOf(path, texts, spans, surveys) }));
  const highest = largest(tried.map(({ fitting }) => fitting));
  const usable = tried.filter(
    ({ path, fitting, spans: all }) =>
      fitting >= 0.9 * highest &&
      (isCalledText(path) || (fitting * 2 >= all && (all > 0 ? holdsSentences(path, surveys) : !isBeside(path)))),
  );
  // A masked or translated text is long enough for the spans, too, but does not hold what they say that they cover.
  const mostHeld = largest(usable.map(({ held }) => held));
  const chosen = usable.find(({ held }) => held >= 0.5 * mostHeld)?.path;
  // A record that lacks this text has another only where that is called so: a title is no text.
  return chosen === undefined ? [] : [chosen, ...texts.filter((path) => path !== chosen && isCalledText(path))];
}

/**
 * Whether most texts that nobody calls so are more than a word: names of files and of kinds of projects are long enough
 * for spans, too. Chinese has no blanks.
 */
function holdsSentences(path: string, surveys: readonly Survey[]): boolean {
  const texts = surveys.slice(0, 300).flatMap(({ texts: all }) => all.get(path) ?? []);
  const isSentence = (text: string) =>
    /\S\s+\S/.test(text) || /[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff]/.test(text);
  return texts.filter(isSentence).length * 2 >= texts.length;
}

/**
 * How many of the spans end within the text, and of how many it holds what they say that they cover; the shapes are those
 * that the text itself would give.
 */
function fitOf(
  path: string,
  texts: readonly string[],
  spans: readonly string[],
  surveys: readonly Survey[],
): { fitting: number; held: number; spans: number } {
  const order = [path, ...texts.filter((other) => other !== path)];
  const few = surveys.slice(0, 300);
  const shapes = shapesOf(few, spans, order);
  let [fitting, held, all] = [0, 0, 0];
  for (const survey of few) {
    const text = survey.texts.get(path);
    if (text === undefined) continue;
    for (const { items, path: place } of sitesAt(survey, spans)) {
      for (const item of items.slice(0, 50)) {
        const [leaves] = leavesOf(item);
        if (!leaves || isPagePosition(leaves) || utterancePlace(item)) continue;
        const shape = shapes(place, leaves, Array.isArray(item));
        all++;
        if (fitsIn(text, leaves, shape)) fitting++;
        if (holdsInPlace(text, leaves, shape)) held++;
      }
    }
  }
  return { fitting, held, spans: all };
}

function holdsCovered(text: string, leaves: Leaves, { covered }: SpanShape): boolean {
  const declared = covered === undefined ? undefined : leaves.get(covered);
  return typeof declared === 'string' && text.includes(declared);
}

function holdsInPlace(text: string, leaves: Leaves, { start, covered }: SpanShape): boolean {
  const declared = covered === undefined ? undefined : leaves.get(covered);
  const from = start === undefined ? undefined : wholeNumber(leaves.get(start));
  return typeof declared === 'string' && from !== undefined && text.startsWith(declared, from);
}

function fitsIn(text: string, leaves: Leaves, shape: SpanShape): boolean {
  const { start, end, length, covered } = shape;
  if (holdsCovered(text, leaves, shape)) return true;
  const number = (path: string | undefined) => (path === undefined ? undefined : wholeNumber(leaves.get(path)));
  const declared = covered === undefined ? undefined : leaves.get(covered);
  const from = number(start);
  if (from === undefined || typeof declared === 'string') return false;
  const to = number(end) ?? from + (number(length) ?? 0);
  return from >= 0 && to <= text.length;
}

/** Shapes by the list and by the signature of its items, each worked out once. */
function shapesOf(
  surveys: readonly Survey[],
  spans: readonly string[],
  texts: readonly string[],
): (path: string, leaves: Leaves, isList: boolean) => SpanShape {
  const samples = new Map<string, Sample[]>();
  for (const survey of surveys) {
    const text = textAt(survey, texts)?.text;
    if (text === undefined) continue;
    for (const site of sitesAt(survey, spans)) {
      for (const item of site.items.slice(0, 200)) {
        for (const leaves of leavesOf(item).slice(0, 4)) {
          const name = `${site.path} ${signatureOf(leaves)}`;
          const found = samples.get(name);
          if (!found) samples.set(name, [{ leaves, text }]);
          else if (found.length < 60) found.push({ leaves, text });
        }
      }
    }
  }
  const shapes = new Map<string, SpanShape>();
  let guesses = 0;
  return (path, leaves, isList) => {
    const name = `${path} ${signatureOf(leaves)}`;
    let shape = shapes.get(name);
    if (!shape) {
      shape = shapeOf(samples.get(name) ?? [{ leaves, text: '' }], isList, guesses < mostGuesses);
      if (shape.isGuess || shape.start === undefined) guesses++;
      shapes.set(name, shape);
    }
    return shape;
  };
}

const usualTexts = new Set(['text', 'full_text', 'data.text', 'content']);
const usualSpans = new Set(['label', 'labels', 'spans', 'entities', 'ents', 'annotations', 'result']);

function sayChoice([text]: readonly string[], [spans]: readonly string[], log: ReadLog): void {
  const parts: string[] = [];
  if (text !== undefined && !usualTexts.has(text) && !isBeside(text)) parts.push(`texts under “${clip(text, 40)}”`);
  if (spans !== undefined && !usualSpans.has(spans)) parts.push(`spans under “${clip(spans, 40)}”`);
  if (parts.length > 0) log.assume(parts.join(', '));
}

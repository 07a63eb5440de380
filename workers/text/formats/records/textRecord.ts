/** A record of a text and its spans, read by the layout that was found over the whole file. */
import type { AnnotatedCategories, Token } from '../../../protocol/corpus.ts';
import { clip } from '../../clip.ts';
import type { SentenceRange } from '../../sentences.ts';
import type { RawSpan } from '../offsets.ts';
import { wasLookedAt } from './answers.ts';
import { type Complain, utterancePlace } from './labelStudio.ts';
import { type Layout, sitesAt, textAt } from './layout.ts';
import { categoryRank, wordListNames } from './names.ts';
import { originOf, type RefusedRecord, refused, type TextRecord } from './record.ts';
import { type FoundSpans, readSpans } from './spans.ts';
import { kindOfItem, type Site, type Survey } from './survey.ts';
import { bareWords } from './tokenRecords.ts';
import { type Fields, isStrings, numberPairs, plainName } from './values.ts';

/** What was seen in the records of a file that has to be told once. */
export interface Seen {
  turnedDown: number;
  byText: number;
  predictions: string | undefined;
  /** Spans that count words. */
  overWords: number;
}

export interface TextSource {
  readonly fields: Fields;
  readonly survey: Survey;
  readonly layout: Layout;
  /** Whether the end of a span over words is its last word. */
  readonly wordEndsIncluded: boolean;
  /** Whether it says a part of what is known of its text. */
  readonly isPart: boolean;
}

type Unread = Omit<TextSource, 'wordEndsIncluded' | 'isPart'>;

export function textRecord(source: TextSource, seen: Seen, complain: Complain): TextRecord | RefusedRecord {
  const { fields, survey, layout } = source;
  const sites = sitesAt(survey, layout.spans);
  const body = bodyOf(
    source,
    sites.some(({ items }) => items.some((item) => utterancePlace(item) !== undefined)),
  );
  if (!body && wordListNames.some((name) => Array.isArray(fields[name])))
    return refused('empty-text', 'it has no words', 'Remove it, or give it a text.');
  if (!body) {
    const keys = Object.keys(fields)
      .slice(0, 8)
      .map((key) => `“${clip(key, 20)}”`);
    return refused('broken-record', `it has no text: its keys are ${keys.join(', ') || 'none'}`);
  }
  if (body.text.trim() === '') return refused('empty-text', 'its text is empty', 'Remove it, or give it a text.');
  const flat = sites.length === 0 ? flatSpan(fields, body.text) : undefined;
  const found = flat
    ? readSpans([flat], { text: body.text, layout, complain })
    : readSpans(sites, {
        text: body.text,
        layout,
        complain,
        ...(body.utterances ? { utterances: body.utterances } : {}),
      });
  note(found, survey, sites.length > 0 || flat !== undefined, seen);
  if (body.words) seen.overWords += found.spans.length;
  const annotated = annotatedOf(fields, sites.length > 0 || flat !== undefined || wasLookedAt(fields));
  const { offsets } = fields;
  return {
    form: 'text',
    text: body.text,
    spans: body.words ? overWords(found.spans, body.words, source.wordEndsIncluded) : found.spans,
    given: found.given,
    origin: originOf(fields, flat !== undefined || source.isPart),
    ...(body.utterances ? { linesEnd: true } : {}),
    ...(body.words
      ? { tokens: body.words, ...(body.sentences ? { sentences: body.sentences } : {}) }
      : tokensOf(fields)),
    ...(annotated === undefined ? {} : { annotated }),
    ...(offsets === 'utf-16' || offsets === 'code-points' ? { unit: offsets } : {}),
  };
}

interface Body {
  readonly text: string;
  readonly utterances?: readonly number[];
  readonly words?: readonly Token[];
  readonly sentences?: readonly SentenceRange[];
}

/** The record's text; or its dialogue, a line for each utterance; or its words, with a space between them. */
function bodyOf({ fields, survey, layout }: Unread, wantsDialogue: boolean): Body | undefined {
  const [dialogue] = survey.dialogues.values();
  if (wantsDialogue && dialogue) return joined(dialogue, '\n', 'utterances');
  const found = textAt(survey, layout.texts);
  const words = bareWords(fields);
  // Beside a list of its words, a text without a name that says so is something else.
  if (found && !(words && !isLikelyText(found.text, words.flat()))) return { text: found.text };
  if (words) return { ...joined(words.flat(), ' ', 'words'), ...rangesOf(words) };
  return dialogue ? joined(dialogue, '\n', 'utterances') : undefined;
}

function rangesOf(sentences: readonly (readonly string[])[]): { sentences?: SentenceRange[] } {
  if (sentences.length < 2) return {};
  let first = 0;
  return {
    sentences: sentences.map(({ length }) => {
      first += length;
      return { first: first - length, end: first };
    }),
  };
}

const isLikelyText = (text: string, words: readonly string[]) =>
  text.length * 2 >= words.reduce((length, word) => length + word.length, 0);

function joined(parts: readonly string[], gap: string, kind: 'utterances' | 'words'): Body {
  let start = 0;
  const places = parts.map((part) => {
    const place = { start, end: start + part.length };
    start = place.end + gap.length;
    return place;
  });
  const text = parts.join(gap);
  return kind === 'words' ? { text, words: places } : { text, utterances: places.map((place) => place.start) };
}

/** Spans that count words, as spans of the text. */
function overWords(spans: readonly RawSpan[], words: readonly Token[], endsIncluded: boolean): RawSpan[] {
  return spans.map((span) => {
    if (span.isPlaced) return span;
    const [first, last] = [words[span.start], words[span.end - Number(!endsIncluded)]];
    const { category } = span;
    return first && last && span.start <= span.end
      ? { start: first.start, end: last.end, category, isPlaced: true }
      : { start: -1, end: -1, category, isPlaced: true };
  });
}

/**
 * Whether the ends of spans over words are their last words. A span of one word shows it, or one that ends behind the last
 * word; else those who write a span as a list, as GLiNER and DyGIE do, include it, and those who write objects do not.
 */
export function areWordEndsIncluded(records: readonly Unread[]): boolean {
  let isBehind = false;
  let areLists: boolean | undefined;
  for (const source of records) {
    const { survey, layout } = source;
    const sites = survey.sites.length === 0 ? [] : sitesAt(survey, layout.spans);
    const words = sites.length === 0 ? undefined : bodyOf(source, false)?.words;
    if (!words) continue;
    const { spans } = readSpans(sites, { text: '', layout, complain: () => {} });
    if (spans.some(({ start, end }) => start === end)) return true;
    isBehind ||= spans.some(({ end }) => end === words.length);
    if (spans.length > 0) areLists ??= Array.isArray(sites[0]?.items[0]);
  }
  return !isBehind && areLists === true;
}

/** A record that is itself a span, beside its text: a row of a table, with offsets or with what it covers. */
function flatSpan(fields: Fields, text: string): Site | undefined {
  const rest = Object.entries(fields).filter(([, value]) => typeof value !== 'object' && value !== text);
  if (kindOfItem(Object.fromEntries(rest)) === 'placed')
    return { path: '', items: [Object.fromEntries(rest)], kind: 'placed', isPrediction: false };
  const covered = rest.find(
    ([key, value]) => flatNames.has(plainName(key)) && typeof value === 'string' && text.includes(value),
  );
  const [category] = rest
    .filter((entry) => entry !== covered && typeof entry[1] === 'string' && Number.isFinite(categoryRank(entry[0])))
    .sort(([one], [other]) => categoryRank(one) - categoryRank(other));
  if (!covered || !category) return undefined;
  return { path: '', items: [{ text: covered[1], label: category[1] }], kind: 'worded', isPrediction: false };
}

const flatNames = new Set([
  'entity',
  'entitytext',
  'mention',
  'span',
  'spantext',
  'surface',
  'phrase',
  'term',
  'entityvalue',
]);

function note(found: FoundSpans, survey: Survey, hasSpans: boolean, seen: Seen): void {
  seen.turnedDown += found.turnedDown;
  seen.byText += found.byText.size;
  if (!hasSpans)
    seen.predictions ??= survey.sites.find(({ isPrediction, kind }) => isPrediction && kind === 'placed')?.path;
}

function annotatedOf(fields: Fields, wasLookedAt: boolean): AnnotatedCategories | undefined {
  const { annotated } = fields;
  if (annotated === 'all' || isStrings(annotated)) return annotated;
  return wasLookedAt ? undefined : [];
}

/** Tokens as `{start, end}`, as texts that follow each other, or as Graft's pairs. */
function tokensOf(fields: Fields): Pick<TextRecord, 'tokens' | 'sentences' | 'tags' | 'spaceIsToken'> {
  const pairs = numberPairs(fields.tokens);
  if (!pairs) return {};
  const ranges = numberPairs(fields.sentences);
  const { tags } = fields;
  return {
    tokens: pairs.map(([start, end]) => ({ start, end })),
    spaceIsToken: true,
    ...(ranges?.every(([, end]) => end <= pairs.length)
      ? { sentences: ranges.map(([first, end]) => ({ first, end })) }
      : {}),
    ...(isStrings(tags) && tags.length === pairs.length ? { tags } : {}),
  };
}

/**
 * What looks like annotation in a record from which no spans came. It is told with the key's name, so that a text full
 * of names is never taken for one in which nobody found any.
 */
import { clip } from '../../clip.ts';
import { parseLiteral } from '../literals.ts';
import type { ReadLog } from '../reading.ts';
import { rankOf, spanListNames, tagListNames, wordListNames } from './names.ts';
import { type Fields, isFields, isStrings, plainName, shown } from './values.ts';

/** Names that are given to nothing but spans; labels and tags can be those of a whole text. */
const strictNames = new Set([
  'spans',
  'entities',
  'ents',
  'annotations',
  'annotation',
  'ner',
  'nerspans',
  'denotations',
  'mentions',
]);
/** Marks around names, within the text. */
const markup =
  /<([A-Z]{2,}[A-Za-z_-]*)>[^<]{1,200}<\/\1>|<START:[^>\s]{1,40}>|\[[^[\]\n]{1,80}\](?:\([A-Za-z_]{2,30}\)|\{"entity")/;

/** Lists that are kept as texts, as databases do, become lists. */
export function withParsedLists(record: Fields): Fields {
  let parsed: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(record)) {
    if (typeof value !== 'string' || !/^\s*[[{]/.test(value) || !/[\]}]\s*$/.test(value.slice(-20))) continue;
    if (![spanListNames, tagListNames, wordListNames].some((names) => Number.isFinite(rankOf(key, names)))) continue;
    const literal = parseLiteral(value, { neighbours: 'elements' });
    if (!('value' in literal) || typeof literal.value !== 'object') continue;
    parsed ??= { ...record };
    parsed[key] = literal.value;
  }
  return parsed ?? record;
}

/**
 * @param spanKeys under which other records of the file have spans.
 * @param line of the record, from which no spans came, though its lists are not empty.
 */
export function tellNotUnderstood(
  record: Fields,
  text: string,
  spanKeys: ReadonlySet<string>,
  line: () => number | undefined,
  log: ReadLog,
): void {
  const isForSpans = (key: string, value: unknown) =>
    strictNames.has(plainName(key)) ||
    spanKeys.has(key) ||
    (Number.isFinite(rankOf(key, spanListNames)) && writesPlaces(value));
  for (const [key, value] of Object.entries(record)) {
    if (!isForSpans(key, value) || isNothing(value)) continue;
    const place = line();
    const problem = {
      message: `What stands under “${clip(key, 40)}” is not understood (${shown(value)}); the text was kept without annotation.`,
      remedy: 'Spans are a list of [start, end, category], or of objects with a start, an end and a label.',
      ...(place === undefined ? {} : { line: place }),
    };
    log.problem({ code: 'annotation-not-understood', ...problem });
    log.looksAnnotated(problem);
    return;
  }
  const key = keyOfWords(record, text) ?? categoryKey(record, text);
  if (key !== undefined) {
    const place = line();
    log.looksAnnotated({
      message: `The list under “${clip(key, 40)}” holds words of the text, but it is not understood as annotation.`,
      remedy: `Give each item under “${clip(key, 40)}” a start, an end and a label, such as {"start": 0, "end": 4, "label": "PERSON"}.`,
      ...(place === undefined ? {} : { line: place }),
    });
    return;
  }
  const [mark] = markup.exec(text.slice(0, 10_000)) ?? [];
  if (mark === undefined) return;
  const place = line();
  log.looksAnnotated({
    message: `The text holds marks such as “${clip(mark, 40)}”, which are not read as annotation.`,
    remedy: 'Write the spans beside the text: {"text": "Kim left", "label": [[0, 3, "PERSON"]]}.',
    ...(place === undefined ? {} : { line: place }),
  });
}

/** `["0:3:PER"]`: places and categories in texts of their own. */
const writesPlaces = (value: unknown) =>
  (isStrings(value) || typeof value === 'string') &&
  [value].flat().some((each) => /^\s*\d+\s*[,:;-]\s*\d+\b/.test(each));

/** `PER: ["Ida"]` or, in a table, `PER: "Ida; Bo"`: a category's name, and what stands in the text. */
function categoryKey(record: Fields, text: string): string | undefined {
  const isCategory =
    /^(?:\p{Lu}[\p{Lu}_-]+|pers?(?:ons?)?|loc(?:ations?)?|org(?:ani[sz]ations?)?|places?|names?|dates?|misc|gpe)$/u;
  return Object.entries(record).find(([key, value]) => {
    if (!isCategory.test(key) || !(isStrings(value) || typeof value === 'string')) return false;
    const words = [value]
      .flat()
      .flatMap((each) => each.split(/[;,|]/))
      .map((each) => each.trim())
      .filter((each) => each.length > 1);
    return words.length > 0 && words.every((each) => each !== text.trim() && text.slice(0, 100_000).includes(each));
  })?.[0];
}

/** The key of a list of objects of which most have a text of their own that stands in the record's. */
function keyOfWords(record: Fields, text: string): string | undefined {
  for (const [key, value] of Object.entries(record)) {
    if (isFields(value)) {
      const inner = keyOfWords(value, text);
      if (inner !== undefined) return inner;
    }
    if (!Array.isArray(value) || value.length === 0 || /predict|suggest|draft/i.test(key)) continue;
    if (Number.isFinite(rankOf(key, wordListNames)) && value.every((item) => isStrings(item))) continue;
    const items = value.slice(0, 10).filter((item): item is object => isFields(item) || isStrings(item));
    const words = items.filter((item) => {
      const texts = Object.values(item).filter(
        (each) => typeof each === 'string' && each.length > 1 && each.length < 80,
      );
      return texts.length > 1 && texts.some((each) => text.slice(0, 100_000).includes(each as string));
    });
    if (items.length > 0 && words.length * 2 > items.length) return key;
  }
  return undefined;
}

const isNothing = (value: unknown) =>
  value === null ||
  value === '' ||
  typeof value === 'boolean' ||
  typeof value === 'number' ||
  (Array.isArray(value) && value.every((item) => item === null)) ||
  (isFields(value) && Object.keys(value).length === 0);

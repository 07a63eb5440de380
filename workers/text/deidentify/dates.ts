/**
 * A date shifted by a number of days and written as it was: `3 May 1984`, `May 3rd`, `1984-05-03`, `03/05/84`, `05/1981`, `1980s`, `Monday`.
 * Names of months and days are known in some languages, and a date is read in one of them. What says a date in other words is none here.
 */
import type { Piece } from './pieces.ts';

const languages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'] as const;
type Language = (typeof languages)[number];

interface CalendarNames {
  /** In lower case, January first. */
  readonly months: readonly string[];
  readonly days: readonly string[];
}

/** Long and short names of a language. */
const calendars = new Map<Language, readonly CalendarNames[]>(
  languages.map((language) => [language, [namesIn(language, 'long'), namesIn(language, 'short')]]),
);

function namesIn(language: string, length: 'long' | 'short'): CalendarNames {
  const written = (options: Intl.DateTimeFormatOptions, date: Date) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).format(date).toLowerCase().replace(/\.$/, '');
  const months = Array.from({ length: 12 }, (_, month) => written({ month: length }, at(2001, month, 15)));
  // 7 January 2001 was a Sunday.
  const days = Array.from({ length: 7 }, (_, day) => written({ weekday: length }, at(2001, 0, 7 + day)));
  return { months, days };
}

/** Short forms that the platform does not have. */
const furtherNames: Readonly<Partial<Record<Language, Readonly<Record<string, string>>>>> = {
  en: { sept: 'sep', tues: 'tue', weds: 'wed', thur: 'thu', thurs: 'thu' },
};

/** Whether it is the name of a month or of a day of the week, in any of the languages. */
export const isCalendarName = (word: string) => languages.some((language) => nameIn(language, word) !== null);

function at(year: number, month: number, day: number): Date {
  const date = new Date(Date.UTC(2000, month, day));
  date.setUTCFullYear(year, month, day);
  return date;
}

const dayMilliseconds = 86_400_000;
const shifted = (date: Date, days: number) => new Date(date.getTime() + days * dayMilliseconds);

/** What the dates of a corpus show of how they are to be read. */
export interface DateReading {
  /** How `03/05/1984` is read. */
  readonly monthFirst: boolean;
  /** The one in which most dates can be read first: `3 mai` is a date in several. */
  readonly languages: readonly Language[];
}

export function dateReading(texts: readonly string[]): DateReading {
  const monthFirst = texts.some(showsMonthFirst);
  const readIn = (language: Language) => texts.filter((text) => dateInWords(text, 0, language) !== null).length;
  const counts = new Map(languages.map((language) => [language, readIn(language)]));
  const ordered = [...languages].sort((one, other) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0));
  return { monthFirst, languages: ordered };
}

/** Whether dates such as `05/13/1984` show that months stand first. */
function showsMonthFirst(text: string): boolean {
  const [, first, , second] = numeric.exec(text.trim()) ?? [];
  return first !== undefined && Number(first) <= 12 && Number(second) > 12 && Number(second) <= 31;
}

/** The date that comes so many days later, as what takes the place of its parts; null where the text is no date with a day or a month. */
export function shiftedDate(text: string, days: number, reading: DateReading): Piece[] | null {
  const inWords = () =>
    reading.languages.reduce<Piece[] | null>((found, language) => found ?? dateInWords(text, days, language), null);
  return isoDate(text, days) ?? numericDate(text, days, reading.monthFirst) ?? inWords();
}

/** As above, of what is a date only where dates are meant: `05/1981`, `19810503`, `1980s`. */
export function shiftedLooseDate(text: string, days: number): Piece[] | null {
  const compact = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  if (compact) return shiftedParts(text, compact, ['year', 'month', 'day'], days);
  const yearLast = /^(\d{1,2})[-/.](\d{4})$/.exec(text);
  if (yearLast) return shiftedParts(text, yearLast, ['month', 'year'], days);
  const yearFirst = /^(\d{4})[-/.](\d{1,2})$/.exec(text);
  if (yearFirst) return shiftedParts(text, yearFirst, ['year', 'month'], days);
  const decade = /^(?:the )?(\d{3})0[’']?s$/.exec(text);
  if (!decade) return null;
  const start = text.indexOf(decade[1] as string);
  const year = shifted(at(Number(decade[1]) * 10 + 5, 0, 1), days).getUTCFullYear();
  return [{ start, end: start + 4, text: padded(Math.floor(year / 10) * 10, 4) }];
}

const padded = (value: number, length: number) => String(value).padStart(length, '0');

function isDate(year: number, month: number, day: number): boolean {
  const date = at(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

type NumberKind = 'year' | 'month' | 'day';

/** A date whose numbers are the groups of a match. Without a day it is the middle of the month. */
function shiftedParts(
  text: string,
  match: RegExpExecArray,
  kinds: readonly NumberKind[],
  days: number,
): Piece[] | null {
  const groups = match.slice(1, 1 + kinds.length);
  const value = (kind: NumberKind) => groups[kinds.indexOf(kind)];
  const [year = '', month = '', day] = [value('year'), value('month'), value('day')];
  const full = fullYear(year);
  if (!isDate(full, Number(month), Number(day ?? 15))) return null;
  const after = shifted(at(full, Number(month) - 1, Number(day ?? 15)), days);
  const length = month.length === 2 && (day ?? month).length === 2 ? 2 : 1;
  const now = {
    year: padded(after.getUTCFullYear(), 4).slice(-year.length),
    month: padded(after.getUTCMonth() + 1, length),
    day: padded(after.getUTCDate(), length),
  };
  let end = 0;
  return groups.map((group, place): Piece => {
    const start = text.indexOf(group, end);
    end = start + group.length;
    return { start, end, text: now[kinds[place] as NumberKind] };
  });
}

function isoDate(text: string, days: number): Piece[] | null {
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (!match || new Set(text.replace(/\d/g, '')).size > 1) return null;
  return shiftedParts(text, match, ['year', 'month', 'day'], days);
}

const numeric = /^(\d{1,2})([-/.] ?)(\d{1,2})\2(\d{4}|\d{2})$/;
const numericGroups = /^(\d{1,2})[-/.] ?(\d{1,2})[-/.] ?(\d{4}|\d{2})$/;

function numericDate(text: string, days: number, monthFirst: boolean): Piece[] | null {
  const match = numeric.test(text) ? numericGroups.exec(text) : null;
  if (!match) return null;
  const isMonthFirst = Number(match[2]) > 12 || (monthFirst && Number(match[1]) <= 12);
  return shiftedParts(text, match, isMonthFirst ? ['month', 'day', 'year'] : ['day', 'month', 'year'], days);
}

/** Of two digits: from 1950 to 2049. */
const fullYear = (year: string) => (year.length > 2 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900));

interface DatePart {
  readonly kind: NumberKind | 'weekday';
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly value: number;
  /** Of the day alone: `rd`, `er`, `º`. */
  readonly suffix: string;
  readonly names: readonly string[];
}

/** What may stand beside days, months and years. */
const beside =
  /^(?:[\s,.\-/’']|of|the|de|den|der|del|do|le|la|el|il|am|im|on|in|em|en|since|from|by|until|before|after|seit|ab|bis|early|late|mid|about|around|circa|ca)*$/i;
const partOfDate = /\p{L}+|\d+/gu;
const suffixOfDay = /^(?:st|nd|rd|th|er|[ºª°])(?!\p{L})/iu;

function dateInWords(text: string, days: number, language: Language): Piece[] | null {
  const parts: DatePart[] = [];
  let rest = '';
  let end = 0;
  for (const { 0: word, index } of text.matchAll(partOfDate)) {
    if (index < end) continue;
    rest += `${text.slice(end, index)} `;
    const suffix = /^\d{1,2}$/.test(word) ? (suffixOfDay.exec(text.slice(index + word.length))?.[0] ?? '') : '';
    const part = datePart(word, language, parts, /[’']$/.test(text.slice(0, index)));
    end = index + word.length + suffix.length;
    if (part) parts.push({ ...part, text: word, start: index, end, suffix });
    else rest += `${word} `;
  }
  rest += text.slice(end);
  const of = (kind: DatePart['kind']) => parts.filter((part) => part.kind === kind);
  const isOnce = (['year', 'day', 'month', 'weekday'] as const).every((kind) => of(kind).length < 2);
  const [year, day, month] = [of('year')[0], of('day')[0], of('month')[0]];
  if (parts.length === 0 || !isOnce || !beside.test(rest) || (day && !month)) return null;
  // German months begin with a capital; in lower case they are those of another language.
  if (language === 'de' && month && month.text === month.text.toLowerCase()) return null;
  // A day of no year may be one that only leap years have.
  const [y, m, d] = [year ? fullYear(year.text) : 2000, month?.value ?? 6, day?.value ?? 15];
  if (!isDate(y, m + 1, d)) return null;
  const after = shifted(at(y, m, d), days);
  return parts.map((part): Piece => {
    const { kind, start, end: stop, text: word, value, names } = part;
    if (kind === 'year') return { start, end: stop, text: padded(after.getUTCFullYear(), 4).slice(-word.length) };
    if (kind === 'day') return { start, end: stop, text: writtenDay(part, after.getUTCDate()) };
    const place = kind === 'month' ? after.getUTCMonth() : (((value + days) % 7) + 7) % 7;
    return { start, end: stop, text: inCaseOf(word, names[place] ?? word) };
  });
}

function datePart(
  word: string,
  language: Language,
  before: readonly DatePart[],
  isCut: boolean,
): Pick<DatePart, 'kind' | 'value' | 'names'> | null {
  if (/^\d{4}$/.test(word)) return { kind: 'year', value: Number(word), names: [] };
  if (!/^\d{1,2}$/.test(word)) return nameIn(language, word);
  // Of two digits: `3 May 84`, `May ’84`.
  const has = (kind: DatePart['kind']) => before.some((part) => part.kind === kind);
  const isYear = word.length === 2 && has('month') && (has('day') || isCut || Number(word) > 31);
  return { kind: isYear ? 'year' : 'day', value: Number(word), names: [] };
}

function nameIn(language: Language, word: string): Pick<DatePart, 'kind' | 'value' | 'names'> | null {
  const name = furtherNames[language]?.[word.toLowerCase()] ?? word.toLowerCase();
  for (const { months, days } of calendars.get(language) ?? []) {
    const [month, day] = [months.indexOf(name), days.indexOf(name)];
    if (month >= 0) return { kind: 'month', value: month, names: months };
    if (day >= 0) return { kind: 'weekday', value: day, names: days };
  }
  return null;
}

function writtenDay({ text, value, suffix }: DatePart, day: number): string {
  const number = padded(day, text.startsWith('0') ? 2 : 1);
  if (/^(?:st|nd|rd|th)$/i.test(suffix)) return number + inCaseOf(suffix, ordinal(day));
  // In many languages the first alone is an ordinal number.
  return value === 1 && day !== 1 ? number : number + suffix;
}

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}

/** The word in the letter case of another: all upper, all lower, or with a capital. @param word as it is put in. */
export function inCaseOf(model: string, word: string): string {
  const letters = model.replace(/[^\p{L}]/gu, '');
  if (letters.length > 1 && letters === letters.toUpperCase() && letters !== letters.toLowerCase())
    return word.toUpperCase();
  if (letters === letters.toLowerCase()) return word.toLowerCase();
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`;
}

/**
 * Dates shifted by a number of days and written as they were: `3 May 1984`, `May 3rd`, `1984-05-03`, `03/05/84`, `Monday`. Names of months
 * and days are known in some languages. What says a date in other words is none here.
 */

const languages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'] as const;

interface CalendarNames {
  /** In lower case, January first. */
  readonly months: readonly string[];
  readonly days: readonly string[];
}

const calendars: readonly CalendarNames[] = languages.flatMap((language) =>
  (['long', 'short'] as const).map((length) => namesIn(language, length)),
);

function namesIn(language: string, length: 'long' | 'short'): CalendarNames {
  const written = (options: Intl.DateTimeFormatOptions, date: Date) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).format(date).toLowerCase().replace(/\.$/, '');
  const months = Array.from({ length: 12 }, (_, month) => written({ month: length }, at(2001, month, 15)));
  // 7 January 2001 was a Sunday.
  const days = Array.from({ length: 7 }, (_, day) => written({ weekday: length }, at(2001, 0, 7 + day)));
  return { months, days };
}

/** Whether it is the name of a month or of a day of the week, in any of the languages. */
export const isCalendarName = (word: string) =>
  calendars.some(({ months, days }) => [...months, ...days].includes(word.toLowerCase()));

function at(year: number, month: number, day: number): Date {
  const date = new Date(Date.UTC(2000, month, day));
  date.setUTCFullYear(year, month, day);
  return date;
}

const dayMilliseconds = 86_400_000;
const shifted = (date: Date, days: number) => new Date(date.getTime() + days * dayMilliseconds);

/** Whether dates such as `05/13/1984` show that months stand first. */
export function showsMonthFirst(text: string): boolean {
  const [, first, , second] = numeric.exec(text.trim()) ?? [];
  return first !== undefined && Number(first) <= 12 && Number(second) > 12 && Number(second) <= 31;
}

/**
 * The date that comes so many days later, in the same form; null where the text is no date.
 * @param monthFirst how `03/05/1984` is read.
 */
export function shiftDate(text: string, days: number, monthFirst: boolean): string | null {
  return shiftIso(text, days) ?? shiftNumeric(text, days, monthFirst) ?? shiftInWords(text, days);
}

const padded = (value: number, length: number) => String(value).padStart(length, '0');

function isDate(year: number, month: number, day: number): boolean {
  const date = at(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function shiftIso(text: string, days: number): string | null {
  const match = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (!match) return null;
  const [, year, sign, month, day] = match as unknown as [string, string, string, string, string];
  if (!isDate(Number(year), Number(month), Number(day))) return null;
  const after = shifted(at(Number(year), Number(month) - 1, Number(day)), days);
  const length = isPadded(month, day) ? 2 : 1;
  return [after.getUTCFullYear(), padded(after.getUTCMonth() + 1, length), padded(after.getUTCDate(), length)].join(
    sign,
  );
}

const isPadded = (one: string, other: string) => one.length === 2 && other.length === 2;

const numeric = /^(\d{1,2})([-/.] ?)(\d{1,2})\2(\d{4}|\d{2})$/;

function shiftNumeric(text: string, days: number, monthFirst: boolean): string | null {
  const match = numeric.exec(text);
  if (!match) return null;
  const [, first, sign, second, year] = match as unknown as [string, string, string, string, string];
  const isMonthFirst = Number(second) > 12 || (monthFirst && Number(first) <= 12);
  const [day, month] = isMonthFirst ? [second, first] : [first, second];
  const full = fullYear(year);
  if (!isDate(full, Number(month), Number(day))) return null;
  const after = shifted(at(full, Number(month) - 1, Number(day)), days);
  const length = isPadded(first, second) ? 2 : 1;
  const parts = [padded(after.getUTCDate(), length), padded(after.getUTCMonth() + 1, length)];
  if (isMonthFirst) parts.reverse();
  return [...parts, String(after.getUTCFullYear()).slice(-year.length)].join(sign);
}

/** Of two digits: from 1950 to 2049. */
const fullYear = (year: string) => (year.length > 2 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900));

interface DatePart {
  readonly kind: 'year' | 'day' | 'month' | 'weekday';
  readonly text: string;
  readonly value: number;
  readonly names?: readonly string[];
}

/** What may stand beside days, months and years. */
const beside = /^(?:[\s,.]|of|the|de|den|der|del|le|la|el|am|on)*$/i;
const partOfDate = /\p{L}+|\d+/gu;

function shiftInWords(text: string, days: number): string | null {
  const parts: (DatePart | string)[] = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(partOfDate)) {
    parts.push(text.slice(end, index));
    const previous = parts.findLast((part) => typeof part !== 'string');
    const isOrdinal = text.slice(end, index) === '' && typeof previous === 'object' && previous.kind === 'day';
    parts.push(isOrdinal && /^(?:st|nd|rd|th)$/i.test(word) ? `\0${word}` : (datePart(word) ?? word));
    end = index + word.length;
  }
  parts.push(text.slice(end));
  const found = parts.filter((part) => typeof part === 'object');
  const rest = parts.filter((part) => typeof part === 'string' && !part.startsWith('\0')).join(' ');
  const of = (kind: DatePart['kind']) => found.filter((part) => part.kind === kind);
  const isOnce = (['year', 'day', 'month', 'weekday'] as const).every((kind) => of(kind).length < 2);
  const [year, day, month] = [of('year')[0], of('day')[0], of('month')[0]];
  if (found.length === 0 || !isOnce || !beside.test(rest) || (day && !month)) return null;
  const date = dateOf(year?.value, month?.value, day?.value, of('weekday')[0]?.value);
  return date && written(parts, shifted(date, days));
}

function datePart(word: string): DatePart | null {
  if (/^\d{4}$/.test(word)) return { kind: 'year', text: word, value: Number(word) };
  if (/^\d{1,2}$/.test(word)) return { kind: 'day', text: word, value: Number(word) };
  const name = word.toLowerCase();
  for (const { months, days } of calendars) {
    const [month, day] = [months.indexOf(name), days.indexOf(name)];
    if (month >= 0) return { kind: 'month', text: word, value: month, names: months };
    if (day >= 0) return { kind: 'weekday', text: word, value: day, names: days };
  }
  return null;
}

/** What is not said is taken from the middle of it. Null where there is no such day. */
function dateOf(
  year: number | undefined,
  month: number | undefined,
  day: number | undefined,
  weekday: number | undefined,
) {
  if (year === undefined && month === undefined) return at(2001, 0, 7 + (weekday ?? 0));
  const [y, m, d] = [year ?? 2001, month ?? 6, day ?? 15];
  return isDate(y, m + 1, d) ? at(y, m, d) : null;
}

function written(parts: readonly (DatePart | string)[], after: Date): string {
  return parts
    .map((part) => {
      if (typeof part === 'string')
        return part.startsWith('\0') ? inCaseOf(part.slice(1), ordinal(after.getUTCDate())) : part;
      const { kind, text, names = [] } = part;
      if (kind === 'year') return padded(after.getUTCFullYear(), 4);
      if (kind === 'day') return padded(after.getUTCDate(), text.startsWith('0') ? 2 : 1);
      return inCaseOf(text, names[kind === 'month' ? after.getUTCMonth() : after.getUTCDay()] ?? text);
    })
    .join('');
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

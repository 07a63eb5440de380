/**
 * What an entity says of when, by something else of its form: dates shifted by a number of days, times by other times, both together, and
 * what reaches from one to another. What looks like a date and cannot be read gets no surrogate: drawn digit by digit it would say
 * nonsense.
 */
import { kindOf, saysWhen } from './categoryKinds.ts';
import { type DateReading, isCalendarName, shiftedDate, shiftedLooseDate } from './dates.ts';
import type { Draws } from './draws.ts';
import type { Stretch } from './nameWords.ts';
import type { Piece } from './pieces.ts';
import { otherTime, timeSource } from './times.ts';

/** `unreadable`: it says when, in a way that is not understood. Null: it says something else. */
export type Moment = readonly Piece[] | 'unreadable' | null;

interface Shift {
  readonly days: number;
  readonly reading: DateReading;
  /** For times. */
  readonly draws: () => Draws;
}

/** A year or a month alone is as often a number or a name. */
const isFullDate = (text: string) => /\d\D+\d|\d\D*\p{L}{3}|\p{L}{3}\D*\d/u.test(text);

export function momentIn({ text, category }: Stretch, shift: Shift): Moment {
  if (saysWhen(category)) return momentPieces(text, shift, true) ?? (/[\p{L}\p{N}]/u.test(text) ? 'unreadable' : null);
  const kind = kindOf(category);
  if (kind === 'person' || !isFullDate(text)) return kind === 'other' ? otherTime(text, shift.draws) : null;
  const pieces = momentPieces(text, shift, false);
  if (pieces || kind !== 'other') return pieces;
  return hasMonth(text) ? 'unreadable' : null;
}

const hasMonth = (text: string) =>
  /\d/.test(text) && (text.match(/\p{L}{3,}/gu) ?? []).some((word) => /^\p{Lu}/u.test(word) && isCalendarName(word));

const reaches = /\s*[–—]\s*|\s+-\s+|\s+(?:to|until|till|through|and|bis|und|à|au|al|a|e|y|et|tot|en|até)\s+|-/gi;
const dateThenTime = new RegExp(
  String.raw`^(.*?[^\s,])(?:T|,?\s+(?:at\s+|um\s+|à\s+|om\s+|alle\s+|a las\s+)?|,\s*)(${timeSource})$`,
  'is',
);
const timeThenDate = new RegExp(String.raw`^(${timeSource})(?:,?\s+(?:on\s+|am\s+|le\s+)?|,\s*)(\S.*)$`, 'is');

/** @param isLoose whether forms count that are dates only where dates are meant. */
function momentPieces(text: string, shift: Shift, isLoose: boolean): Piece[] | null {
  const trimmed = text.trim();
  return moved(oneMoment(trimmed, shift, isLoose) ?? reachingMoments(trimmed, shift, isLoose), text.indexOf(trimmed));
}

/** A date, a time, or both. */
function oneMoment(text: string, shift: Shift, isLoose: boolean): Piece[] | null {
  const { days, reading, draws } = shift;
  const date = (of: string) => shiftedDate(of, days, reading) ?? (isLoose ? shiftedLooseDate(of, days) : null);
  const time = (of: string) => otherTime(of, draws);
  const [, dateFirst = '', timeLast = ''] = dateThenTime.exec(text) ?? [];
  const [, timeFirst = '', dateLast = ''] = timeThenDate.exec(text) ?? [];
  // Both first: of `12 May, 10am` the hour could be taken for a year.
  return (
    besides(date(dateFirst), time(timeLast), text.length - timeLast.length) ??
    besides(time(timeFirst), date(dateLast), text.length - dateLast.length) ??
    date(text) ??
    time(text)
  );
}

/** From one to another. */
function reachingMoments(text: string, shift: Shift, isLoose: boolean): Piece[] | null {
  for (const { 0: sign, index } of text.matchAll(reaches)) {
    const start = index + sign.length;
    const [first, second] = [text.slice(0, index), text.slice(start)];
    if (!isLoose && !(isFullDate(first) && isFullDate(second))) continue;
    const both = besides(oneMoment(first, shift, isLoose), oneMoment(second, shift, isLoose), start);
    if (both) return both;
  }
  return null;
}

/** @param start of the second. */
function besides(first: Piece[] | null, second: Piece[] | null, start: number): Piece[] | null {
  const later = moved(second, start);
  return first && later && [...first, ...later];
}

const moved = (pieces: readonly Piece[] | null, by: number) =>
  pieces?.map(({ start, end, text }): Piece => ({ start: start + by, end: end + by, text })) ?? null;

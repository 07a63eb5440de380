/** Times of day by other times, written as they were: `10:45`, `10:30 am`, `10 p.m.`, `14h30`, `14.30 Uhr`, `10:30:00.000Z`. */
import type { Draws } from './draws.ts';
import type { Piece } from './pieces.ts';
import { scrambled } from './scrambled.ts';

const half = String.raw`\s?[ap]\.?m\.?`;
const hours = String.raw`\s?(?:uhr|h|hrs|hours|o[’']clock)`;
// Behind hours and minutes alone, `-17:00` is where a range ends.
const zone = String.raw`(?:Z|\+\d\d:?\d\d|(?<=:\d\d:\d\d(?:[.,]\d{1,9})?)-\d\d:?\d\d|\s[+-]\d{4}|\s?(?:UTC|GMT))`;
/** As one expression, for texts that hold more than a time. */
export const timeSource = [
  String.raw`\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:${half}|${hours})?${zone}?`,
  String.raw`\d{1,2}h\d\d`,
  String.raw`\d{1,2}\.\d\d(?:${half}|${hours})`,
  String.raw`\d{1,2}(?:${half}|${hours})`,
].join('|');
const wholeTime = new RegExp(`^(?:${timeSource})$`, 'i');

/** @returns null where the text is no time. @param draws given once it is one. */
export function otherTime(text: string, draws: () => Draws): Piece[] | null {
  if (!wholeTime.test(text)) return null;
  const drawn = draws();
  const clock = text.replace(new RegExp(`${zone}$`, 'i'), '');
  const isHalf = new RegExp(`${half}$`, 'i').test(clock);
  return [...clock.matchAll(/\d+/g)].map(({ 0: digits, index: start }, place): Piece => {
    const written = place > 2 ? scrambled(digits, drawn) : timePart(digits, place, isHalf, drawn);
    return { start, end: start + digits.length, text: written };
  });
}

/** @param place of the number: hours, minutes, seconds. @param isHalf whether hours end at 12. */
export function timePart(digits: string, place: number, isHalf: boolean, draws: Draws): string {
  if (place === 0 && isHalf) return String(1 + draws.integer(12)).padStart(digits.length, '0');
  const value = draws.integer(place === 0 ? (digits.length === 1 ? 10 : 24) : 60);
  return String(value).padStart(digits.length, '0');
}

/** Letters by other letters and digits by other digits, of the same script and case; every other sign stays. */
import type { Draws } from './draws.ts';

const latin = [...'abcdefghijklmnopqrstuvwxyz'];
/** Neighbours of a Chinese character are mostly rare; these are in names. */
const han = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕明华文平安宁德志永建国春秋东海山川',
];
const latinLetter = /\p{Script=Latin}/u;
const hanLetter = /\p{Script=Han}/u;

/** Whether a name from a list can stand for it. */
export const isLatin = (word: string) => !/\p{L}/u.test(word.replace(/\p{Script=Latin}/gu, ''));

/** Nought stays at the beginning, and comes there from nowhere else. */
export function scrambled(text: string, draws: Draws): string {
  let before = '';
  return Array.from(text, (sign) => {
    const isFirst = !/\p{Nd}/u.test(before);
    before = sign;
    if (/\p{Nd}/u.test(sign)) return otherDigit(sign, isFirst, draws);
    return /\p{L}/u.test(sign) ? draws.pick(lettersLike(sign)) : sign;
  }).join('');
}

function otherDigit(digit: string, isFirst: boolean, draws: Draws): string {
  const point = digit.codePointAt(0) ?? 0;
  let zero = point;
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  if (isFirst && point === zero) return digit;
  return String.fromCodePoint(zero + (isFirst ? 1 + draws.integer(9) : draws.integer(10)));
}

/** Unicode has the letters of a script beside one another: so many of them are looked through. */
const row = 32;

function lettersLike(letter: string): readonly string[] {
  const isLower = letter === letter.toLowerCase();
  if (latinLetter.test(letter)) return isLower ? latin : latin.map((each) => each.toUpperCase());
  if (hanLetter.test(letter)) return han;
  const first = Math.floor((letter.codePointAt(0) ?? 0) / row) * row;
  const neighbours = Array.from({ length: row }, (_, place) => String.fromCodePoint(first + place));
  return neighbours.filter((each) => /[\p{Lu}\p{Ll}\p{Lo}]/u.test(each) && (each === each.toLowerCase()) === isLower);
}

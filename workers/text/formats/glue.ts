/**
 * How words and tags are glued in running text: by which sign, with how many tags, and over which lines a sentence
 * goes. Told by content, from many pieces.
 */
import { clip } from '../clip.ts';
import type { ReadLog } from './reading.ts';
import { isCapitalTag, isSpanTag } from './tagShape.ts';
import { looksLikeSpanTag } from './tagSpelling.ts';

export interface Glue {
  readonly sign: string;
  /** Whether another tag stands between word and tag. */
  readonly middle: boolean;
}

const signs = ['/', '|', '_', ':'] as const;
const sampledLines = 300;

/** What parts paragraphs in the Penn Treebank. */
export const isSeparator = (line: string) => /^=+$/.test(line);

const isBracket = (piece: string) => piece === '[' || piece === ']';

/** By which sign most pieces have a tag; undefined where no sign does. */
export function glueOf(lines: readonly string[]): Glue | undefined {
  const pieces = lines
    .filter((line) => line.trim() !== '' && !isSeparator(line.trim()))
    .slice(0, sampledLines)
    .flatMap((line) => line.trim().split(/\s+/))
    .filter((piece) => !isBracket(piece) && piece !== '');
  // Of a file that was cut off, the last word can lack its tag.
  const whole = pieces.slice(0, -1);
  const cut = signs.find((sign) => whole.length >= 2 && whole.every((piece) => hasCapitalTag(piece, sign)));
  if (cut !== undefined) pieces.splice(whole.length, 1);
  const tagged = (sign: string) => pieces.filter((piece) => hasTag(piece, sign));
  // A slash stands in words and between alternative words too, so that its pieces need not be all.
  const sign =
    signs.find(
      (each) => tagged(each).length > 0 && tagged(each).length >= (each === '/' ? 0.85 : 0.97) * pieces.length,
    ) ?? signs.find((each) => haveCategories(pieces, each));
  if (!sign) return undefined;
  const middle = tagged(sign).filter((piece) => lastSign(piece.slice(0, lastSign(piece, sign)), sign) > 0).length;
  return { sign, middle: middle > 0 && middle >= 0.95 * tagged(sign).length };
}

function hasTag(piece: string, sign: string): boolean {
  if (piece.includes('://')) return false;
  const tag = piece.slice(lastSign(piece, sign) + 1);
  if (lastSign(piece, sign) < 0) return false;
  if (sign === '/') return /^[^/\s\d]/.test(tag);
  return looksLikeSpanTag(tag) || /^[\p{Lu}\p{P}$`]+\d?$/u.test(tag);
}

function hasCapitalTag(piece: string, sign: string): boolean {
  const at = lastSign(piece, sign);
  const tag = piece.slice(at + 1);
  return at > 0 && tag !== '' && (isSpanTag(tag) || isCapitalTag(tag));
}

/** Categories in small letters: told by the O beside them, and by their being few. */
function haveCategories(pieces: readonly string[], sign: string): boolean {
  const tags = pieces.map((piece) => (lastSign(piece, sign) < 0 ? '' : piece.slice(lastSign(piece, sign) + 1)));
  const outside = tags.filter((tag) => tag === 'O').length;
  return (
    outside >= 2 && outside >= 0.1 * tags.length && !tags.includes('') && new Set(tags).size <= 0.5 * tags.length + 1
  );
}

/** Position of the last sign that no backslash escapes; -1 where there is none, or nothing before it. */
export function lastSign(piece: string, sign: string): number {
  // The sign itself, tagged as itself.
  if (piece.length === 3 && piece === sign.repeat(3)) return 1;
  for (let at = piece.lastIndexOf(sign); at > 0; at = piece.lastIndexOf(sign, at - 1)) {
    if (piece[at - 1] !== '\\') return at;
  }
  return -1;
}

export const withoutEscapes = (word: string) => word.replace(/\\([/*])/g, '$1');

export interface NumberedLine {
  readonly line: string;
  /** 1-based. */
  readonly number: number;
}

/** The lines of each sentence: one, or where nearly every line is a single word all between two empty ones. */
export function sentenceLines(lines: readonly string[], log: ReadLog): NumberedLine[][] {
  const filled = lines.filter((line) => line.trim() !== '');
  const single = filled.filter((line) => !/\s/.test(line.trim())).length;
  const isWordALine = filled.length > 1 && single >= 0.95 * filled.length;
  log.assume(isWordALine ? 'a word a line, empty lines between sentences' : 'one sentence a line');
  const groups: NumberedLine[][] = [];
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    const isEmpty = line.trim() === '';
    if (!isEmpty && isOpen) groups.at(-1)?.push({ line, number: index + 1 });
    else if (!isEmpty) groups.push([{ line, number: index + 1 }]);
    isOpen = isWordALine && !isEmpty;
  }
  return groups;
}

/** A bracket that stands at a word that is not itself one, closed behind the tag of another or of the same. */
const gluedPhrase = /(?<!\S)\[(?=[^\s\]/|_])([^[\]]*[^\s[\]])\](?!\S)/g;

/** `[Ida/NNP Moss/NNP]` as the Penn Treebank writes it, `[ Ida/NNP Moss/NNP ]`. What is left at one side is told. */
export function withLooseBrackets(lines: readonly string[], log: ReadLog): string[] {
  if (!lines.some((line) => line.includes('['))) return [...lines];
  return lines.map((line, index) => {
    if (!line.includes('[') && !line.includes(']')) return line;
    const loose = line.replace(gluedPhrase, (_, phrase: string) => `[ ${phrase} ]`);
    if (loose !== line) log.assume('brackets around phrases ([Ida/NNP Moss/NNP]) left out');
    const single = loose
      .split(/\s+/)
      .find((piece) => /^\[[^\s\]/|_][^\]]*$/.test(piece) || /^[^[\]]+[/|_][^[\]]+\]$/.test(piece));
    if (single !== undefined) {
      log.problem({
        code: 'glued-bracket',
        message: `“${clip(single)}” has a bracket that is not closed, or not opened, in its line; it was kept as it stands.`,
        remedy: 'Take the bracket out, or put a space between it and the word.',
        line: index + 1,
      });
    }
    return loose;
  });
}

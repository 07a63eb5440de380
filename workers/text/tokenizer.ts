/**
 * Cuts raw text into words, keeping their offsets. The conventions are the Penn Treebank's, as far as the corpora that
 * source models are trained on share them (clitics split off, punctuation apart), with the concessions that messages
 * need: addresses of the web and of mail, phone numbers, order numbers and emoji stay whole.
 */
import type { Token } from '../protocol/corpus.ts';
import { abbreviations, beforeNumbers } from './abbreviations.ts';

const letter = String.raw`[\p{L}\p{N}_]`;
/** Letters with their combining marks; the joiners are letters' parts in Persian and in Indic scripts. */
const run = String.raw`${letter}[\p{L}\p{N}\p{M}_\u200c\u200d]*`;
const path = String.raw`[^\s<>"“”]*[^\s<>"“”.,;:!?'’)\]}]`;

const webAddress = String.raw`(?:https?:\/\/|ftp:\/\/|www\.)`;
const patterns = [
  // Web addresses, without the punctuation of the sentence around them.
  webAddress + path,
  // Mentions and hashtags.
  String.raw`[@#]\p{L}[\p{L}\p{N}\p{M}_]*`,
  // Emoji with their modifiers and joined sequences, and flags.
  String.raw`\p{RI}\p{RI}`,
  String.raw`\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*(?:\u200d\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*)*`,
  // Emoticons, where a word could not go on.
  String.raw`(?<![^\s])[:;=][-']?[()DPp](?![\p{L}\p{N}])`,
  // Programming languages.
  String.raw`\p{L}\+\+|\p{Lu}#(?![\p{L}\p{N}])`,
  // Words, identifiers and numbers; a number holds its inner punctuation: 1,200.50, 10:30, 12/05/2021.
  String.raw`(?:\+(?=\p{N}))?${run}(?:(?:[-‐‑'’&]|(?<=\p{N})[.,:/](?=\p{N}))${run})*`,
  // Punctuation that is written in runs.
  String.raw`\.{2,}|-{2,}|[!?]+|\x60\x60|''`,
  // Anything else is a token of its own, with the marks that stand on it.
  String.raw`[^\s\u200b\u200e\u200f\u2060\ufeff]\p{M}*`,
];
const token = new RegExp(patterns.join('|'), 'gu');
const beginsWebAddress = new RegExp(`^${webAddress}`, 'u');
const goesOnBehind = '.%+-@';

/**
 * Words that go on over points and hyphens if their end is the right one, which may stand far off. Each finds, at a
 * letter or a digit, the stretch in which its end must lie, and the word itself, empty where the end is another.
 */
const longWords = [
  // Mail addresses.
  longWord(String.raw`[\p{L}\p{N}._%+-]*`, String.raw`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`),
  // Bare host names, told by the commonest endings.
  longWord(
    String.raw`[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*`,
    String.raw`[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.(?:com|org|net|edu|gov|info|io|co|eu|uk|it|de|fr|es)(?![\p{L}\p{N}])(?:\/${path})?`,
  ),
  // Initials and dotted abbreviations: U.S., e.g.
  longWord(String.raw`(?:\p{L}\.)*`, String.raw`(?:\p{L}\.){2,}(?![\p{L}\p{N}])`),
];

function longWord(stretch: string, word: string): RegExp {
  return new RegExp(`(?=[\\p{L}\\p{N}])(?=(${stretch}))(?:${word})?`, 'uy');
}

const negation = /n['’]t$/i;
const clitic = /['’](?:s|re|ve|ll|d|m)$/i;
const capital = /^\p{Lu}$/u;
const beforeName = /^ ?\p{Lu}/u;
const beforeNumber = /^ ?\p{N}/u;
const numberBefore = /[\p{N}/]/u;

/** What words are cut by, for those who cut them elsewhere (cuttingRules.ts). */
export const wordRules = {
  ...{ token, longWords, beginsWebAddress, goesOnBehind, negation, clitic },
  ...{ capital, pronoun: 'I', beforeName, beforeNumber, numberBefore, abbreviations, beforeNumbers },
};

/** Tokens of `text` between two offsets, in order, none holding white space. */
export function tokenizeWords(text: string, start = 0, end = text.length): Token[] {
  const stretch = start === 0 && end === text.length ? text : text.slice(start, end);
  const tokens: Token[] = [];
  const longWordAt = longWordFinder(stretch);
  let previous = '';
  token.lastIndex = 0;
  for (let match = token.exec(stretch); match !== null; match = token.exec(stretch)) {
    const word = longWordAt(match.index, match[0]) ?? match[0];
    const from = start + match.index;
    let to = from + word.length;
    const after = match.index + word.length;
    token.lastIndex = after;
    if (stretch[after] === '.' && isAbbreviation(word, previous, stretch.slice(after + 1, after + 3))) {
      to++;
      token.lastIndex++;
    }
    const cut = to - from === word.length ? cliticLength(word) : 0;
    if (cut > 0) {
      tokens.push({ start: from, end: to - cut }, { start: to - cut, end: to });
    } else tokens.push({ start: from, end: to });
    previous = word;
  }
  return tokens;
}

/**
 * Says which long word begins where a short one was found. Where none begins at a stretch's start, none begins further
 * inside it, since it would end at the same place: that is remembered, so that a stretch is not searched again from
 * each of its words.
 */
function longWordFinder(text: string): (position: number, short: string) => string | undefined {
  const searched = longWords.map(() => 0);
  return (position, short) => {
    const goesOn = short.endsWith('+') || goesOnBehind.includes(text.charAt(position + short.length) || ' ');
    if (!goesOn || beginsWebAddress.test(short)) return undefined;
    for (const [kind, pattern] of longWords.entries()) {
      if (position < (searched[kind] as number)) continue;
      pattern.lastIndex = position;
      const [word, stretch = ''] = pattern.exec(text) ?? [];
      if (word) return word;
      searched[kind] = position + stretch.length;
    }
    return undefined;
  };
}

/** How many characters at the end of a word are a word of their own: `don't` is `do` and `n't`, as in the Treebank. */
function cliticLength(word: string): number {
  if (!word.includes("'") && !word.includes('’')) return 0;
  const found = negation.exec(word) ?? clitic.exec(word);
  return found && found.index > 0 ? found[0].length : 0;
}

/**
 * Whether the full stop after a word belongs to it. A lone capital is an initial where a name goes on behind it, but
 * neither the pronoun nor the last letter of an order number (`AB 12 C.`).
 */
function isAbbreviation(word: string, before: string, after: string): boolean {
  const lower = word.toLowerCase();
  if (abbreviations.has(lower)) return true;
  if (capital.test(word)) return word !== wordRules.pronoun && beforeName.test(after) && !numberBefore.test(before);
  return beforeNumbers.has(lower) && beforeNumber.test(after);
}

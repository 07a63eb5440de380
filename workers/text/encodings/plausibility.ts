/**
 * How plausible a text is as one of a language: the logarithm of a rough probability, summed over its characters outside
 * ASCII. A wrong encoding gives itself away by letters that the language has not, by symbols within words, by words of
 * two scripts, and by capitals behind small letters.
 */
import type { Language } from './languages.ts';

/** Logarithms of probabilities. */
const unknownLetter = -8;
const punctuation = -4;
const symbol = -8;
const noCharacter = -14;
/** Added where characters stand beside what seldom stands beside them. */
const besideAccent = -2.5;
const otherScript = -5;
const capitalWithin = -4;
const symbolWithin = -4;

const common = new Set('„“”‘’‚«»‹›–—…·€№¿¡\u00a0、。「」『』（），：；！？《》〈〉・～ー');
/** Within words these are at home. */
const inner = new Set('’‘·‐‑\u00ad');

export interface Plausibility {
  readonly total: number;
  /** Of one character. */
  readonly mean: number;
}

export class LanguageModel {
  private readonly known: Map<string, number>;

  /** @param often characters of scripts with thousands of them that are in daily use. */
  constructor(
    private readonly language: Language,
    private readonly often: ReadonlySet<string> = new Set(),
  ) {
    const letters = [...language.letters];
    // The frequencies of letters fall about as those of words do; in wide scripts these few are half of a text.
    const mass = language.script === 'wide' ? 0.5 : 0.95;
    const sum = letters.reduce((total, _, rank) => total + 1 / (rank + 2), 0);
    this.known = new Map(letters.map((letter, rank) => [letter, Math.log(mass / (rank + 2) / sum)]));
  }

  plausibility(text: string): Plausibility {
    let total = 0;
    let characters = 0;
    let before = '';
    let earlier = '';
    for (const character of text) {
      if (character > '\x7f') {
        total += this.logarithm(character, before);
        characters++;
      } else if (isLetter(character) && before > '\x7f' && isLetter(before)) total += this.joint(before, character);
      // A quotation mark or a dash between two letters.
      if (before > '\x7f' && isLetter(character) && isLetter(earlier) && common.has(before) && !inner.has(before))
        total += symbolWithin;
      earlier = before;
      before = character;
    }
    return { total, mean: total / Math.max(1, characters) };
  }

  private logarithm(character: string, before: string): number {
    if (isNoCharacter(character)) return noCharacter;
    const behindLetter = isLetter(before);
    if (common.has(character)) return punctuation;
    if (!isLetter(character)) return symbol + (behindLetter && !inner.has(character) ? symbolWithin : 0);
    const small = character.toLowerCase();
    let sum = this.known.get(character) ?? this.known.get(small) ?? this.rare(character);
    if (behindLetter) {
      if (small !== character && before.toLowerCase() === before && before.toUpperCase() !== before)
        sum += capitalWithin;
      if (before <= '\x7f') sum += this.language.script === 'latin' ? 0 : otherScript;
      else if (this.language.script === 'latin') sum += besideAccent;
    }
    return sum;
  }

  private rare(character: string): number {
    if (this.language.script !== 'wide') return unknownLetter;
    return this.often.has(character) ? unknownLetter : noCharacter;
  }

  /** What an ASCII letter right behind another letter says. */
  private joint(before: string, character: string): number {
    if (this.language.script !== 'latin') return otherScript;
    return character < 'a' && before.toLowerCase() === before ? capitalWithin : 0;
  }
}

const letters = new Map<string, boolean>();
function isLetter(character: string): boolean {
  let known = letters.get(character);
  if (known === undefined) {
    known = /[\p{L}\p{M}]/u.test(character);
    letters.set(character, known);
  }
  return known;
}

/** Control characters, places without a character, and what decoders put where none fits. */
function isNoCharacter(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (code >= 0x80 && code < 0xa0) || code === 0xfffd || (code >= 0xe000 && code < 0xf900);
}

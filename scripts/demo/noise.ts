/** How people type in a chat: some never press shift, some hit two keys in the wrong order, some shorten. */
import type { Random } from '../../workers/text/random.ts';
import { chance } from './lists/choice.ts';
import type { Piece } from './template.ts';

export interface Habits {
  readonly lowerCase: boolean;
  readonly shortens: boolean;
  /** Chance of a slip in a stretch of plain text. */
  readonly slips: number;
}

export const careful: Habits = { lowerCase: false, shortens: false, slips: 0 };

const shortForms: readonly (readonly [RegExp, string])[] = [
  [/\bplease\b/gi, 'pls'],
  [/\bthanks\b/gi, 'thx'],
  [/\byou\b/gi, 'u'],
  [/\byour\b/gi, 'ur'],
  [/\bbecause\b/gi, 'cos'],
  [/\bmessage\b/gi, 'msg'],
  [/\btomorrow\b/gi, 'tmrw'],
  [/\bappointment\b/gi, 'appt'],
  [/\baccount\b/gi, 'acct'],
  [/\bnumber\b/gi, 'no'],
];

export function drawHabits(random: Random): Habits {
  return { lowerCase: chance(0.14, random), shortens: chance(0.14, random), slips: chance(0.35, random) ? 0.12 : 0.02 };
}

/** The pieces as somebody with these habits types them; spans change in case alone. */
export function typeAs(pieces: readonly Piece[], habits: Habits, random: Random): readonly Piece[] {
  return pieces.map((piece) => {
    let text = piece.text;
    if (piece.category === undefined) {
      if (habits.shortens) for (const [long, short] of shortForms) text = text.replace(long, short);
      if (chance(habits.slips, random)) text = slip(text, random);
    }
    return { ...piece, text: habits.lowerCase ? text.toLowerCase() : text };
  });
}

/** Two neighbouring letters inside one longer word change places, or one is lost. */
function slip(text: string, random: Random): string {
  const longer = [...text.matchAll(/[a-z]{5,}/g)];
  const word = longer[random.integer(Math.max(1, longer.length))];
  if (!word) return text;
  const at = word.index + 1 + random.integer(word[0].length - 2);
  const changed = chance(0.6, random) ? `${text[at + 1]}${text[at]}` : `${text[at]}`;
  return text.slice(0, at) + changed + text.slice(at + 2);
}

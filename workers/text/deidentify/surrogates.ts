/**
 * Surrogates: another name, number or date of the same form for each that a corpus holds, drawn from a secret. A word has one surrogate
 * wherever it stands, so that `Lovelace` alone gets the surname that `Ada Lovelace` got, in whatever letter case. No surrogate of a word
 * is a word of the corpus, and none stands for two.
 */

import type { Ledger } from '../../protocol/deidentify.ts';
import { kindOf, staying } from './categoryKinds.ts';
import { type DateReading, inCaseOf } from './dates.ts';
import { type Draws, drawsFor } from './draws.ts';
import { type Moment, momentIn } from './moments.ts';
import { surrogateWord, type WordKind, wordKinds } from './nameLists.ts';
import { nameWords, type Stretch } from './nameWords.ts';
import { type EntityPiece, type Piece, piecesOfEntity } from './pieces.ts';
import { folded } from './regions.ts';
import { isLatin, scrambled } from './scrambled.ts';
import { timePart } from './times.ts';

interface Surroundings {
  /** All words of the corpus, folded. */
  readonly words: ReadonlySet<string>;
  readonly dates: DateReading;
}

/** Votes of a name of several words: they say more than any word alone. */
const manyVotes = 1000;
const longestSign = 3;
/** Of scripts with few letters all may be taken; whole entities are looked at once more. */
const mostTries = 400;

export class SurrogateBook {
  private readonly words = new Map<string, string>();
  private readonly taken = new Set<string>();
  /** What the ledger has for each word. */
  private readonly before: ReadonlyMap<string, string>;

  /** @param ledger what was given out before. A word whose surrogate is a word of the corpus itself has another one in it. */
  constructor(
    private readonly ledger: Ledger,
    private readonly around: Surroundings,
  ) {
    this.before = new Map(Object.entries(ledger.words));
    const further = new Map(Object.entries(ledger.further ?? {}));
    for (const [word, own] of this.before) {
      const given = [own, ...(further.get(word) ?? [])];
      for (const surrogate of given) this.taken.add(folded(surrogate));
      const usable = given.find((surrogate) => !around.words.has(folded(surrogate)));
      if (usable !== undefined) this.words.set(word, usable);
    }
  }

  /** Gives each word of these a surrogate, in an order that does not hang on that of the documents. @returns the words, folded. */
  addWords(stretches: Iterable<Stretch>, days: number): ReadonlySet<string> {
    const votes = new Map<string, Map<WordKind, number>>();
    for (const stretch of stretches) {
      if (this.moment(stretch, days) !== null) continue;
      const words = nameWords(stretch);
      for (const { word, kind } of words) {
        const ofWord = votes.get(folded(word)) ?? new Map<WordKind, number>();
        ofWord.set(kind, (ofWord.get(kind) ?? 0) + (words.length > 1 ? manyVotes : 1));
        votes.set(folded(word), ofWord);
      }
    }
    for (const [word, counts] of [...votes].sort(([one], [other]) => (one < other ? -1 : 1))) {
      if (this.words.has(word)) continue;
      const kind = wordKinds.reduce((most, each) => ((counts.get(each) ?? 0) > (counts.get(most) ?? 0) ? each : most));
      const surrogate = this.newWord(word, kind);
      this.words.set(word, surrogate);
      this.taken.add(folded(surrogate));
    }
    return new Set(votes.keys());
  }

  private newWord(word: string, kind: WordKind): string {
    // Signs of a series, such as KD, are no names.
    const isOfLetters = word.length === 1 || (kind === 'other' && word.length <= longestSign) || !isLatin(word);
    for (let attempt = 0; ; attempt++) {
      const draws = drawsFor(this.ledger.secret, 'word', word, attempt);
      const drawn = isOfLetters ? scrambled(word, draws) : surrogateWord(kind, draws, attempt);
      const name = folded(drawn);
      const isFree = ![this.around.words, this.taken, this.words, this.before].some((names) => names.has(name));
      if (isFree || (attempt > mostTries && name !== word) || attempt > 2 * mostTries) return drawn;
    }
  }

  /** The surrogates of all words, here. */
  allWords(): ReadonlyMap<string, string> {
    return this.words;
  }

  /** What a stretch says of when, so many days later. */
  moment(stretch: Stretch, days: number, attempt = 0): Moment {
    const draws = () => drawsFor(this.ledger.secret, 'time', folded(stretch.text), attempt);
    return momentIn(stretch, { days, reading: this.around.dates, draws });
  }

  /**
   * @param attempt from 0; further ones give other numbers, while words keep their surrogates.
   * @returns null for a date that cannot be read: it has no surrogate.
   */
  piecesFor(stretch: Stretch, days: number, attempt: number): readonly Piece[] | null {
    const { text, category } = stretch;
    const moment = this.moment(stretch, days, attempt);
    if (moment !== null) return moment === 'unreadable' ? null : moment;
    const kind = kindOf(category);
    const pieces = piecesOfEntity(text);
    const words = pieces.filter((piece) => piece.kind === 'word');
    const hasWords = words.length > 0;
    const stays = staying(
      kind,
      words.map(({ start, end }) => text.slice(start, end)),
    );
    return pieces.flatMap((piece): Piece[] => {
      const { kind: form, start, end } = piece;
      const word = text.slice(start, end);
      if (form === 'between' || (form === 'word' && stays[words.indexOf(piece)])) return [];
      // A number is drawn as a whole; beside words it is known by itself.
      const purpose = hasWords ? [folded(word)] : [folded(text), start];
      return [{ start, end, text: this.taking(form, word, drawsFor(this.ledger.secret, form, ...purpose, attempt)) }];
    });
  }

  private taking(form: EntityPiece['kind'], word: string, draws: Draws): string {
    if (form === 'word') return this.named(word, draws);
    if (form === 'mail') return this.mail(word, draws);
    if (form === 'web') return webAddress(word, draws);
    if (form === 'time')
      return word.replace(/\d\d?/g, (digits, place: number) => timePart(digits, place, false, draws));
    return scrambled(word, draws);
  }

  private named(word: string, draws: Draws): string {
    const known = this.words.get(folded(word));
    return known === undefined ? scrambled(word, draws) : inCaseOf(word, known);
  }

  /** Names in it have the surrogates that they have elsewhere. */
  private mail(address: string, draws: Draws): string {
    const [local = ''] = address.split('@');
    const named = local.replace(/[\p{L}\p{M}]+|\p{N}+/gu, (part) => this.named(part, draws));
    return `${named}@${draws.pick(reserved)}`;
  }
}

/** Nobody has these (RFC 2606). */
const reserved = ['example.org', 'example.com', 'example.net'] as const;

function webAddress(address: string, draws: Draws): string {
  const [, scheme = '', host = '', path = ''] = /^([a-z]+:\/\/)?([^/?#]*)(.*)$/i.exec(address) ?? [];
  const www = /^www\./i.test(host) ? 'www.' : '';
  return `${scheme}${www}${draws.pick(reserved)}${scrambled(path, draws)}`;
}

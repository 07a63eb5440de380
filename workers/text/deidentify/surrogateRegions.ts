/**
 * Which surrogates the regions of a corpus get. A region's numbers are drawn anew until none of its entities becomes what stands in the
 * corpus for itself, or what another one became. Where that never comes about it gets none.
 */
import type { Document, Span } from '../../protocol/corpus.ts';
import type { Ledger } from '../../protocol/deidentify.ts';
import { allSpans } from '../spans.ts';
import { dateReading } from './dates.ts';
import { drawsFor } from './draws.ts';
import type { Stretch } from './nameWords.ts';
import { withPieces } from './pieces.ts';
import { folded, type Region } from './regions.ts';
import type { Replaced } from './replaced.ts';
import { SurrogateBook } from './surrogates.ts';

interface PlacedRegion {
  readonly region: Region;
  /** Of its document. */
  readonly text: string;
}

interface Renamed {
  readonly original: string;
  readonly surrogate: string;
}

/** So many draws are tried. */
const mostAttempts = 60;

export class SurrogateRegions {
  private readonly originals: ReadonlySet<string>;
  private readonly book: SurrogateBook;
  private readonly days: number | null;
  private readonly usedWords: ReadonlySet<string>;
  /** Of whole entities, both ways. */
  private readonly entities: Map<string, string>;
  private readonly givenTo: Map<string, string>;
  /** By region: the attempt that fits; null where none does. */
  private readonly attempts = new Map<string, number | null>();

  /** @param regions of each document. @param ledger what was given out before. */
  constructor(
    documents: readonly Document[],
    regions: readonly (readonly Region[])[],
    private readonly ledger: Ledger,
  ) {
    this.originals = new Set([...documents.flatMap(entitiesOf), ...Object.keys(ledger.entities)]);
    const placed = regions.flatMap((ofDocument, place) =>
      ofDocument.map((region): PlacedRegion => ({ region, text: documents[place]?.text ?? '' })),
    );
    const stretches = placed.flatMap(({ region, text }) => region.stretches.map((stretch) => stretchIn(text, stretch)));
    const dates = dateReading(stretches.map(({ text }) => text));
    this.book = new SurrogateBook(ledger, { words: wordsOf(documents), dates });
    this.days = ledger.days ?? this.chosenDays(stretches);
    this.usedWords = this.book.addWords(stretches, this.days ?? 0);
    this.entities = new Map(Object.entries(ledger.entities));
    this.givenTo = new Map(
      [...this.entities, ...furtherOf(ledger)].map(([original, surrogate]) => [surrogate, original]),
    );
    // In an order that does not hang on that of the documents.
    const named = placed.map((each) => [keyOf(each), each] as const);
    for (const [, each] of named.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))) this.give(each);
  }

  /** In order; null where no surrogate fits. */
  replacedIn(text: string, region: Region): Replaced[] | null {
    const attempt = this.attempts.get(keyOf({ region, text })) ?? null;
    return attempt === null ? null : this.drawn({ region, text }, attempt);
  }

  /** What was given out before stays: earlier exports hold it. */
  ledgerAfter(): Ledger {
    const { ledger, days, book, entities } = this;
    const words = Object.fromEntries(book.allWords());
    const further = new Map(Object.entries(ledger.further ?? {}));
    for (const [original, surrogate] of this.clashing()) {
      const given = further.get(original) ?? [];
      if (!given.includes(surrogate)) further.set(original, [...given, surrogate]);
    }
    return {
      ...{ ...ledger, days },
      words: { ...words, ...ledger.words },
      entities: { ...Object.fromEntries(entities), ...ledger.entities },
      ...(further.size > 0 && { further: Object.fromEntries(further) }),
    };
  }

  /** How many words and entities of this corpus have another surrogate than in the ledger. */
  clashes(): number {
    return new Set(this.clashing().map(([original]) => original)).size;
  }

  private clashing(): (readonly [original: string, surrogate: string])[] {
    const own = [new Map(Object.entries(this.ledger.words)), new Map(Object.entries(this.ledger.entities))];
    const now = [new Map([...this.book.allWords()].filter(([word]) => this.usedWords.has(word))), this.entities];
    return now.flatMap((given, place) =>
      [...given].filter(([original, surrogate]) => (own[place]?.get(original) ?? surrogate) !== surrogate),
    );
  }

  private give(placed: PlacedRegion): void {
    const key = keyOf(placed);
    if (this.attempts.has(key)) return;
    // What has no surrogate at all has none at a further attempt.
    if (this.drawn(placed, 0) === null) {
      this.attempts.set(key, null);
      return;
    }
    const attempts = [...Array(mostAttempts).keys()];
    const fits = (attempt: number, isGood: (renamed: Renamed) => boolean) => {
      const drawn = this.drawn(placed, attempt);
      return drawn !== null && this.renamed(placed, drawn).every(isGood);
    };
    const known = attempts.find((attempt) => fits(attempt, (each) => this.isKnown(each)));
    const found = known ?? attempts.find((attempt) => fits(attempt, (each) => this.isFree(each))) ?? null;
    this.attempts.set(key, found);
    if (found === null) return;
    for (const { original, surrogate } of this.renamed(placed, this.drawn(placed, found) ?? [])) {
      this.entities.set(original, surrogate);
      this.givenTo.set(surrogate, original);
    }
  }

  private isFree({ original, surrogate }: Renamed): boolean {
    return !this.originals.has(surrogate) && (this.givenTo.get(surrogate) ?? original) === original;
  }

  /** Free, and what it was before where it was anything. */
  private isKnown(renamed: Renamed): boolean {
    const { original, surrogate } = renamed;
    return this.isFree(renamed) && (this.entities.get(original) ?? surrogate) === surrogate;
  }

  private drawn({ region, text }: PlacedRegion, attempt: number): Replaced[] | null {
    const drawn: Replaced[] = [];
    for (const stretch of region.stretches) {
      const pieces = this.book.piecesFor(stretchIn(text, stretch), this.days ?? 0, attempt);
      if (!pieces) return null;
      for (const piece of pieces) {
        drawn.push({ start: stretch.start + piece.start, end: stretch.start + piece.end, text: piece.text });
      }
    }
    return drawn;
  }

  private renamed(placed: PlacedRegion, replaced: readonly Replaced[]): Renamed[] {
    const { region, text } = placed;
    return region.spans.map((span) => ({
      original: folded(text.slice(span.start, span.end)),
      surrogate: folded(newText(text, span, replaced)),
    }));
  }

  /** By how many days dates are shifted: of some draws that by which the fewest become dates of the corpus. Null without dates. */
  private chosenDays(stretches: readonly Stretch[]): number | null {
    const different = new Map(stretches.map((stretch) => [folded(stretch.text), stretch]));
    const dates = [...different.values()].filter((stretch) => Array.isArray(this.book.moment(stretch, 0)));
    if (dates.length === 0) return null;
    const draws = drawsFor(this.ledger.secret, 'days');
    let [best, fewest] = [0, Number.POSITIVE_INFINITY];
    for (let attempt = 0; attempt < mostAttempts && fewest > 0; attempt++) {
      // Less than half a year would leave years as they are, whole weeks days of the week; further off there are fewer dates.
      const drawn = 200 + draws.integer(attempt < mostAttempts / 2 ? 1300 : 20_000);
      const days = (drawn % 7 === 0 ? drawn + 1 : drawn) * (draws.integer(2) === 0 ? 1 : -1);
      const taken = dates.filter((date) => this.originals.has(folded(this.dateAfter(date, days)))).length;
      if (taken < fewest) [best, fewest] = [days, taken];
    }
    return best;
  }

  private dateAfter(date: Stretch, days: number): string {
    const moment = this.book.moment(date, days);
    return moment === null || moment === 'unreadable' ? date.text : withPieces(date.text, moment);
  }
}

const furtherOf = ({ further = {} }: Ledger) =>
  Object.entries(further).flatMap(([original, surrogates]) =>
    surrogates.map((surrogate) => [original, folded(surrogate)] as const),
  );

function entitiesOf(document: Document): string[] {
  return allSpans(document).map(({ start, end }) => folded(document.text.slice(start, end)));
}

function wordsOf(documents: readonly Document[]): Set<string> {
  const words = new Set<string>();
  for (const { text } of documents) for (const [word] of text.matchAll(/[\p{L}\p{M}]+/gu)) words.add(folded(word));
  return words;
}

const stretchIn = (text: string, { start, end, category }: Span): Stretch => ({
  text: text.slice(start, end),
  category,
});

const keyOf = ({ region, text }: PlacedRegion) =>
  JSON.stringify(region.stretches.map(({ start, end, category }) => [folded(text.slice(start, end)), category]));

/** A span's text when its pieces are replaced. */
function newText(text: string, { start, end }: Span, replaced: readonly Replaced[]): string {
  let result = '';
  let at = start;
  for (const piece of replaced) {
    if (piece.start < start || piece.end > end) continue;
    result += text.slice(at, piece.start) + piece.text;
    at = piece.end;
  }
  return result + text.slice(at, end);
}

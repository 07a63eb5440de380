/**
 * Where in a text stands what a span is said to cover. Each text is looked for once; of a record that declares
 * thousands of different ones, those beyond a limit are not looked for, so that the time grows with the record alone.
 */
import type { Token } from '../../../protocol/corpus.ts';

const mostSearches = 500;
const mostPlaces = 50_000;

export class Occurrences {
  private readonly places = new Map<string, readonly Token[]>();
  private readonly seen = new Set<string>();
  private tags: Uint8Array | undefined;
  private found = 0;

  constructor(private readonly text: string) {}

  /** All places at which it begins, in order; of those, the ones where no word is cut, if there are any. */
  of(wanted: string): readonly Token[] {
    const known = this.places.get(wanted);
    if (known) return known;
    const isTooMuch = this.places.size >= mostSearches || this.found >= mostPlaces;
    const places = wanted === '' || isTooMuch ? [] : this.search(wanted);
    this.found += places.length;
    this.places.set(wanted, places);
    return places;
  }

  /** The one place that is meant where `offset` is wrong: the only one, or one that is much nearer than the others. */
  near(wanted: string, offset: number): Token | undefined {
    const places = this.of(wanted);
    if (places.length < 2) return places[0];
    const after = firstFrom(places, offset);
    const distance = ({ start }: Token) => Math.abs(start - offset);
    const [first, second] = places
      .slice(Math.max(0, after - 2), after + 2)
      .sort((one, other) => distance(one) - distance(other)) as [Token, Token];
    return distance(first) * 2 < distance(second) ? first : undefined;
  }

  /** Whether a place lies between the angle brackets of HTML. */
  isInTag(place: number): boolean {
    this.tags ??= tagsOf(this.text);
    return this.tags[place] === 1;
  }

  /** Whether something is asked for the first time. */
  isFirst(name: string): boolean {
    if (this.seen.has(name)) return false;
    this.seen.add(name);
    return true;
  }

  /** Where one blank is declared, two may stand, or a line end. */
  private search(wanted: string): readonly Token[] {
    const words = wanted.split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
    const pattern = new RegExp(words.join('\\s+'), 'g');
    const all: Token[] = [];
    for (let match = pattern.exec(this.text); match && all.length < mostPlaces; match = pattern.exec(this.text)) {
      if (match[0] === '') break;
      all.push({ start: match.index, end: match.index + match[0].length });
    }
    const whole = all.filter(({ start, end }) => this.isWhole(start, end));
    return whole.length > 0 ? whole : all;
  }

  private isWhole(start: number, end: number): boolean {
    const isWord = (position: number) => /[\p{L}\p{N}]/u.test(this.text.charAt(position));
    return !(isWord(start) && isWord(start - 1)) && !(isWord(end - 1) && isWord(end));
  }
}

/** Index of the first of these places, which are in order, that begins there or later. */
function firstFrom(places: readonly Token[], offset: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] as Token).start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tagsOf(text: string): Uint8Array {
  const tags = new Uint8Array(text.length);
  let inTag = false;
  for (let place = 0; place < text.length; place++) {
    const character = text.charAt(place);
    if (character === '<') inTag = true;
    if (inTag) tags[place] = 1;
    if (character === '>') inTag = false;
  }
  return tags;
}

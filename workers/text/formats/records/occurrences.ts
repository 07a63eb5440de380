/**
 * Where in a text stands what a span is said to cover. Each text is looked for once; of a record that declares
 * thousands of different ones, those beyond a limit are not looked for, so that the time grows with the record alone.
 */
const mostSearches = 500;
const mostPlaces = 5000;

export class Occurrences {
  private readonly places = new Map<string, readonly number[]>();
  private tags: Uint8Array | undefined;

  constructor(private readonly text: string) {}

  /** All places at which it begins, in order; of those, the ones where no word is cut, if there are any. */
  of(wanted: string): readonly number[] {
    const known = this.places.get(wanted);
    if (known) return known;
    const places = wanted === '' || this.places.size >= mostSearches ? [] : this.search(wanted);
    this.places.set(wanted, places);
    return places;
  }

  /** The one place that is meant where `offset` is wrong: the only one, or one that is much nearer than the others. */
  near(wanted: string, offset: number): number | undefined {
    const places = this.of(wanted);
    if (places.length < 2) return places[0];
    const after = firstFrom(places, offset);
    const [first, second] = places
      .slice(Math.max(0, after - 2), after + 2)
      .sort((one, other) => Math.abs(one - offset) - Math.abs(other - offset)) as [number, number];
    return Math.abs(first - offset) * 2 < Math.abs(second - offset) ? first : undefined;
  }

  /** Whether a place lies between the angle brackets of HTML. */
  isInTag(place: number): boolean {
    this.tags ??= tagsOf(this.text);
    return this.tags[place] === 1;
  }

  private search(wanted: string): readonly number[] {
    const all: number[] = [];
    for (
      let place = this.text.indexOf(wanted);
      place >= 0 && all.length < mostPlaces;
      place = this.text.indexOf(wanted, place + wanted.length)
    )
      all.push(place);
    const whole = all.filter((place) => this.isWhole(place, place + wanted.length));
    return whole.length > 0 ? whole : all;
  }

  private isWhole(start: number, end: number): boolean {
    const isWord = (position: number) => /[\p{L}\p{N}]/u.test(this.text.charAt(position));
    return !(isWord(start) && isWord(start - 1)) && !(isWord(end - 1) && isWord(end));
  }
}

/** Index of the first of these numbers, which are in order, that is no smaller. */
function firstFrom(places: readonly number[], offset: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] as number) < offset) low = middle + 1;
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

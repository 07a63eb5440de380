/**
 * Which colour each category has, as a place in a palette. A model's categories keep the places that are stored with it;
 * another category has the place of its name, and where two want the same one, the next that is free. What a place looks
 * like is the page's affair.
 */

/** By category, a place in the palette; beyond its end it comes round again, and looks a little different each time. */
export type ColourPlaces = Readonly<Record<string, number>>;

/** How many colours can be told apart. */
export const paletteSize = 20;

/** Where a name would stand if no other were shown: FNV-1a over its UTF-16 code units, mixed so that low bits differ. */
function homeOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) % paletteSize;
}

/** Has no divisor in common with the number of colours, so that all of them are tried, and neighbours last. */
const stride = 7;

/**
 * The places of all names. Where several without a place want the same one, the first in the alphabet has it, and the
 * others take the next that nobody wants: no two are alike as long as there are twenty or fewer. The order of `names`
 * makes no difference.
 * @param held places that are given, the ones that count most first. All of the first are kept; of the others, those that
 *   nothing before them has taken.
 */
export function colourPlaces(
  names: readonly string[],
  held: readonly ColourPlaces[] = [],
): ReadonlyMap<string, number> {
  const wanted = new Set(names);
  const places = new Map<string, number>();
  const taken = new Set<number>();
  const take = (name: string, place: number) => {
    places.set(name, place);
    taken.add(place);
  };
  for (const [rank, given] of held.entries()) {
    for (const [name, place] of Object.entries(given)) {
      if (wanted.has(name) && !places.has(name) && (rank === 0 || !taken.has(place))) take(name, place);
    }
  }
  const waiting = () => [...wanted].filter((name) => !places.has(name)).sort();
  for (let first = 0; places.size < wanted.size; first += paletteSize) {
    for (const name of waiting()) if (!taken.has(first + homeOf(name))) take(name, first + homeOf(name));
    for (const name of waiting()) {
      const home = homeOf(name);
      const steps = Array.from({ length: paletteSize }, (_, step) => first + ((home + step * stride) % paletteSize));
      const free = steps.find((place) => !taken.has(place));
      if (free === undefined) break;
      take(name, free);
    }
  }
  return places;
}

/** The places of a model's categories, in their order: those that it has, and of what it learned the next free ones. */
export function placesOfModel(categories: readonly string[], held: readonly ColourPlaces[]): ColourPlaces {
  const places = colourPlaces(categories, held);
  return Object.fromEntries(categories.map((category) => [category, places.get(category) ?? 0]));
}

/**
 * What the places of the palette look like; workers/text/categoryColours.ts says which category has which. Twenty colours,
 * all at 4.5:1 or more against their ground and their own wash, on light paper and on dark. Colour never stands alone: a
 * line has a marker shape, a highlight an underline. Two colours that come near each other, for the usual eye or for one
 * of the common kinds of colour blindness, have different markers; no two greens have the same. Dots are left to the
 * source model's scores, dashes to what is measured on other sentences.
 */
import { type ColourPlaces, colourPlaces } from '../workers/text/categoryColours.ts';

export interface CategoryColour {
  /** For light and dark grounds; `css` picks by the page's colour scheme. */
  readonly light: string;
  readonly dark: string;
  readonly css: string;
  /** A pale wash of the same hue for highlights and chips. */
  readonly wash: string;
  /** Marker of the category's line; the names are recharts' symbol types. */
  readonly marker: 'circle' | 'square' | 'triangle' | 'diamond' | 'star' | 'cross' | 'wye';
  /** CSS `text-decoration-style` of the category's highlights. */
  readonly underline: 'solid' | 'double' | 'dashed' | 'dotted';
}

const markers = ['circle', 'square', 'triangle', 'diamond', 'star', 'cross', 'wye'] as const;
const underlines = ['solid', 'double', 'dashed', 'dotted'] as const;

// Light ground, dark ground, and which marker. The first ten after Okabe and Ito, and Tol; the second ten are deeper on
// light paper and paler on dark, chosen for the greatest distance from all before, seen with and without red and green.
const colours = [
  ['#0b5cad', '#74b9ff', 2],
  ['#ad4400', '#ffa366', 5],
  ['#006e53', '#45d3a9', 4],
  ['#9a2f80', '#f39bdc', 0],
  ['#755600', '#e8c24a', 2],
  ['#5740bd', '#b9abff', 5],
  ['#a81c36', '#ff8f9b', 3],
  ['#007080', '#62d5ee', 6],
  ['#4b6600', '#b9d660', 1],
  ['#525866', '#bcc3ce', 3],
  ['#003011', '#72fbd0', 3],
  ['#5d3414', '#f6d9b2', 0],
  ['#04424e', '#38b1bd', 5],
  ['#400074', '#f5cffd', 1],
  ['#2f1d3c', '#b09bc1', 6],
  ['#004e1f', '#88b555', 2],
  ['#481000', '#c19c7f', 4],
  ['#810832', '#f8b9ae', 6],
  ['#085076', '#aee1f6', 4],
  ['#1e554c', '#2eb889', 0],
] as const;

/** When the colours come round again, their markers and underlines are others. */
function colourAt(place: number): CategoryColour {
  const round = Math.floor(place / colours.length);
  const [light, dark, marker] = colours[place % colours.length] ?? colours[0];
  const deeper = Math.floor((place % colours.length) / 10);
  return {
    light,
    dark,
    css: `light-dark(${light}, ${dark})`,
    wash: `light-dark(${light}1c, ${dark}2b)`,
    marker: markers[(marker + 3 * round) % markers.length] ?? 'circle',
    underline: underlines[(deeper + round) % underlines.length] ?? 'solid',
  };
}

/**
 * The colours of all categories that are shown, by name. No two are alike as long as there are twenty or fewer.
 * @param held the places that models give to their categories, the model that is shown first.
 */
export function categoryColours(
  names: readonly string[],
  held: readonly ColourPlaces[] = [],
): ReadonlyMap<string, CategoryColour> {
  return new Map([...colourPlaces(names, held)].map(([name, place]) => [name, colourAt(place)]));
}

/**
 * One colour a category, everywhere. Ten hues chosen to stay apart for the common kinds of colour blindness (after Okabe
 * and Ito, and Tol), each in a dark shade for light paper and a light shade for dark paper, all at 4.5:1 or more
 * against their ground. Colour never stands alone: a line has a marker shape, a highlight an underline, and both
 * change when the hues come round again. Dashes are left to the source model's scores.
 */
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

// Neighbours differ in lightness as well as in hue.
const hues = [
  ['#0b5cad', '#74b9ff'],
  ['#ad4400', '#ffa366'],
  ['#006e53', '#45d3a9'],
  ['#9a2f80', '#f39bdc'],
  ['#755600', '#e8c24a'],
  ['#5740bd', '#b9abff'],
  ['#a81c36', '#ff8f9b'],
  ['#007080', '#62d5ee'],
  ['#4b6600', '#b9d660'],
  ['#525866', '#bcc3ce'],
] as const;
const markers = ['circle', 'square', 'triangle', 'diamond', 'star', 'cross', 'wye'] as const;
const underlines = ['solid', 'double', 'dashed', 'dotted'] as const;

/** The colour of the category that appeared `place`-th, from 0. No two of the first 40 share hue and marker. */
export function colourAt(place: number): CategoryColour {
  const hue = place % hues.length;
  const round = Math.floor(place / hues.length);
  const [light, dark] = hues[hue] ?? hues[0];
  // Ten hues on seven markers: the last three step on, so that the eighth does not look like the first.
  const marker = markers[(hue + (hue < markers.length ? 0 : 1) + 4 * round) % markers.length] ?? 'circle';
  return {
    light,
    dark,
    css: `light-dark(${light}, ${dark})`,
    wash: `light-dark(${light}1c, ${dark}2b)`,
    marker,
    underline: underlines[round % underlines.length] ?? 'solid',
  };
}

import { describe, expect, it } from 'vitest';
import { colourAt } from './categoryColours.ts';

/** WCAG 2 relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** A colour's wash over its ground, as the page mixes it: `alpha` in 255ths. */
function over(colour: string, ground: string, alpha: number): string {
  const mixed = [1, 3, 5].map((at) => {
    const front = Number.parseInt(colour.slice(at, at + 2), 16);
    const back = Number.parseInt(ground.slice(at, at + 2), 16);
    return Math.round(back + ((front - back) * alpha) / 255);
  });
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

describe('category colours', () => {
  const places = Array.from({ length: 40 }, (_, place) => place);

  it('stay readable on paper and on their own wash, light and dark', () => {
    for (const { light, dark, wash } of places.map(colourAt)) {
      expect(wash).toBe(`light-dark(${light}1c, ${dark}2b)`);
      for (const ground of ['#fbf9f5', '#ffffff']) {
        expect(contrast(light, over(light, ground, 0x1c))).toBeGreaterThanOrEqual(4.5);
      }
      for (const ground of ['#1b1a19', '#242321']) {
        expect(contrast(dark, over(dark, ground, 0x2b))).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('tell forty categories apart by hue and marker together', () => {
    expect(new Set(places.map(colourAt).map(({ light, marker }) => `${light} ${marker}`)).size).toBe(40);
  });

  it('give highlights of the same hue another underline', () => {
    expect(colourAt(0).underline).not.toBe(colourAt(10).underline);
    expect(colourAt(0).light).toBe(colourAt(10).light);
  });
});

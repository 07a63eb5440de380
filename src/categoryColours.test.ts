import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CategoryColour, categoryColours } from './categoryColours.ts';

type Triple = readonly [number, number, number];

function channels(colour: string): Triple {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as unknown as Triple;
}

function linear(colour: string): Triple {
  return channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;
}

/** WCAG 2 contrast of two `#rrggbb`. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => times([[0.2126, 0.7152, 0.0722]], linear(colour))[0] ?? 0;
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** A colour's wash over its ground, as the page mixes it: `alpha` in 255ths. */
function over(colour: string, ground: string, alpha: number): string {
  const back = channels(ground);
  const mixed = channels(colour).map((front, at) =>
    Math.round((back[at] ?? 0) + ((front - (back[at] ?? 0)) * alpha) / 255),
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function times(matrix: readonly Triple[], [x, y, z]: Triple): Triple {
  return matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple;
}

// Machado, Oliveira and Fernandes (2009), at their full severity.
const visions: Readonly<Record<string, readonly Triple[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** In OKLab (Ottosson 2020), where equal distances look about equal. */
function place(colour: string, vision: readonly Triple[]): Triple {
  const seen = times(vision, linear(colour)).map((value) => Math.min(1, Math.max(0, value))) as unknown as Triple;
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    seen,
  ).map(Math.cbrt) as unknown as Triple;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

function distance(one: string, other: string, vision: readonly Triple[]): number {
  const [a, b] = [place(one, vision), place(other, vision)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `Category ${index}`);
const coloursOf = (list: readonly string[]) => [...categoryColours(list).values()];
const pair = ({ light, marker }: CategoryColour) => `${light} ${marker}`;
const twenty = coloursOf(names(20));

describe('category colours', () => {
  it('stay readable on paper and on their own wash, light and dark', () => {
    for (const { light, dark, wash } of twenty) {
      expect(wash).toBe(`light-dark(${light}1c, ${dark}2b)`);
      for (const ground of ['#fbf9f5', '#ffffff']) {
        expect(contrast(light, over(light, ground, 0x1c))).toBeGreaterThanOrEqual(4.5);
      }
      for (const ground of ['#1b1a19', '#242321']) {
        expect(contrast(dark, over(dark, ground, 0x2b))).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('are twenty, which can be told apart', () => {
    for (const scheme of ['light', 'dark'] as const) {
      expect(new Set(twenty.map((colour) => colour[scheme])).size).toBe(20);
      for (const [index, one] of twenty.entries()) {
        for (const other of twenty.slice(index + 1)) {
          expect(distance(one[scheme], other[scheme], visions.usual ?? [])).toBeGreaterThan(0.06);
        }
      }
    }
  });

  it('have other markers where one may be taken for another, by a colour-blind reader too', () => {
    for (const [index, one] of twenty.entries()) {
      for (const other of twenty.slice(index + 1)) {
        const apart = (vision: readonly Triple[]) =>
          Math.min(distance(one.light, other.light, vision), distance(one.dark, other.dark, vision));
        const isNear =
          apart(visions.usual ?? []) < 0.12 || Object.values(visions).some((vision) => apart(vision) < 0.06);
        if (isNear) expect(one.marker, `${one.light} beside ${other.light}`).not.toBe(other.marker);
      }
    }
  });

  it('tell any twenty categories apart by colour, and 140 by colour and marker', () => {
    const name = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 20 }), (list) => {
        expect(new Set(coloursOf(list).map(({ light }) => light)).size).toBe(list.length);
      }),
    );
    expect(new Set(coloursOf(names(140)).map(pair)).size).toBe(140);
  });

  it('do not depend on the order in which categories come', () => {
    const lists = fc
      .uniqueArray(fc.string({ minLength: 1 }), { maxLength: 45 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(lists, ([list, shuffled]) => {
        const [one, other] = [categoryColours(list), categoryColours(shuffled)];
        for (const each of list) expect(other.get(each)).toEqual(one.get(each));
      }),
    );
  });

  it('are a category’s own, whatever else comes, unless another of the same colour comes before it in the alphabet', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.uniqueArray(fc.string(), { maxLength: 12 }), (name, others) => {
        const alone = categoryColours([name]).get(name);
        const rivals = others.filter(
          (other) => other < name && categoryColours([other]).get(other)?.light === alone?.light,
        );
        const among = categoryColours([...others, name]).get(name);
        if (rivals.length === 0) expect(among).toEqual(alone);
        else expect(among).not.toEqual(alone);
      }),
    );
  });

  it('give highlights of the same colour another underline', () => {
    const looks = coloursOf(names(40)).map(({ light, underline }) => `${light} ${underline}`);
    expect(new Set(looks).size).toBe(40);
  });
});

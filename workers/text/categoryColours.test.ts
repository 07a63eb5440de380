import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colourPlaces, paletteSize, placesOfModel } from './categoryColours.ts';

const names = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 45 });
const model = names.map((categories) => ({ categories, colours: placesOfModel(categories, []) }));

describe('the places of colours', () => {
  it('are kept by a model’s categories, whatever else is shown', () => {
    fc.assert(
      fc.property(model, model, names, (one, other, more) => {
        const all = [...other.categories, ...more, ...one.categories];
        const places = colourPlaces(all, [one.colours, other.colours]);
        for (const category of one.categories) expect(places.get(category)).toBe(one.colours[category]);
      }),
    );
  });

  it('differ for any twenty names, and go on to the next round only when the one before is full', () => {
    fc.assert(
      fc.property(names, (list) => {
        const places = [...colourPlaces(list).values()];
        expect(new Set(places).size).toBe(list.length);
        for (const place of places) expect(place).toBeLessThan(paletteSize * Math.ceil(list.length / paletteSize));
      }),
    );
  });

  it('of new categories are the next free ones beside those that the model has', () => {
    fc.assert(
      fc.property(model, names, ({ categories, colours }, more) => {
        const grown = [...new Set([...categories, ...more])];
        const after = placesOfModel(grown, [colours]);
        expect(after).toMatchObject(colours);
        expect(new Set(Object.values(after)).size).toBe(grown.length);
        expect(Object.keys(after).sort()).toEqual([...grown].sort());
      }),
    );
  });

  it('are given up by a lesser model where a greater one has them', () => {
    const [PER, ORG] = [3, 3];
    const places = colourPlaces(['PER', 'ORG'], [{ PER }, { ORG }]);
    expect(places.get('PER')).toBe(PER);
    expect(places.get('ORG')).not.toBe(ORG);
  });
});

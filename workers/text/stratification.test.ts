import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { type LabelledUnit, stratify } from './stratification.ts';

const shares = [0.8, 0.1, 0.1];

function unit(labels: readonly string[], size = 1): LabelledUnit {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return { size, labels: counts };
}

/** How often each label stands in each part. */
function countsBy(units: readonly LabelledUnit[], partOf: Int32Array): Map<string, number[]> {
  const counts = new Map<string, number[]>();
  units.forEach(({ labels }, index) => {
    for (const [label, count] of labels) {
      const byPart = counts.get(label) ?? [0, 0, 0];
      byPart[partOf[index] as number] = (byPart[partOf[index] as number] as number) + count;
      counts.set(label, byPart);
    }
  });
  return counts;
}

const letters = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G');

describe('stratify', () => {
  it('gives each part its share of a label, to the nearest whole unit', () => {
    fc.assert(
      fc.property(fc.array(fc.option(letters, { nil: undefined }), { maxLength: 300 }), fc.nat(), (labels, seed) => {
        const units = labels.map((label) => unit(label === undefined ? [] : [label]));
        for (const counts of countsBy(units, stratify(units, shares, createRandom(seed))).values()) {
          const total = counts.reduce((sum, count) => sum + count);
          if (total < 10) continue;
          counts.forEach((count, part) => {
            expect(Math.abs(count - total * (shares[part] as number))).toBeLessThanOrEqual(1);
          });
        }
      }),
    );
  });

  it('leaves a label of ten units out of no part, whatever else the units carry and however large they are', () => {
    const units = fc.array(
      fc.record({ labels: fc.array(letters, { maxLength: 5 }), size: fc.integer({ min: 1, max: 9 }) }),
      {
        minLength: 10,
        maxLength: 120,
      },
    );
    fc.assert(
      fc.property(units, fc.nat(), (made, seed) => {
        const all = made.map(({ labels, size }) => unit(labels, size));
        const partOf = stratify(all, shares, createRandom(seed));
        for (const [label, counts] of countsBy(all, partOf)) {
          if (all.filter(({ labels }) => labels.has(label)).length >= 10)
            expect(Math.min(...counts)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('spreads a frequent label whose every unit carries a rare one of its own', () => {
    const units = Array.from({ length: 10 }, (_, index) => unit(['frequent', `rare ${index}`]));
    const counts = countsBy(units, stratify(units, shares, createRandom(1)));
    expect(counts.get('frequent')).toEqual([8, 1, 1]);
  });

  it('keeps the shares of the sentences as well', () => {
    const units = Array.from({ length: 1000 }, (_, index) => unit(index % 3 ? [] : [`label ${index % 7}`]));
    const sizes = [0, 0, 0];
    for (const part of stratify(units, shares, createRandom(4))) sizes[part] = (sizes[part] as number) + 1;
    expect(sizes).toEqual([800, 100, 100]);
  });

  it('is the same for a seed, and another for another', () => {
    const units = Array.from({ length: 60 }, (_, index) => unit([`label ${index % 4}`]));
    const dealt = (seed: number) => [...stratify(units, shares, createRandom(seed))];
    expect(dealt(3)).toEqual(dealt(3));
    expect(dealt(3)).not.toEqual(dealt(4));
  });
});
